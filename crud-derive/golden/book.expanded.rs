/// What creates or replaces a [`Book`].
pub struct NewBook {
    /// As it stands on the cover.
    pub title: String,
    /// The column `isbn`.
    pub isbn: String,
    /// The column `price`.
    pub price: Decimal,
    /// The column `published_on`.
    pub published_on: Option<NaiveDate>,
    /// The column `author_id`.
    pub author_id: Uuid,
}
/// What changes some fields of a [`Book`].
pub struct BookPatch {
    /// As it stands on the cover.
    pub title: ::crud_runtime::__private::Change<String>,
    /// The column `isbn`.
    pub isbn: ::crud_runtime::__private::Change<String>,
    /// The column `price`.
    pub price: ::crud_runtime::__private::Change<Decimal>,
    /// The column `published_on`.
    pub published_on: ::crud_runtime::__private::Change<Option<NaiveDate>>,
    /// The column `author_id`.
    pub author_id: ::crud_runtime::__private::Change<Uuid>,
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    static COLUMNS: [_crud::Column; 8] = [
        _crud::column::<Uuid>("id").primary_key().auto().done(),
        _crud::column::<String>("title")
            .describe("As it stands on the cover.")
            .sort()
            .search()
            .between(1, 200)
            .done(),
        _crud::column::<String>("isbn").unique().pattern(r"^97[89][0-9]{10}$").done(),
        _crud::column::<Decimal>("price").filter().sort().decimal(10, 2).from(0).done(),
        _crud::column::<Option<NaiveDate>>("published_on").done(),
        _crud::column::<Uuid>("author_id").refers_to::<Author>().index().done(),
        _crud::column::<DateTime<Utc>>("created_at").created_at().done(),
        _crud::column::<i64>("version").version().done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewBook", "BookPatch"),
        description: "A book on the shelf.",
        relations: &[
            _crud::belongs_to("author", &[5], _crud::Target::<Author>::OF)
                .on_delete(_crud::OnDelete::Restrict),
            _crud::has_many::<Book, _, _>("reviews", &<Review>::BOOK_ID),
        ],
        .._crud::Table::of("Book", "books", "books")
    };
    impl Book {
        /// The column of [`id`](Self::id).
        pub const ID: _crud::Attribute<Self, Uuid> = _crud::at(0);
        /// The column of [`title`](Self::title).
        pub const TITLE: _crud::Attribute<Self, String> = _crud::at(1);
        /// The column of [`isbn`](Self::isbn).
        pub const ISBN: _crud::Attribute<Self, String> = _crud::at(2);
        /// The column of [`price`](Self::price).
        pub const PRICE: _crud::Attribute<Self, Decimal> = _crud::at(3);
        /// The column of [`published_on`](Self::published_on).
        pub const PUBLISHED_ON: _crud::Attribute<Self, Option<NaiveDate>> = _crud::at(4);
        /// The column of [`author_id`](Self::author_id).
        pub const AUTHOR_ID: _crud::Reference<Self, Author, Uuid> = _crud::refer(
            &[5],
            0,
        );
        /// The column of [`created_at`](Self::created_at).
        pub const CREATED_AT: _crud::Attribute<Self, DateTime<Utc>> = _crud::at(6);
        /// The column of [`version`](Self::version).
        pub const VERSION: _crud::Attribute<Self, i64> = _crud::at(7);
        /// The relation `author`.
        pub const AUTHOR: _crud::ToOne<Self, Author, Uuid> = _crud::one(0);
        /// The relation `reviews`.
        pub const REVIEWS: _crud::ToMany<Self, Review> = _crud::many(1);
    }
    impl _crud::Crud for Book {
        type Key = Uuid;
        type New = NewBook;
        type Patch = BookPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        const KEY: fn(&Self) -> Self::Key = |it| _crud::Clone::clone(&it.id);
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
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.id)
                .with(1, &it.title)
                .with(2, &it.isbn)
                .with(3, &it.price)
                .with(4, &it.published_on)
                .with(5, &it.author_id)
                .with(6, &it.created_at)
                .with(7, &it.version)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            id: changes.take(0)?,
            title: changes.take(1)?,
            isbn: changes.take(2)?,
            price: changes.take(3)?,
            published_on: changes.take(4)?,
            author_id: changes.take(5)?,
            created_at: changes.take(6)?,
            version: changes.take(7)?,
        });
    }
    impl _crud::Dto for NewBook {
        type Entity = Book;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(1, &it.title)
                .with(2, &it.isbn)
                .with(3, &it.price)
                .with(4, &it.published_on)
                .with(5, &it.author_id)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            title: changes.take(1)?,
            isbn: changes.take(2)?,
            price: changes.take(3)?,
            published_on: changes.take(4)?,
            author_id: changes.take(5)?,
        });
    }
    impl _crud::Dto for BookPatch {
        type Entity = Book;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with_change(1, &it.title)
                .with_change(2, &it.isbn)
                .with_change(3, &it.price)
                .with_change(4, &it.published_on)
                .with_change(5, &it.author_id)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            title: changes.take_change(1)?,
            isbn: changes.take_change(2)?,
            price: changes.take_change(3)?,
            published_on: changes.take_change(4)?,
            author_id: changes.take_change(5)?,
        });
    }
    impl _crud::Serialize for Book {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Book {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
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
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewBook {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
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
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for BookPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
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
