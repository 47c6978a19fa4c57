///What creates or replaces a [`Book`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct NewBook {
    /// As it stands on the cover.
    pub title: String,
    pub isbn: String,
    pub price: Decimal,
    pub published_on: Option<NaiveDate>,
    pub author_id: Uuid,
}
///What changes some fields of a [`Book`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct BookPatch {
    /// As it stands on the cover.
    pub title: ::crud_runtime::__private::Change<String>,
    pub isbn: ::crud_runtime::__private::Change<String>,
    pub price: ::crud_runtime::__private::Change<Decimal>,
    pub published_on: ::crud_runtime::__private::Change<Option<NaiveDate>>,
    pub author_id: ::crud_runtime::__private::Change<Uuid>,
}
#[allow(
    clippy::all,
    clippy::pedantic,
    deprecated,
    missing_docs,
    private_interfaces,
    unused
)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Unfit as _, Unruled as _};
    static TABLE: _crud::Table = _crud::Table {
        entity: "Book",
        name: "books",
        path: "books",
        columns: &[
            _crud::column::<Uuid>("id").primary_key().auto().done(),
            _crud::column::<String>("title")
                .describe("As it stands on the cover.")
                .sort()
                .search()
                .length(1, _crud::Some(200))
                .done(),
            _crud::column::<String>("isbn")
                .unique()
                .pattern(r"^97[89][0-9]{10}$")
                .done(),
            _crud::column::<Decimal>("price")
                .filter()
                .sort()
                .decimal(10, 2)
                .range(_crud::Some(_crud::Number::new(0, 0)), _crud::None)
                .done(),
            _crud::column::<Option<NaiveDate>>("published_on").done(),
            _crud::column::<Uuid>("author_id").refers_to::<Author>().index().done(),
            _crud::column::<DateTime<Utc>>("created_at").created_at().done(),
            _crud::column::<i64>("version").version().done(),
        ],
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewBook", "BookPatch"),
        description: "A book on the shelf.",
        relations: &[
            _crud::belongs_to(
                "author",
                &Book::AUTHOR_ID,
                &[],
                _crud::OnDelete::Restrict,
            ),
            _crud::has_many::<Book, _, _>("reviews", &Review::BOOK_ID),
        ],
        .._crud::Table::EMPTY
    };
    impl Book {
        ///The column of [`id`](Self::id).
        pub const ID: _crud::Attribute<Self, Uuid> = _crud::attribute(
            0,
            _crud::Codec::<Uuid>::OF,
        );
        ///The column of [`title`](Self::title).
        pub const TITLE: _crud::Attribute<Self, String> = _crud::attribute(
            1,
            _crud::Codec::<String>::OF,
        );
        ///The column of [`isbn`](Self::isbn).
        pub const ISBN: _crud::Attribute<Self, String> = _crud::attribute(
            2,
            _crud::Codec::<String>::OF,
        );
        ///The column of [`price`](Self::price).
        pub const PRICE: _crud::Attribute<Self, Decimal> = _crud::attribute(
            3,
            _crud::Codec::<Decimal>::OF,
        );
        ///The column of [`published_on`](Self::published_on).
        pub const PUBLISHED_ON: _crud::Attribute<Self, Option<NaiveDate>> = _crud::attribute(
            4,
            _crud::Codec::<Option<NaiveDate>>::OF,
        );
        ///The column of [`author_id`](Self::author_id).
        pub const AUTHOR_ID: _crud::Reference<Self, Author, Uuid> = _crud::reference(
            &[5],
            _crud::Link::<Self, Author, Uuid>::OF,
        );
        ///The column of [`created_at`](Self::created_at).
        pub const CREATED_AT: _crud::Attribute<Self, DateTime<Utc>> = _crud::attribute(
            6,
            _crud::Codec::<DateTime<Utc>>::OF,
        );
        ///The column of [`version`](Self::version).
        pub const VERSION: _crud::Attribute<Self, i64> = _crud::attribute(
            7,
            _crud::Codec::<i64>::OF,
        );
    }
    impl _crud::Crud for Book {
        type Key = Uuid;
        type New = NewBook;
        type Patch = BookPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        fn key(&self) -> Self::Key {
            _crud::Clone::clone(&self.id)
        }
        fn key_values(key: &Self::Key) -> _crud::Row {
            _crud::row([Self::ID.slot.value(key)])
        }
    }
    impl NewBook {
        /// What is required; the rest is null, or its default acts.
        pub fn new(
            title: String,
            isbn: String,
            price: Decimal,
            author_id: Uuid,
        ) -> Self {
            Self {
                title,
                isbn,
                price,
                published_on: _crud::None,
                author_id,
            }
        }
    }
    impl _crud::Default for BookPatch {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for Book {
        type Entity = Book;
        const SHAPE: _crud::Shape = _crud::Shape::Read;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(Book::ID.slot, &self.id)
                .with(Book::TITLE.slot, &self.title)
                .with(Book::ISBN.slot, &self.isbn)
                .with(Book::PRICE.slot, &self.price)
                .with(Book::PUBLISHED_ON.slot, &self.published_on)
                .with(Book::AUTHOR_ID.slot, &self.author_id)
                .with(Book::CREATED_AT.slot, &self.created_at)
                .with(Book::VERSION.slot, &self.version)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                id: changes.take(Book::ID.slot)?,
                title: changes.take(Book::TITLE.slot)?,
                isbn: changes.take(Book::ISBN.slot)?,
                price: changes.take(Book::PRICE.slot)?,
                published_on: changes.take(Book::PUBLISHED_ON.slot)?,
                author_id: changes.take(Book::AUTHOR_ID.slot)?,
                created_at: changes.take(Book::CREATED_AT.slot)?,
                version: changes.take(Book::VERSION.slot)?,
            })
        }
    }
    impl _crud::Dto for NewBook {
        type Entity = Book;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(Book::TITLE.slot, &self.title)
                .with(Book::ISBN.slot, &self.isbn)
                .with(Book::PRICE.slot, &self.price)
                .with(Book::PUBLISHED_ON.slot, &self.published_on)
                .with(Book::AUTHOR_ID.slot, &self.author_id)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                title: changes.take(Book::TITLE.slot)?,
                isbn: changes.take(Book::ISBN.slot)?,
                price: changes.take(Book::PRICE.slot)?,
                published_on: changes.take(Book::PUBLISHED_ON.slot)?,
                author_id: changes.take(Book::AUTHOR_ID.slot)?,
            })
        }
    }
    impl _crud::Dto for BookPatch {
        type Entity = Book;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with_change(Book::TITLE.slot, &self.title)
                .with_change(Book::ISBN.slot, &self.isbn)
                .with_change(Book::PRICE.slot, &self.price)
                .with_change(Book::PUBLISHED_ON.slot, &self.published_on)
                .with_change(Book::AUTHOR_ID.slot, &self.author_id)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                title: changes.take_change(Book::TITLE.slot)?,
                isbn: changes.take_change(Book::ISBN.slot)?,
                price: changes.take_change(Book::PRICE.slot)?,
                published_on: changes.take_change(Book::PUBLISHED_ON.slot)?,
                author_id: changes.take_change(Book::AUTHOR_ID.slot)?,
            })
        }
    }
    impl _crud::Serialize for Book {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Book {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
        }
    }
    impl _crud::JsonSchema for Book {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NewBook {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewBook {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
        }
    }
    impl _crud::JsonSchema for NewBook {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for BookPatch {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for BookPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
        }
    }
    impl _crud::JsonSchema for BookPatch {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
