//! One column: its type, its rules, and what a client may do with it.

use super::{Codec, ColumnType, Native, Number, Value};

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
    /// How the field moves in and out.
    pub codec: Codec,
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
    /// Whether its reference has none.
    pub unindexed: bool,
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
    pub validate: Option<Validate>,
    /// A value for documents.
    pub example: Option<Literal>,
    /// The column's name before it was renamed.
    pub renamed_from: Option<&'static str>,
    /// The type in a database's own spelling, where it is not ours. There the rules of the field
    /// are no constraints, and values have the database's customary form.
    pub sql_type: Native,
}

impl Column {
    /// Whether a create need say nothing of the column.
    pub(crate) const fn has_own_value(&self) -> bool {
        self.nullable || self.default.is_some() || self.generated.is_some()
    }
}

/// A user's own check of a value; the message says what is wrong.
type Validate = fn(&Value) -> Result<(), String>;

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
    /// All digits, 1 to 18: what a 64-bit integer holds exactly, which is how `SQLite` stores it.
    pub digits: u8,
    /// Digits behind the point.
    pub scale: u8,
}

impl Precision {
    /// Whether it is that of a sum or a mean, which has more digits than any column stores.
    pub(crate) const fn is_wide(self) -> bool {
        self.digits > 18
    }
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
