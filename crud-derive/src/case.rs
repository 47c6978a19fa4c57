//! Names in the cases that SQL, JSON and Rust use.

/// A `rename_all` rule, spelt as serde spells it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// Every rule with its spelling.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// The name in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Pascal => words.iter().map(|word| capitalised(word)).collect(),
            Self::Camel => words
                .iter()
                .enumerate()
                .map(
                    |(position, word)| if position == 0 { word.clone() } else { capitalised(word) },
                )
                .collect(),
            Self::Snake => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-"),
            Self::ScreamingKebab => words.join("-").to_uppercase(),
        }
    }
}

/// The words of a name in any case, in lower case: `HTTPServer2` is `http`, `server2`.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (position, &character) in characters.iter().enumerate() {
        if character == '_' || character == '-' {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let after_lower = position > 0
            && (characters[position - 1].is_lowercase() || characters[position - 1].is_numeric());
        let before_lower = characters.get(position + 1).is_some_and(|next| next.is_lowercase());
        if character.is_uppercase() && (after_lower || before_lower) {
            words.push(std::mem::take(&mut word));
        }
        word.extend(character.to_lowercase());
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn words_are_found_in_any_case() {
        for (name, snake) in [
            ("OrderLine", "order_line"),
            ("HTTPServer2", "http_server2"),
            ("created_at", "created_at"),
            ("createdAt", "created_at"),
            ("ABTest", "ab_test"),
            ("X", "x"),
            ("_private", "private"),
        ] {
            assert_eq!(Case::Snake.apply(name), snake, "{name}");
        }
    }

    #[test]
    fn each_case_is_serdes() {
        let all: Vec<_> = Case::ALL.iter().map(|(_, case)| case.apply("InProgress")).collect();
        let expected = [
            "inprogress",
            "INPROGRESS",
            "InProgress",
            "inProgress",
            "in_progress",
            "IN_PROGRESS",
            "in-progress",
            "IN-PROGRESS",
        ];
        assert_eq!(all, expected);
    }
}
