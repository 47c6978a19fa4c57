//! The words that may stand in one place, and what is said of every other word.

use syn::Ident;

use super::nearest;

/// The words of one place.
pub(crate) struct Vocabulary {
    /// Where the words stand, to end the sentence "… on …".
    pub(crate) place: &'static str,
    pub(crate) words: &'static [&'static str],
    /// Words of a later release.
    pub(crate) later: &'static [&'static str],
    /// The words of the other place, with its name.
    pub(crate) elsewhere: (&'static str, &'static [&'static str]),
}

/// Words on the struct.
const ENTITY_WORDS: &[&str] = &[
    "allow",
    "check",
    "crate",
    "dropped",
    "dto",
    "has_many",
    "has_one",
    "index",
    "many_to_many",
    "names",
    "one_of",
    "operations",
    "order_by",
    "page",
    "path",
    "references",
    "rename_all",
    "renamed_from",
    "sparse",
    "sql_options",
    "table",
    "triggers",
    "unique",
    "unmanaged",
];

/// Words on a field.
const FIELD_WORDS: &[&str] = &[
    "auto",
    "column",
    "created_at",
    "decimal",
    "default",
    "default_sql",
    "example",
    "filter",
    "format",
    "hidden",
    "immutable",
    "index",
    "length",
    "nested",
    "on_delete",
    "on_update",
    "pattern",
    "primary_key",
    "range",
    "read_only",
    "references",
    "relation",
    "rename",
    "renamed_from",
    "search",
    "sort",
    "sql_type",
    "unindexed",
    "unique",
    "updated_at",
    "validate",
    "version",
    "write_only",
];

/// What stands on a `#[derive(Crud)]` struct.
pub(crate) const ENTITY: Vocabulary = Vocabulary {
    place: "the struct",
    words: ENTITY_WORDS,
    later: &[
        "cache",
        "deprecated",
        "history",
        "hooks",
        "rate_limit",
        "require_if_match",
        "soft_delete",
        "tenant",
        "upsert",
    ],
    elsewhere: ("a field", FIELD_WORDS),
};

/// What stands on a field.
pub(crate) const FIELD: Vocabulary = Vocabulary {
    place: "a field",
    words: FIELD_WORDS,
    later: &["read", "write"],
    elsewhere: ("the struct", ENTITY_WORDS),
};

/// What stands on a `#[derive(CrudEnum)]`.
pub(crate) const ENUM: Vocabulary = Vocabulary {
    place: "the enum",
    words: &["crate", "rename_all"],
    later: &[],
    elsewhere: ("a variant", &["rename"]),
};

/// What stands on a `#[derive(CrudType)]`.
pub(crate) const NEWTYPE: Vocabulary = Vocabulary {
    place: "the newtype",
    words: &["crate"],
    later: &[],
    elsewhere: ("the column's field", FIELD_WORDS),
};

/// What stands on a variant of an enum.
pub(crate) const VARIANT: Vocabulary = Vocabulary {
    place: "a variant",
    words: &["rename"],
    later: &[],
    elsewhere: ("the enum", &["crate", "rename_all"]),
};

/// What users of other libraries write, and what it is called here.
const SYNONYMS: &[(&str, &str)] = &[
    ("autoincrement", "auto"),
    ("auto_increment", "auto"),
    ("belongs_to", "references"),
    ("column_name", "column"),
    ("create_only", "immutable"),
    ("email", "format = \"email\""),
    ("endpoint", "path"),
    ("fk", "references"),
    ("foreign_key", "references"),
    ("generated", "auto"),
    ("id", "primary_key"),
    ("key", "primary_key"),
    ("max_length", "length(..=…)"),
    ("min_length", "length(…..)"),
    ("max", "range(..=…)"),
    ("min", "range(…..)"),
    ("ops", "operations"),
    ("pk", "primary_key"),
    ("polymorphic", "one_of"),
    ("readonly", "read_only"),
    ("regex", "pattern"),
    ("rel", "relation"),
    ("route", "path"),
    ("searchable", "search"),
    ("sensitive", "hidden"),
    ("skip", "hidden"),
    ("sortable", "sort"),
    ("filterable", "filter"),
    ("table_name", "table"),
    ("url", "format = \"uri\""),
    ("writeonly", "write_only"),
];

impl Vocabulary {
    /// Refuses a word that does not stand here.
    pub(super) fn check(&self, name: &Ident) -> syn::Result<()> {
        let word = name.to_string();
        let refuse = |message: String| Err(syn::Error::new(name.span(), message));
        if self.words.contains(&word.as_str()) {
            return Ok(());
        }
        if self.later.contains(&word.as_str()) {
            return refuse(format!("`{word}` is not supported yet"));
        }
        let (elsewhere, words) = self.elsewhere;
        if words.contains(&word.as_str()) {
            return refuse(format!("`{word}` stands on {elsewhere}, not on {}", self.place));
        }
        let synonym = SYNONYMS.iter().find(|(other, _)| *other == word).map(|(_, ours)| *ours);
        let ours = synonym
            .filter(|ours| self.words.contains(&ours.split([' ', '(']).next().unwrap_or_default()))
            .or_else(|| nearest(&word, self.words.iter().copied()));
        let known = self.words.join("`, `");
        refuse(match ours {
            Some(ours) => format!(
                "unknown attribute `{word}`, did you mean `{ours}`? {} takes `{known}`",
                capitalised(self.place)
            ),
            None => {
                format!("unknown attribute `{word}`: {} takes `{known}`", self.place)
            }
        })
    }
}

fn capitalised(place: &str) -> String {
    let mut characters = place.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
