//! The path that proxies have cut off: from the settings, or on the word of a trusted proxy.

use std::net::IpAddr;

use http::HeaderMap;
use http::header::HeaderName;
use percent_encoding::utf8_percent_encode;

use crate::config::Settings;
use crate::http::{Prefix, address};

const X_FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// Whose word on the path is believed.
pub(crate) struct Proxies {
    trusted: Vec<crate::config::Network>,
    /// What holds when no trusted proxy says otherwise.
    prefix: Option<Prefix>,
}

impl Proxies {
    pub(crate) fn new(settings: &Settings) -> Self {
        let trusted = settings.trusted_proxies.clone();
        Self { trusted, prefix: settings.base_url.as_deref().and_then(path) }
    }

    /// What has been cut off the path of a request that `peer` sent.
    pub(crate) fn prefix(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<Prefix> {
        let trusts = |peer| self.trusted.iter().any(|network| network.contains(peer));
        match headers.get(X_FORWARDED_PREFIX) {
            Some(header) if peer.is_some_and(trusts) => {
                header.to_str().ok().and_then(forwarded).or_else(|| self.prefix.clone())
            }
            _ => self.prefix.clone(),
        }
    }
}

/// The path of a base URL.
fn path(base: &str) -> Option<Prefix> {
    let path = match base.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => base,
    };
    plain(path)
}

/// The path that a proxy names; `//` would make a reference to another host of it
/// (RFC 3986 §4.2).
fn forwarded(path: &str) -> Option<Prefix> {
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte);
    let safe = path.starts_with('/') && !path.contains("//") && path.bytes().all(fit);
    if safe { plain(path) } else { None }
}

fn plain(path: &str) -> Option<Prefix> {
    let path = utf8_percent_encode(path.trim_end_matches('/'), address::PATH).to_string();
    (!path.is_empty()).then(|| Prefix(path.into()))
}

#[cfg(test)]
mod tests {
    use super::{Prefix, forwarded, path};

    fn text(prefix: Option<Prefix>) -> Option<String> {
        prefix.map(|Prefix(path)| path.to_string())
    }

    #[test]
    fn a_base_url_gives_its_path() {
        assert_eq!(text(path("https://example.com/a/b")).as_deref(), Some("/a/b"));
        assert_eq!(text(path("/v1/")).as_deref(), Some("/v1"));
        assert_eq!(text(path("/é\n")).as_deref(), Some("/%C3%A9%0A"), "from Rust it may be any");
        assert_eq!(text(path("https://example.com/")), None);
        assert_eq!(text(path("https://example.com")), None);
    }

    #[test]
    fn a_forwarded_prefix_must_be_a_plain_path() {
        assert_eq!(text(forwarded("/api/v1/")).as_deref(), Some("/api/v1"));
        for bad in ["", "/", "api", "//evil.example", "/a//b", "/a?b", "/a\"b", "https://evil"] {
            assert_eq!(text(forwarded(bad)), None, "{bad}");
        }
    }
}
