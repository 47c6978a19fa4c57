//! What can be asked of a resource: the one list that routes and documents both read.

/// An operation of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `GET /books`
    List,
    /// `QUERY /books` (RFC 10008): the same with the question in the body.
    Query,
    /// `POST /books:query`: the same for clients that know no `QUERY`.
    PostQuery,
    /// `POST /books`
    Create,
    /// `GET /books/{id}`
    Read,
    /// `PUT /books/{id}`
    Replace,
    /// `PATCH /books/{id}`
    Patch,
    /// `DELETE /books/{id}`
    Delete,
}

impl Operation {
    /// All of them, in the order of documents; those that [`Table::serves`](super::Table::serves)
    /// makes of others are not named in `operations(…)`.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Query,
        Self::Create,
        Self::PostQuery,
        Self::Read,
        Self::Replace,
        Self::Patch,
        Self::Delete,
    ];

    /// The HTTP method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::List | Self::Read => "GET",
            Self::Query => "QUERY",
            Self::Create | Self::PostQuery => "POST",
            Self::Replace => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Where it is served.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::List | Self::Query | Self::Create => Place::Collection,
            Self::PostQuery => Place::Query,
            Self::Read | Self::Replace | Self::Patch | Self::Delete => Place::Record,
        }
    }
}

/// A path of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// `/books`
    Collection,
    /// `/books:query`
    Query,
    /// `/books/{id}`
    Record,
}
