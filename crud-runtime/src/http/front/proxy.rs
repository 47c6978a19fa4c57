//! Whose word on the path that the client used is believed.

use std::net::IpAddr;

use http::HeaderMap;
use http::header::HeaderName;

use crate::config::Network;

pub(crate) const X_FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// Takes off what only a proxy may say, unless a trusted one sent the request.
pub(crate) fn distrust(headers: &mut HeaderMap, trusted: &[Network], peer: Option<IpAddr>) {
    if !headers.contains_key(X_FORWARDED_PREFIX) {
        return;
    }
    let trusted = peer.is_some_and(|peer| trusted.iter().any(|network| network.contains(peer)));
    if !trusted {
        headers.remove(X_FORWARDED_PREFIX);
    }
}
