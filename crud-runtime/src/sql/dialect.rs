//! What the databases spell differently.

/// A family of databases that share one SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Dialect {
    /// `SQLite` 3.37 or later (STRICT tables).
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
    /// `MySQL` 8.0.19 or later, `MariaDB` 10.5 or later.
    Mysql,
}

impl Dialect {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Mysql];

    /// The name in commands.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// Whether a write can answer with the rows it wrote. `MariaDB` can for some writes, `MySQL`
    /// for none, so the shared dialect reads back.
    pub(crate) const fn has_returning(self) -> bool {
        match self {
            Self::Sqlite | Self::Postgres => true,
            Self::Mysql => false,
        }
    }

    /// How many arguments a statement has at most.
    pub(crate) const fn most_arguments(self) -> usize {
        match self {
            Self::Sqlite => 32_766,
            // The protocol counts to twice as many, its crate with a sign.
            Self::Postgres => 32_767,
            Self::Mysql => 65_535,
        }
    }

    /// Appends a quoted name.
    pub(crate) fn quote(self, name: &str, out: &mut String) {
        let quote = match self {
            Self::Sqlite | Self::Postgres => '"',
            Self::Mysql => '`',
        };
        out.push(quote);
        for (place, part) in name.split(quote).enumerate() {
            if place > 0 {
                out.push(quote);
                out.push(quote);
            }
            out.push_str(part);
        }
        out.push(quote);
    }

    /// A quoted name.
    pub(crate) fn quoted(self, name: &str) -> String {
        let mut out = String::with_capacity(name.len() + 2);
        self.quote(name, &mut out);
        out
    }

    /// Appends a text literal; only for DDL, where the database takes no arguments.
    pub(super) fn quote_text(self, text: &str, out: &mut String) {
        out.push('\'');
        for character in text.chars() {
            match (self, character) {
                (_, '\'') => out.push('\''),
                // A backslash begins an escape unless NO_BACKSLASH_ESCAPES is set.
                (Self::Mysql, '\\') => out.push('\\'),
                _ => {}
            }
            out.push(character);
        }
        out.push('\'');
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    fn quoted(dialect: Dialect, quote: fn(Dialect, &str, &mut String), text: &str) -> String {
        let mut out = String::new();
        quote(dialect, text, &mut out);
        out
    }

    #[test]
    fn no_name_ends_its_quotes() {
        let name = r#"a "b" `c` 'd' \"#;
        assert_eq!(quoted(Dialect::Sqlite, Dialect::quote, name), r#""a ""b"" `c` 'd' \""#);
        assert_eq!(quoted(Dialect::Postgres, Dialect::quote, name), r#""a ""b"" `c` 'd' \""#);
        assert_eq!(quoted(Dialect::Mysql, Dialect::quote, name), r#"`a "b" ``c`` 'd' \`"#);
    }

    #[test]
    fn no_text_ends_its_quotes() {
        let text = r"it's a \'";
        assert_eq!(quoted(Dialect::Sqlite, Dialect::quote_text, text), r"'it''s a \'''");
        assert_eq!(quoted(Dialect::Postgres, Dialect::quote_text, text), r"'it''s a \'''");
        assert_eq!(quoted(Dialect::Mysql, Dialect::quote_text, text), r"'it''s a \\'''");
    }
}
