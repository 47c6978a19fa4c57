//! The names of constraints and indexes.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

/// A constraint's name: its kind, the table and what it is about, in letters, digits and `_` alone,
/// so that it can be found in a message whatever the table is called. `PostgreSQL` cuts names at
/// 63 bytes and `MySQL` refuses more than 64 characters. What is not the whole as it stands ends
/// in a hash of it.
pub(crate) fn name(kind: &str, table: &str, about: &str) -> String {
    const LONGEST: usize = 63;
    const HASH: usize = 9;
    let mut whole = format!("{kind}_{table}");
    if !about.is_empty() {
        whole.push('_');
        whole.push_str(about);
    }
    let mut name = whole.replace(|one: char| !one.is_ascii_alphanumeric(), "_");
    if name == whole && name.len() <= LONGEST {
        return name;
    }
    let mut hasher = SipHasher13::new();
    hasher.write(whole.as_bytes());
    let hash = hasher.finish() & 0xFFFF_FFFF;
    name.truncate(LONGEST - HASH);
    format!("{name}_{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let table = "a_table_whose_name_is_rather_long";
        let one = name("uq", table, "a_column_whose_name_is_long_too_1");
        let other = name("uq", table, "a_column_whose_name_is_long_too_2");
        assert!(one.len() <= 63 && other.len() <= 63);
        assert_ne!(one, other);
        // The name is part of databases in use: it must never change.
        assert_eq!(one, "uq_a_table_whose_name_is_rather_long_a_column_whose_na_a8d717f1");
    }

    #[test]
    fn odd_names_become_plain_and_stay_apart() {
        assert_eq!(name("uq", "_s____b_", "c"), "uq__s____b__c");
        assert_eq!(name("uq", "Äs & \"b\"", "c"), "uq__s____b__c_85bd8018");
    }
}
