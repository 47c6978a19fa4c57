//! How a column is described: the words of the attribute language, each with the types it takes.

use std::marker::PhantomData;

use super::rule::{Auto, Decimal, Length, NotNull, Range, Text, Timestamp, Version};
use super::{
    Attribute, Codec, Column, ColumnType, Crud, Default, Field, Format, Generated, Literal, Native,
    Number, Precision, RefersTo, Value,
};

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
        codec: Codec::of::<T>(),
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
        unindexed: false,
        precision: Precision { digits: 18, scale: 4 },
        length: None,
        range: None,
        pattern: None,
        format: None,
        validate: None,
        example: None,
        renamed_from: None,
        sql_type: Native::NONE,
    };
    ColumnBuilder { column, marker: PhantomData }
}

impl<T> ColumnBuilder<T> {
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

    const fn generated(mut self, generated: Generated) -> Self {
        self.column.generated = Some(generated);
        self.column.creatable = false;
        self.column.updatable = false;
        self
    }

    /// `unique`: filters and sorts too.
    #[must_use]
    #[track_caller]
    pub const fn unique(mut self) -> Self {
        self.column.unique = true;
        self.opened()
    }

    /// `index`, and every reference: filters and sorts too.
    #[must_use]
    #[track_caller]
    pub const fn index(mut self) -> Self {
        self.column.indexed = true;
        self.opened()
    }

    /// `filter`
    #[must_use]
    #[track_caller]
    pub const fn filter(mut self) -> Self {
        self.comparable();
        self.column.filterable = true;
        self
    }

    /// `sort`
    #[must_use]
    #[track_caller]
    pub const fn sort(mut self) -> Self {
        self.comparable();
        self.column.sortable = true;
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

    /// What has an index filters and sorts.
    #[track_caller]
    const fn opened(mut self) -> Self {
        self.comparable();
        self.column.filterable = true;
        self.column.sortable = true;
        self
    }

    /// Databases keep no order of documents.
    #[track_caller]
    const fn comparable(&self) {
        assert!(
            !matches!(self.column.column_type, ColumnType::Json(_)),
            "a JSON document is not compared: it is no key, and has no index, filter or sort"
        );
    }

    /// A column that answers do not show is no filter or sort either: both would leak it.
    const fn unexposed(mut self) -> Self {
        self.column.filterable = false;
        self.column.sortable = false;
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

    /// `unindexed`: nothing makes a filter or a sort on it fast, so neither is open.
    #[must_use]
    #[track_caller]
    pub const fn unindexed(mut self) -> Self {
        self.column.unindexed = true;
        self
    }

    /// `sql_type(…)`
    #[must_use]
    pub const fn sql_type(mut self, native: Native) -> Self {
        self.column.sql_type = native;
        self
    }

    /// `renamed_from = "…"`
    #[must_use]
    pub const fn renamed_from(mut self, name: &'static str) -> Self {
        self.column.renamed_from = Some(name);
        self
    }
}

/// What only some types take.
impl<T: Field> ColumnBuilder<T> {
    /// A column of the primary key: set once, filters and sorts.
    #[must_use]
    #[track_caller]
    pub const fn primary_key(mut self) -> Self
    where
        T: NotNull,
    {
        self.column.updatable = false;
        self.opened()
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

    /// `search`
    #[must_use]
    pub const fn search(mut self) -> Self
    where
        T: Text,
    {
        self.column.searchable = true;
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

    /// `length(..=max)`
    #[must_use]
    pub const fn at_most(self, max: u32) -> Self
    where
        T: Length,
    {
        self.length(0, Some(max))
    }

    /// `length(min..=max)`
    #[must_use]
    pub const fn between(self, min: u32, max: u32) -> Self
    where
        T: Length,
    {
        self.length(min, Some(max))
    }

    /// `range(min..)` with a whole number.
    #[must_use]
    pub const fn from(self, min: i64) -> Self
    where
        T: Range,
    {
        self.range(Some(Number::new(min, 0)), None)
    }

    /// `range(min..=max)` with whole numbers.
    #[must_use]
    pub const fn within(self, min: i64, max: i64) -> Self
    where
        T: Range,
    {
        self.range(Some(Number::new(min, 0)), Some(Number::new(max, 0)))
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

    /// `validate = path`: the user's function, and the same without its type.
    #[must_use]
    pub const fn checked_by<E>(
        self,
        _: fn(&T::Inner) -> Result<(), E>,
        check: fn(&Value) -> Result<(), String>,
    ) -> Self {
        self.validate(check)
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

    /// `references = Author`
    #[must_use]
    pub const fn refers_to<A: Crud>(self) -> Self
    where
        T: RefersTo<A::Key>,
    {
        self
    }

    /// `references = Author::SLUG`
    #[must_use]
    pub const fn refers_to_attribute<A: Crud, U>(self, _: Attribute<A, U>) -> Self
    where
        T: RefersTo<U>,
    {
        self
    }
}

/// What stands in where a type does not fit a column, so that its rules stay quiet.
///
/// An inherent method wins where `T: Field` holds. Elsewhere these are chosen; that they are not
/// `const` goes unsaid, because the column's description has complained already.
pub trait Unruled: Sized {
    /// A column of the primary key: set once, filters and sorts.
    #[must_use]
    fn primary_key(self) -> Self {
        self
    }

    /// `auto`
    #[must_use]
    fn auto(self) -> Self {
        self
    }

    /// `created_at`
    #[must_use]
    fn created_at(self) -> Self {
        self
    }

    /// `updated_at`
    #[must_use]
    fn updated_at(self) -> Self {
        self
    }

    /// `version`
    #[must_use]
    fn version(self) -> Self {
        self
    }

    /// `search`
    #[must_use]
    fn search(self) -> Self {
        self
    }

    /// `length(min..=max)`
    #[must_use]
    fn length(self, _: u32, _: Option<u32>) -> Self {
        self
    }

    /// `range(min..=max)`
    #[must_use]
    fn range(self, _: Option<Number>, _: Option<Number>) -> Self {
        self
    }

    /// `length(..=max)`
    #[must_use]
    fn at_most(self, _: u32) -> Self {
        self
    }

    /// `length(min..=max)`
    #[must_use]
    fn between(self, _: u32, _: u32) -> Self {
        self
    }

    /// `range(min..)`
    #[must_use]
    fn from(self, _: i64) -> Self {
        self
    }

    /// `range(min..=max)`
    #[must_use]
    fn within(self, _: i64, _: i64) -> Self {
        self
    }

    /// `pattern = "…"`
    #[must_use]
    fn pattern(self, _: &'static str) -> Self {
        self
    }

    /// `format = "…"`
    #[must_use]
    fn format(self, _: Format) -> Self {
        self
    }

    /// `validate = path`
    #[must_use]
    fn checked_by<F>(self, _: F, _: fn(&Value) -> Result<(), String>) -> Self {
        self
    }

    /// `decimal(digits, scale)`
    #[must_use]
    fn decimal(self, _: u8, _: u8) -> Self {
        self
    }

    /// `references = Author`
    #[must_use]
    fn refers_to<A>(self) -> Self {
        self
    }

    /// `references = Author::SLUG`
    #[must_use]
    fn refers_to_attribute<A, U>(self, _: Attribute<A, U>) -> Self {
        self
    }
}

impl<T> Unruled for ColumnBuilder<T> {}
