//! The path that the client used, which links and problems carry.

use axum::extract::OriginalUri;
use http::HeaderMap;
use http::request::Parts;

/// How clients reach the application.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    /// What all paths begin with for the client, such as `https://example.com/shop`, without a
    /// slash at the end; whatever requests say is ignored then.
    pub(crate) base_url: Option<String>,
    /// Whether a proxy that sets or removes `X-Forwarded-Prefix` stands in front.
    pub(crate) trust_proxy: bool,
}

impl Origin {
    /// What stands in front of this application's paths for the client: nothing, a path, or the
    /// configured URL.
    pub(super) fn base(&self, parts: &Parts) -> String {
        if let Some(base_url) = &self.base_url {
            return base_url.clone();
        }
        let mut base = self.forwarded(&parts.headers).to_owned();
        base.push_str(mount(parts));
        base
    }

    /// The path that the client asked for.
    pub(super) fn path(&self, parts: &Parts) -> String {
        let mut path = self.base(parts);
        path.push_str(parts.uri.path());
        path
    }

    /// `X-Forwarded-Prefix` where it is trusted and looks like a path.
    ///
    /// Links are relative references (RFC 3986 §4.2), which a client resolves against the scheme
    /// and host that it used; `Forwarded` and the other headers are not needed for them.
    fn forwarded<'a>(&self, headers: &'a HeaderMap) -> &'a str {
        if !self.trust_proxy {
            return "";
        }
        let prefix = headers.get("x-forwarded-prefix").and_then(|prefix| prefix.to_str().ok());
        let prefix = prefix.unwrap_or_default().trim().trim_end_matches('/');
        let well_formed = prefix.starts_with('/')
            && !prefix.starts_with("//")
            && prefix
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte));
        if well_formed { prefix } else { "" }
    }
}

/// The part of the path that routers around this one have taken off.
fn mount(parts: &Parts) -> &str {
    let Some(OriginalUri(original)) = parts.extensions.get::<OriginalUri>() else { return "" };
    let (original, own) = (original.path(), parts.uri.path());
    // `/api` asked of a router nested at `/api` arrives as `/`.
    original.strip_suffix(own).or_else(|| (own == "/").then_some(original)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(original: &'static str, own: &'static str, prefix: Option<&'static str>) -> Parts {
        let mut request = http::Request::get(own);
        if let Some(prefix) = prefix {
            request = request.header("x-forwarded-prefix", prefix);
        }
        let mut parts = request.body(()).expect("a valid request").into_parts().0;
        parts.extensions.insert(OriginalUri(original.parse().expect("a URI")));
        parts
    }

    #[test]
    fn nested_paths_are_whole_again() {
        let origin = Origin::default();
        assert_eq!(origin.path(&parts("/api/books?x=1", "/books?x=1", None)), "/api/books");
        assert_eq!(origin.path(&parts("/books", "/books", None)), "/books");
        assert_eq!(origin.base(&parts("/api", "/", None)), "/api");
    }

    #[test]
    fn prefixes_count_only_from_trusted_proxies() {
        let trusting = Origin { trust_proxy: true, ..Origin::default() };
        let path = |origin: &Origin, prefix| origin.path(&parts("/books", "/books", Some(prefix)));
        assert_eq!(path(&Origin::default(), "/shop"), "/books");
        assert_eq!(path(&trusting, "/shop/"), "/shop/books");
        for bad in ["shop", "//evil.example", "https://evil.example", "/a\"b", "/a b", "/"] {
            assert_eq!(path(&trusting, bad), "/books", "{bad}");
        }
    }

    #[test]
    fn a_configured_url_is_what_clients_see() {
        let base_url = Some("https://example.com/shop".to_owned());
        let origin = Origin { base_url, trust_proxy: true };
        assert_eq!(
            origin.path(&parts("/books", "/books", Some("/x"))),
            "https://example.com/shop/books"
        );
    }
}
