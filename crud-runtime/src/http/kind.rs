//! The kinds of problem that an answer can be, each with its stable name and explanation.

use http::StatusCode;

/// What kind of problem an answer reports: the last segment of its `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The request or its body cannot be parsed.
    Malformed,
    /// Query parameters are unknown or bad.
    Parameters,
    /// Nothing is here.
    NotFound,
    /// The path does not take the method.
    Method,
    /// None of the media types that the client takes is made here.
    NotAcceptable,
    /// The client took too long to send the request.
    RequestTimeout,
    /// Another record has the same value of a unique member.
    Unique,
    /// A member refers to a record that does not exist.
    Reference,
    /// Other records refer to the record.
    Restricted,
    /// The record has changed since its version was read.
    Stale,
    /// `If-Match` or `If-None-Match` does not hold.
    Precondition,
    /// The body is too large.
    TooLarge,
    /// The target of the request is too long.
    UriTooLong,
    /// The body's media type or content coding is not taken.
    MediaType,
    /// `Expect` asks for what is not done here.
    Expectation,
    /// Members of the body break rules.
    Validation,
    /// The header section is too large.
    HeadersTooLarge,
    /// A fault of the server.
    Internal,
    /// The server or its database takes no more work at the moment.
    Unavailable,
    /// The server did not finish in time.
    Timeout,
    /// The database's disk is full.
    DiskFull,
}

impl Kind {
    /// All of them, by status.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Malformed,
        Self::Parameters,
        Self::NotFound,
        Self::Method,
        Self::NotAcceptable,
        Self::RequestTimeout,
        Self::Unique,
        Self::Reference,
        Self::Restricted,
        Self::Stale,
        Self::Precondition,
        Self::TooLarge,
        Self::UriTooLong,
        Self::MediaType,
        Self::Expectation,
        Self::Validation,
        Self::HeadersTooLarge,
        Self::Internal,
        Self::Unavailable,
        Self::Timeout,
        Self::DiskFull,
    ];

    /// The kind with this stable name.
    pub(crate) fn named(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// The stable name, the last segment of `type`.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Parameters => "parameters",
            Self::NotFound => "not-found",
            Self::Method => "method-not-allowed",
            Self::NotAcceptable => "not-acceptable",
            Self::RequestTimeout => "request-timeout",
            Self::Unique => "unique",
            Self::Reference => "reference",
            Self::Restricted => "restricted",
            Self::Stale => "stale",
            Self::Precondition => "precondition-failed",
            Self::TooLarge => "too-large",
            Self::UriTooLong => "uri-too-long",
            Self::MediaType => "unsupported-media-type",
            Self::Expectation => "expectation-failed",
            Self::Validation => "validation",
            Self::HeadersTooLarge => "headers-too-large",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::DiskFull => "disk-full",
        }
    }

    /// The short summary, the same for every occurrence (RFC 9457 §3.1.3).
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "Malformed request",
            Self::Parameters => "Bad parameters",
            Self::NotFound => "Not found",
            Self::Method => "Method not allowed",
            Self::NotAcceptable => "Not acceptable",
            Self::RequestTimeout => "Request timed out",
            Self::Unique => "Already exists",
            Self::Reference => "Referenced record missing",
            Self::Restricted => "Still referred to",
            Self::Stale => "Changed meanwhile",
            Self::Precondition => "Precondition failed",
            Self::TooLarge => "Body too large",
            Self::UriTooLong => "Address too long",
            Self::MediaType => "Unsupported media type",
            Self::Expectation => "Expectation failed",
            Self::Validation => "Validation failed",
            Self::HeadersTooLarge => "Headers too large",
            Self::Internal => "Internal error",
            Self::Unavailable => "Unavailable",
            Self::Timeout => "Timed out",
            Self::DiskFull => "Disk full",
        }
    }

    /// The status code.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Malformed | Self::Parameters => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::Unique | Self::Reference | Self::Restricted | Self::Stale => StatusCode::CONFLICT,
            Self::Precondition => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Expectation => StatusCode::EXPECTATION_FAILED,
            Self::Validation => StatusCode::UNPROCESSABLE_ENTITY,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// What it means and what a client can do, for the page that `type` leads to.
    pub(crate) const fn explanation(self) -> &'static str {
        match self {
            Self::Malformed => {
                "The request, one of its headers or its body cannot be parsed. `detail` says where \
                 it breaks. Sending the same request again gives the same answer."
            }
            Self::Parameters => {
                "Query parameters, or members of a query's body, are unknown, given twice or have \
                 values that cannot be read. `errors` names every one of them with what would be \
                 right. Nothing is ignored, because an ignored filter would answer with records \
                 that were not asked for."
            }
            Self::NotFound => {
                "No record has this key, or the path leads nowhere. Keys are compared exactly."
            }
            Self::Method => {
                "The path exists and does not take this method. The `Allow` header lists those \
                 that it takes."
            }
            Self::NotAcceptable => {
                "The `Accept` header excludes every media type that can be sent here. Accept \
                 `application/json`."
            }
            Self::RequestTimeout => {
                "The client sent its request, or the rest of its body, too slowly. Send it again."
            }
            Self::Unique => {
                "Another record already has the values that `errors` points at, and no two records \
                 may agree in them."
            }
            Self::Reference => {
                "A member that `errors` points at names a record that does not exist. Create that \
                 record first."
            }
            Self::Restricted => {
                "Other records still refer to this one. Delete those, or let them refer to \
                 something else, first."
            }
            Self::Stale => {
                "The body carries the version of an older state of the record. Read the record \
                 again, apply the change to what it is now and send that."
            }
            Self::Precondition => {
                "`If-Match` or `If-None-Match` does not hold for the record as it is now. Read the \
                 record again and decide with its new `ETag`."
            }
            Self::TooLarge => "The body, or what it unpacks to, is larger than the server takes.",
            Self::UriTooLong => "The path and query are longer than the server takes.",
            Self::MediaType => {
                "The `Content-Type` or `Content-Encoding` of the body is not taken here. \
                 `Accept-Post`, `Accept-Patch` or `Accept-Encoding` of the answer say what is."
            }
            Self::Expectation => {
                "The `Expect` header asks for something other than `100-continue`."
            }
            Self::Validation => {
                "The body is JSON, and members of it break rules. `errors` lists all of them at \
                 once: `pointer` is where in the body, `code` which rule, `detail` what would be \
                 right."
            }
            Self::HeadersTooLarge => "The header fields are more or longer than the server takes.",
            Self::Internal => {
                "The server failed. Its log has the reason under the same `request_id`."
            }
            Self::Unavailable => {
                "The server or its database takes no more work at the moment. Try again after the \
                 seconds that `Retry-After` gives."
            }
            Self::Timeout => {
                "The request took longer than the server lets it. What it asked for may or may not \
                 have been done; a record's `ETag` tells."
            }
            Self::DiskFull => "The database's disk is full, so nothing can be written.",
        }
    }
}

/// The codes of `errors` with what they mean; stable.
pub(crate) const CODES: &[(&str, &str)] = &[
    ("required", "the member must be given"),
    ("null", "the member cannot be null"),
    ("type", "the value has another JSON type than the schema says"),
    ("length", "the text or the bytes are too short or too long"),
    ("range", "the number is too small or too large"),
    ("pattern", "the text does not match the regular expression"),
    ("format", "the text is not written in the named format"),
    ("enum", "the text is none of the listed words"),
    ("invalid", "the value breaks a rule of its own"),
    ("check", "the record as a whole breaks a rule of its own"),
    ("unknown", "there is no such member or parameter"),
    ("read_only", "the member cannot be set, and differs from what is stored"),
    ("unique", "another record has this value"),
    ("reference", "no record has this key"),
    ("restricted", "other records refer to the record"),
    ("stale", "the record has changed since its version was read"),
    ("duplicate", "the parameter or the element is given more than once"),
    ("value", "the value cannot be read, or is none of those that are allowed"),
    ("cursor", "the cursor is not one that this list gave out"),
    ("too_deep", "the question nests deeper than is allowed"),
    ("too_many", "there are more of them than is allowed"),
    ("encoding", "the parameter is not percent-encoded UTF-8"),
];

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn slugs_are_unique_and_lead_back() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::named(kind.slug()), Some(kind));
        }
        assert_eq!(Kind::named("nonsense"), None);
    }
}
