//! One column: its type, its rules, and what a client may do with it.

use std::marker::PhantomData;

use super::{ColumnType, Field, Number, Value};

/// The description of a column.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
pub struct Column {
    /// The column's name in SQL.
    pub name: &'static str,
    /// The member's name in JSON, parameters and pointers.
    pub member: &'static str,
    /// The type.
    pub column_type: ColumnType,
    /// Whether the column takes `NULL`.
    pub nullable: bool,
    /// The doc comment; empty when there is none.
    pub description: &'static str,
    /// Whether the field is `#[deprecated]`.
    pub deprecated: bool,
    /// Who makes the value, when it is not the client.
    pub generated: Option<Generated>,
    /// What acts when a create says nothing.
    pub default: Option<Default>,
    /// Whether answers show the column.
    pub readable: bool,
    /// Whether a create may set it.
    pub creatable: bool,
    /// Whether a replace or patch may change it.
    pub updatable: bool,
    /// Whether a list may be filtered by it.
    pub filterable: bool,
    /// Whether a list may be sorted by it.
    pub sortable: bool,
    /// Whether it takes part in full-text search.
    pub searchable: bool,
    /// Whether no two records may agree in it.
    pub unique: bool,
    /// Whether it has an index of its own.
    pub indexed: bool,
    /// Digits of a decimal.
    pub precision: Precision,
    /// Least and most code points (text) or octets (bytes).
    pub length: Option<(u32, Option<u32>)>,
    /// Least and greatest number, both included.
    pub range: Option<(Option<Number>, Option<Number>)>,
    /// A regular expression that text must match somewhere.
    pub pattern: Option<&'static str>,
    /// A named format of text.
    pub format: Option<Format>,
    /// The user's own check; the message says what is wrong.
    pub validate: Option<fn(&Value) -> Result<(), String>>,
    /// A value for documents.
    pub example: Option<Literal>,
    /// The column's name before it was renamed.
    pub renamed_from: Option<&'static str>,
}

/// Who makes a value, when it is not the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generated {
    /// The key: a UUID of version 7 made here, or an integer from the database, never reused.
    Auto,
    /// The instant of the create.
    CreatedAt,
    /// The instant of the last write.
    UpdatedAt,
    /// A counter of writes, from 1.
    Version,
}

/// What acts when a create says nothing of a column.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// A literal.
    Literal(Literal),
    /// An SQL expression that the database evaluates.
    Sql(&'static str),
}

/// A literal of the attribute language.
#[derive(Debug, Clone, Copy)]
pub enum Literal {
    /// `true`, `false`.
    Bool(bool),
    /// `5`, `-1`, `2.50`.
    Number(Number),
    /// `"text"`, a word of an enum, or the text of a decimal, date, time, instant or UUID.
    Text(&'static str),
}

/// How many digits a decimal has, and how many of them stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precision {
    /// All digits, 1 to 18: what a 64-bit integer holds exactly, which is how SQLite stores it.
    pub digits: u8,
    /// Digits behind the point.
    pub scale: u8,
}

/// A format of text, named as JSON Schema names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `email`: RFC 5321 §4.1.2 mailbox, ASCII.
    Email,
    /// `uri`: RFC 3986, absolute.
    Uri,
    /// `hostname`: RFC 1123 §2.1.
    Hostname,
    /// `ipv4`: RFC 2673 §3.2 dotted quad.
    Ipv4,
    /// `ipv6`: RFC 4291 §2.2.
    Ipv6,
}

impl Format {
    /// The name in JSON Schema.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Uri => "uri",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
        }
    }
}

/// A column being described; `T` is the field's type, which decides what can be said of it.
#[derive(Clone, Copy)]
pub struct ColumnBuilder<T> {
    column: Column,
    marker: PhantomData<fn() -> T>,
}

/// Begins the description of a column; `name` is both its name in SQL and in JSON.
#[must_use]
pub const fn column<T: Field>(name: &'static str) -> ColumnBuilder<T> {
    let column = Column {
        name,
        member: name,
        column_type: T::TYPE,
        nullable: T::NULLABLE,
        description: "",
        deprecated: false,
        generated: None,
        default: None,
        readable: true,
        creatable: true,
        updatable: true,
        filterable: false,
        sortable: false,
        searchable: false,
        unique: false,
        indexed: false,
        precision: Precision { digits: 18, scale: 4 },
        length: None,
        range: None,
        pattern: None,
        format: None,
        validate: None,
        example: None,
        renamed_from: None,
    };
    ColumnBuilder { column, marker: PhantomData }
}

impl<T: Field> ColumnBuilder<T> {
    /// The finished description.
    #[must_use]
    pub const fn done(self) -> Column {
        self.column
    }

    /// `rename = "…"`, `rename_all = "…"`: the name in JSON.
    #[must_use]
    pub const fn member(mut self, name: &'static str) -> Self {
        self.column.member = name;
        self
    }

    /// The doc comment.
    #[must_use]
    pub const fn describe(mut self, description: &'static str) -> Self {
        self.column.description = description;
        self
    }

    /// `#[deprecated]`
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.column.deprecated = true;
        self
    }

    /// A column of the primary key: set once, filters and sorts.
    #[must_use]
    pub const fn primary_key(mut self) -> Self
    where
        T: NotNull,
    {
        self.column.updatable = false;
        self.column.filterable = true;
        self.column.sortable = true;
        self
    }

    /// `auto`
    #[must_use]
    pub const fn auto(self) -> Self
    where
        T: Auto,
    {
        self.generated(Generated::Auto)
    }

    /// `created_at`
    #[must_use]
    pub const fn created_at(self) -> Self
    where
        T: Timestamp,
    {
        self.generated(Generated::CreatedAt)
    }

    /// `updated_at`
    #[must_use]
    pub const fn updated_at(self) -> Self
    where
        T: Timestamp,
    {
        self.generated(Generated::UpdatedAt)
    }

    /// `version`
    #[must_use]
    pub const fn version(self) -> Self
    where
        T: Version,
    {
        self.generated(Generated::Version)
    }

    const fn generated(mut self, generated: Generated) -> Self {
        self.column.generated = Some(generated);
        self.column.creatable = false;
        self.column.updatable = false;
        self
    }

    /// `unique`: filters and sorts too.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.column.unique = true;
        self.filter().sort()
    }

    /// `index`, and every reference: filters and sorts too.
    #[must_use]
    pub const fn index(mut self) -> Self {
        self.column.indexed = true;
        self.filter().sort()
    }

    /// `filter`
    #[must_use]
    pub const fn filter(mut self) -> Self {
        self.column.filterable = true;
        self
    }

    /// `sort`
    #[must_use]
    pub const fn sort(mut self) -> Self {
        self.column.sortable = true;
        self
    }

    /// `search`
    #[must_use]
    pub const fn search(mut self) -> Self
    where
        T: Text,
    {
        self.column.searchable = true;
        self
    }

    /// `read_only`
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.column.creatable = false;
        self.column.updatable = false;
        self
    }

    /// `write_only`
    #[must_use]
    pub const fn write_only(mut self) -> Self {
        self.column.readable = false;
        self.unexposed()
    }

    /// `immutable`
    #[must_use]
    pub const fn immutable(mut self) -> Self {
        self.column.updatable = false;
        self
    }

    /// `hidden`
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.column.readable = false;
        self.column.creatable = false;
        self.column.updatable = false;
        self.unexposed()
    }

    /// A column that answers do not show is no filter or sort either: both would leak it.
    const fn unexposed(mut self) -> Self {
        self.column.filterable = false;
        self.column.sortable = false;
        self
    }

    /// `length(min..=max)`
    #[must_use]
    pub const fn length(mut self, min: u32, max: Option<u32>) -> Self
    where
        T: Length,
    {
        self.column.length = Some((min, max));
        self
    }

    /// `range(min..=max)`
    #[must_use]
    pub const fn range(mut self, min: Option<Number>, max: Option<Number>) -> Self
    where
        T: Range,
    {
        self.column.range = Some((min, max));
        self
    }

    /// `pattern = "…"`
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self
    where
        T: Text,
    {
        self.column.pattern = Some(pattern);
        self
    }

    /// `format = "…"`
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self
    where
        T: Text,
    {
        self.column.format = Some(format);
        self
    }

    /// `decimal(digits, scale)`
    #[must_use]
    pub const fn decimal(mut self, digits: u8, scale: u8) -> Self
    where
        T: Decimal,
    {
        self.column.precision = Precision { digits, scale };
        self
    }

    /// `validate = path`
    #[must_use]
    pub const fn validate(mut self, check: fn(&Value) -> Result<(), String>) -> Self {
        self.column.validate = Some(check);
        self
    }

    /// `default = …`
    #[must_use]
    pub const fn default(mut self, literal: Literal) -> Self {
        self.column.default = Some(Default::Literal(literal));
        self
    }

    /// `default_sql = "…"`
    #[must_use]
    pub const fn default_sql(mut self, expression: &'static str) -> Self {
        self.column.default = Some(Default::Sql(expression));
        self
    }

    /// `example = …`
    #[must_use]
    pub const fn example(mut self, literal: Literal) -> Self {
        self.column.example = Some(literal);
        self
    }

    /// `renamed_from = "…"`
    #[must_use]
    pub const fn renamed_from(mut self, name: &'static str) -> Self {
        self.column.renamed_from = Some(name);
        self
    }
}

/// Emits a rule's trait: what the attribute demands of a field's type, with its message.
///
/// `Base` looks through `Option` and newtypes; the marker says which bases will do.
macro_rules! rule {
    ($rule:ident, $marker:ident, $message:literal, [$($base:ty),+]) => {
        #[doc = $message]
        #[diagnostic::on_unimplemented(message = $message, label = "does not apply to this type")]
        pub trait $rule: Field {}

        impl<T: Field> $rule for T where T::Base: $marker {}

        #[doc = $message]
        #[diagnostic::on_unimplemented(message = $message, label = "does not apply to this type")]
        pub trait $marker {}

        $(impl $marker for $base {})+
    };
}

rule!(Length, IsSized, "`length` applies to text and bytes, not to `{Self}`", [String, Vec<u8>]);
rule!(Text, IsText, "this rule applies to text, not to `{Self}`", [String]);
rule!(
    Range,
    IsNumber,
    "`range` applies to numbers, not to `{Self}`",
    [i16, i32, i64, u32, f64, rust_decimal::Decimal]
);
rule!(
    Decimal,
    IsDecimal,
    "`decimal` applies to `Decimal`, not to `{Self}`",
    [rust_decimal::Decimal]
);
rule!(
    Timestamp,
    IsTimestamp,
    "this column is kept as `DateTime<Utc>`, not as `{Self}`",
    [chrono::DateTime<chrono::Utc>]
);
rule!(Version, IsVersion, "`version` counts in i32 or i64, not in `{Self}`", [i32, i64]);
rule!(Auto, IsAuto, "`auto` makes i32, i64 and Uuid keys, not `{Self}`", [i32, i64, uuid::Uuid]);

/// A type that is not an `Option`.
#[diagnostic::on_unimplemented(
    message = "a primary key cannot be null, so its type cannot be `{Self}`",
    label = "remove the `Option`"
)]
pub trait NotNull {}

impl<T: Field<Inner = T>> NotNull for T {}
