//! The words of a search: what `q` means, the same on every database.
//!
//! A word is a run of ASCII letters and digits and of all characters beyond ASCII; whatever else is
//! ASCII stands between words. A to Z are a to z, and nothing else is folded. A record matches when
//! every word of the search is the beginning of some word in one of the columns that are searched.

/// The longest search, in characters.
pub(crate) const LONGEST: usize = 256;

/// The most words of a search.
pub(crate) const MOST: usize = 16;

/// So many bytes of a word count, in UTF-8; the longest index entry of `MySQL` holds as many.
pub(crate) const WORD: usize = 40;

/// So many characters of a record's searched text count, its columns one behind the other:
/// `PostgreSQL` holds no more than a megabyte of words.
pub(crate) const TEXT: u32 = 250_000;

/// A search as a regular expression of JSON Schema: one word to [`MOST`].
pub(crate) const PATTERN: &str = "^[\\x00-/:-@\\[-`{-\\x7f]*\
    ([^\\x00-/:-@\\[-`{-\\x7f]+[\\x00-/:-@\\[-`{-\\x7f]+){0,15}\
    [^\\x00-/:-@\\[-`{-\\x7f]+[\\x00-/:-@\\[-`{-\\x7f]*$";

/// What a search means, for clients.
pub(crate) const MEANING: &str = "Words, of which each is the beginning of some word in one of \
    the members that are searched. A word is a run of ASCII letters and digits and of all \
    characters beyond ASCII; A to Z are a to z, and nothing else is folded. Of each, the first 40 \
    bytes in UTF-8 count; of a record, the first 250,000 characters that are searched.";

/// Why nothing is sorted by relevance without a search.
pub(crate) const UNSEARCHED: &str =
    "relevance is how well a record fits the search: give q as well";

/// The words of a search, in order and each once; or what would be right.
pub(crate) fn words(text: &str) -> Result<Vec<String>, String> {
    if text.chars().count() > LONGEST {
        return Err(format!("must have at most {LONGEST} characters"));
    }
    match split(text).count() {
        0 => Err("must have a word: letters or digits".to_owned()),
        1..=MOST => Ok(normal(text)),
        _ => Err(format!("must have at most {MOST} words")),
    }
}

/// The words of any text, in order and each once.
pub(crate) fn normal(text: &str) -> Vec<String> {
    let mut words: Vec<_> = split(text).map(|word| cut(word).to_ascii_lowercase()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The words of a text as they stand there.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |one: char| one.is_ascii() && !one.is_ascii_alphanumeric();
    text.split(is_between).filter(|word| !word.is_empty())
}

/// As much of a word as counts.
fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(WORD)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_digits_and_all_beyond_ascii() {
        let found = words("The lathe's HEAD-stock, ÄÖ—x (50%) 日本 the").expect("words");
        assert_eq!(found, ["50", "head", "lathe", "s", "stock", "the", "ÄÖ—x", "日本"]);
    }

    #[test]
    fn what_is_no_search_is_told_apart() {
        for (text, expected) in [
            (String::new(), "must have a word: letters or digits"),
            ("\"*\" -()".to_owned(), "must have a word: letters or digits"),
            ("é".repeat(257), "must have at most 256 characters"),
            (words_of(17), "must have at most 16 words"),
        ] {
            assert_eq!(words(&text), Err(expected.to_owned()), "{text}");
        }
        assert_eq!(words(&"é".repeat(256)).map(|words| words[0].len()), Ok(40));
        assert_eq!(words(&"a ".repeat(17)), Err("must have at most 16 words".to_owned()));
        let pattern = regex::Regex::new(PATTERN).expect("a pattern");
        for text in ["", "*", "a", " a-b", "é", "—", &words_of(16), &words_of(17), "a\u{7f}", "{a}"]
        {
            assert_eq!(pattern.is_match(text), words(text).is_ok(), "{text}");
        }
        assert_eq!(words(&words_of(16)).map(|words| words.len()), Ok(16));
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        assert_eq!(words(&"日".repeat(20)), Ok(vec!["日".repeat(13)]));
        assert_eq!(words(&"A".repeat(41)), Ok(vec!["a".repeat(40)]));
    }

    fn words_of(count: usize) -> String {
        (0..count).map(|word| word.to_string()).collect::<Vec<_>>().join(" ")
    }
}
