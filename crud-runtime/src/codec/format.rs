//! Named formats of text. Each but IPv6 is a regular expression, which the schema shows too, so
//! that both refuse the same.

use std::net::Ipv6Addr;

use super::pattern;
use crate::model::Format;

/// RFC 5321 §4.1.2 with a dot-string local part and a host name of two labels or more.
const EMAIL: &str = concat!(
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*",
    r"@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$",
);
/// RFC 3986 §3, with a scheme and something behind it.
const URI: &str = concat!(
    r"^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+",
    r"(#([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$",
);
/// RFC 1123 §2.1.
const HOSTNAME: &str = r"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$";
/// RFC 2673 §3.2, without leading zeros.
const IPV4: &str = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$";

/// The regular expression that decides, where one does.
pub(crate) const fn pattern(format: Format) -> Option<&'static str> {
    match format {
        Format::Email => Some(EMAIL),
        Format::Uri => Some(URI),
        Format::Hostname => Some(HOSTNAME),
        Format::Ipv4 => Some(IPV4),
        Format::Ipv6 => None,
    }
}

/// Whether the text has the format.
pub(crate) fn is_valid(format: Format, text: &str) -> bool {
    pattern(format)
        .map_or_else(|| text.parse::<Ipv6Addr>().is_ok(), |regex| pattern::is_match(regex, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_right_from_wrong() {
        for (format, right, wrong) in [
            (Format::Email, "a.b+c@example.org", "a..b@example.org"),
            (Format::Email, "o'neil@xn--bcher-kva.example", "nobody@localhost"),
            (Format::Uri, "https://example.org/a?b#c", "/relative"),
            (Format::Uri, "urn:isbn:123", "http://a b"),
            (Format::Hostname, "a-b.example", "-a.example"),
            (Format::Ipv4, "192.0.2.255", "192.0.2.256"),
            (Format::Ipv6, "2001:db8::1", "2001:db8"),
        ] {
            assert!(is_valid(format, right), "{right}");
            assert!(!is_valid(format, wrong), "{wrong}");
        }
    }
}
