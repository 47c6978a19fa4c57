//! Lengths of octets as patterns of base64: `maxLength` would count the characters that encode
//! them.

use crate::codec::text::BASE64;

/// One character of base64, and those that end a text with two or one octets over: RFC 4648 §3.5
/// wants the pad bits zero.
const ANY: &str = "[A-Za-z0-9+/]";
const ONE_OVER: &str = "[A-Za-z0-9+/][AQgw]==";
const TWO_OVER: &str = "[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=";

/// The pattern of exactly the base64 texts of so many octets.
pub(super) fn pattern(length: Option<(u32, Option<u32>)>) -> String {
    let (min, max) = match length {
        None | Some((0, None)) => return BASE64.to_owned(),
        Some(length) => length,
    };
    let alternatives: Vec<_> = ["", ONE_OVER, TWO_OVER]
        .into_iter()
        .zip(0..)
        .filter_map(|(end, over)| {
            // Whole groups of three octets, when so many are over.
            let least = min.saturating_sub(over).div_ceil(3);
            let most = match max {
                None => None,
                Some(max) => Some(max.checked_sub(over)? / 3),
            };
            if most.is_some_and(|most| most < least) {
                return None;
            }
            Some(format!("{}{end}", groups(least, most)))
        })
        .collect();
    match &alternatives[..] {
        [] => "^[^A-Za-z0-9]$^".to_owned(),
        [one] => format!("^{one}$"),
        several => format!("^({})$", several.join("|")),
    }
}

fn groups(least: u32, most: Option<u32>) -> String {
    match (least, most) {
        (0, Some(0)) => String::new(),
        (1, Some(1)) => format!("{ANY}{{4}}"),
        (least, Some(most)) if least == most => format!("({ANY}{{4}}){{{least}}}"),
        (least, Some(most)) => format!("({ANY}{{4}}){{{least},{most}}}"),
        (0, None) => format!("({ANY}{{4}})*"),
        (least, None) => format!("({ANY}{{4}}){{{least},}}"),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use regex::Regex;

    use super::*;

    #[test]
    fn the_pattern_counts_octets() {
        for (min, max) in [
            (0, None),
            (1, None),
            (5, None),
            (0, Some(0)),
            (1, Some(1)),
            (2, Some(7)),
            (4, Some(4)),
        ] {
            let regex = Regex::new(&pattern(Some((min, max)))).unwrap();
            for octets in 0..12_u8 {
                let text = STANDARD.encode(vec![octets; octets.into()]);
                let fits =
                    u32::from(octets) >= min && max.is_none_or(|max| u32::from(octets) <= max);
                assert_eq!(regex.is_match(&text), fits, "{octets} octets, {min} to {max:?}");
            }
            assert!(!regex.is_match("QR=="));
            assert!(!regex.is_match("QQ"));
        }
    }
}
