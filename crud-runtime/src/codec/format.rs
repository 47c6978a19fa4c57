//! Named formats of text. Each but IPv6 has a regular expression, which the schema shows too; what
//! its RFC says beyond that is checked here, as validators of the format's name do.

use std::net::Ipv6Addr;

use super::pattern;
use crate::model::Format;

/// RFC 5321 §4.1.2 with a dot-string local part and a host name of two labels or more.
const EMAIL: &str = concat!(
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*",
    r"@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$",
);
/// RFC 3986 §3, with something behind the scheme.
const URI: &str = concat!(
    r"^[A-Za-z][A-Za-z0-9+.-]*:",
    // An authority with what may follow it, or a path.
    r"(//(([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?",
    r"(\[[0-9A-Fa-f:.]{2,45}\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(:[0-9]*)?",
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*",
    r"|/?([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+",
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*|/)",
    r"(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    r"(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$",
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

/// The characters of the longest text of the format, where there is one.
pub(crate) const fn longest(format: Format) -> Option<usize> {
    match format {
        Format::Email => Some(MAILBOX),
        Format::Uri => None,
        Format::Hostname => Some(NAME),
        Format::Ipv4 => Some("255.255.255.255".len()),
        Format::Ipv6 => Some("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".len()),
    }
}

/// Whether the text has the format.
pub(crate) fn is_valid(format: Format, text: &str) -> bool {
    pattern(format).is_none_or(|regex| pattern::is_match(regex, text))
        && match format {
            Format::Email => text.rsplit_once('@').is_some_and(|(local, domain)| {
                local.len() <= LOCAL_PART && is_hostname(domain) && text.len() <= MAILBOX
            }),
            Format::Uri => ip_literal(text).is_none_or(is_ipv6),
            Format::Hostname => is_hostname(text),
            Format::Ipv4 => true,
            Format::Ipv6 => is_ipv6(text),
        }
}

/// RFC 5321 §4.5.3.1.1.
const LOCAL_PART: usize = 64;
/// RFC 5321 §4.5.3.1.3: 256 octets, two of them angle brackets.
const MAILBOX: usize = 254;
/// RFC 1035 §2.3.4: 255 octets, which is so many characters.
const NAME: usize = 253;

/// What the pattern cannot say of a host name: its length, and that hyphens in the third and
/// fourth place mark an encoded label (RFC 5890 §2.3.1).
fn is_hostname(text: &str) -> bool {
    let reserved = |label: &str| label.get(2..4) == Some("--");
    let encoded = |label: &str| label.get(..2).is_some_and(|mark| mark.eq_ignore_ascii_case("xn"));
    text.len() <= NAME && !text.split('.').any(|label| reserved(label) && !encoded(label))
}

fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// What stands in the brackets of an authority (RFC 3986 §3.2.2); no other part may have any.
fn ip_literal(uri: &str) -> Option<&str> {
    uri.split_once('[')?.1.split_once(']').map(|(literal, _)| literal)
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
            (Format::Uri, "http://u:p@[2001:db8::1]:80/?#", "http://[1:2]/"),
            (Format::Uri, "a:/", "a:"),
            (Format::Uri, "http:///a//b", "http://a:b/"),
            (Format::Uri, "mailto:a@b", "http://a@b@c/"),
            (Format::Hostname, "xn--bcher-kva.example", "ab--c.example"),
            (Format::Ipv4, "192.0.2.255", "192.0.2.256"),
            (Format::Ipv6, "2001:db8::1", "2001:db8"),
        ] {
            assert!(is_valid(format, right), "{right}");
            assert!(!is_valid(format, wrong), "{wrong}");
        }
    }

    #[test]
    fn lengths_are_those_of_the_rfcs() {
        let label = "a".repeat(63);
        let name = |last: usize| format!("{label}.{label}.{label}.{}", "a".repeat(last));
        assert!(is_valid(Format::Hostname, &name(61)));
        assert!(!is_valid(Format::Hostname, &name(62)));
        let mailbox = |local: usize| format!("{}@example.org", "a".repeat(local));
        assert!(is_valid(Format::Email, &mailbox(64)));
        assert!(!is_valid(Format::Email, &mailbox(65)));
    }
}
