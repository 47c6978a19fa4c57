/// What creates or replaces a [`OrderLine`].
#[derive(Clone, Debug)]
pub(crate) struct LineDraft {
    /// The column `order_id`.
    pub(crate) order_id: Uuid,
    /// The column `line_no`.
    pub(crate) line_no: i32,
    /// The column `book_id`.
    book_id: Uuid,
    /// The column `edition_no`.
    edition_no: i16,
    /// The column `quantity`.
    pub(crate) quantity: ::crud_runtime::__private::Change<i32>,
    /// The column `shelf`.
    shelf: Option<String>,
    /// The column `state`.
    state: ::crud_runtime::__private::Change<State>,
    /// The column `line_type`.
    r#type: ::crud_runtime::__private::Change<Decimal>,
    /// The column `remark`.
    #[deprecated]
    remark: Option<String>,
}
/// What changes some fields of a [`OrderLine`].
#[derive(Clone, Debug)]
pub(crate) struct LineEdit {
    /// The column `edition_no`.
    edition_no: ::crud_runtime::__private::Change<i16>,
    /// The column `quantity`.
    pub(crate) quantity: ::crud_runtime::__private::Change<i32>,
    /// The column `shelf`.
    shelf: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `state`.
    state: ::crud_runtime::__private::Change<State>,
    /// The column `line_type`.
    r#type: ::crud_runtime::__private::Change<Decimal>,
    /// The column `remark`.
    #[deprecated]
    remark: ::crud_runtime::__private::Change<Option<String>>,
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    const TAGS_JOIN: _crud::Joined = _crud::many_to_many::<
        OrderLine,
        _,
        _,
        _,
        _,
    >("tags", &<LineTag>::LINE, &<LineTag>::TAG_ID);
    static COLUMNS: [_crud::Column; 11] = [
        _crud::column::<Uuid>("order_id")
            .member("orderId")
            .refers_to::<Order>()
            .primary_key()
            .done(),
        _crud::column::<i32>("line_no").member("lineNo").primary_key().done(),
        _crud::column::<Uuid>("book_id").member("bookId").immutable().done(),
        _crud::column::<i16>("edition_no").member("editionNo").done(),
        _crud::column::<i32>("quantity")
            .filter()
            .within(1, 100000)
            .default(_crud::Literal::Number(_crud::Number::new(1, 0)))
            .done(),
        _crud::column::<i32>("position")
            .read_only()
            .default_sql("0")
            .renamed_from("place")
            .done(),
        _crud::column::<Option<String>>("shelf")
            .refers_to_attribute(Shelf::CODE)
            .index()
            .done(),
        _crud::column::<State>("state")
            .default(_crud::Literal::Text(State::Open.as_str()))
            .example(_crud::Literal::Text(State::Sent.as_str()))
            .done(),
        _crud::column::<Decimal>("line_type")
            .member("kind")
            .default(_crud::Literal::Number(_crud::Number::new(-25, 1)))
            .done(),
        _crud::column::<Option<String>>("remark")
            .deprecated()
            .write_only()
            .checked_by(checks::remark, |value| _crud::validated(value, checks::remark))
            .done(),
        _crud::column::<DateTime<Utc>>("imported")
            .hidden()
            .default(_crud::Literal::Text("2024-05-01T12:30:00Z"))
            .done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0, 1],
        access: _crud::Access {
            read: _crud::Permission::Public,
            list: _crud::Permission::Public,
            .._crud::Access::NOBODY
        },
        dto: ("LineDraft", "LineEdit"),
        description: "Composite keys and references, and every word of the struct.",
        indexes: &[
            _crud::Index {
                columns: &[2, 4],
                descending: &[4],
                unique: false,
            },
            _crud::Index {
                columns: &[0, 5],
                descending: &[],
                unique: true,
            },
        ],
        checks: &[
            _crud::Check {
                name: "lines_paid",
                expression: "quantity > 0 OR remark IS NOT NULL",
            },
        ],
        relations: &[
            _crud::belongs_to("order", &[0], _crud::Target::<Order>::OF)
                .on_delete(_crud::OnDelete::Cascade),
            _crud::belongs_to("place", &[6], _crud::Target::<Shelf>::OF)
                .to(&[Shelf::CODE.position]),
            _crud::belongs_to(
                    "edition",
                    &[2, 3],
                    _crud::Target::<catalogue::Edition>::OF,
                )
                .on_delete(_crud::OnDelete::Cascade),
            TAGS_JOIN.relation,
            _crud::has_one::<OrderLine, _, _>("receipt", &<Receipt>::LINE),
        ],
        operations: &[
            _crud::Operation::List,
            _crud::Operation::Read,
            _crud::Operation::Replace,
            _crud::Operation::Patch,
        ],
        sparse: true,
        page: _crud::Page {
            default: 20,
            max: 200,
        },
        order: &[
            _crud::Order {
                column: 5,
                descending: false,
            },
            _crud::Order {
                column: 4,
                descending: true,
            },
        ],
        renamed_from: _crud::Some("order_lines"),
        dropped: &["colour", "weight"],
        .._crud::Table::of("OrderLine", "lines", "lines")
    };
    const _: () = _crud::default(&COLUMNS[4]);
    const _: () = _crud::range(&COLUMNS[4]);
    const _: () = _crud::unique(<Shelf as _crud::Crud>::TABLE, Shelf::CODE.position);
    const _: () = _crud::default(&COLUMNS[7]);
    const _: () = _crud::example(&COLUMNS[7]);
    const _: () = _crud::default(&COLUMNS[8]);
    const _: () = _crud::default(&COLUMNS[10]);
    const _: () = _crud::refers_to::<
        (Uuid, i16),
        <catalogue::Edition as _crud::Crud>::Key,
    >();
    impl OrderLine {
        /// The column of [`order_id`](Self::order_id).
        pub(crate) const ORDER_ID: _crud::Reference<Self, Order, Uuid> = _crud::refer(
            &[0],
            0,
        );
        /// The column of [`line_no`](Self::line_no).
        pub(crate) const LINE_NO: _crud::Attribute<Self, i32> = _crud::at(1);
        /// The column of [`book_id`](Self::book_id).
        const BOOK_ID: _crud::Attribute<Self, Uuid> = _crud::at(2);
        /// The column of [`edition_no`](Self::edition_no).
        const EDITION_NO: _crud::Attribute<Self, i16> = _crud::at(3);
        /// The column of [`quantity`](Self::quantity).
        pub(crate) const QUANTITY: _crud::Attribute<Self, i32> = _crud::at(4);
        /// The column of [`position`](Self::position).
        const POSITION: _crud::Attribute<Self, i32> = _crud::at(5);
        /// The column of [`shelf`](Self::shelf).
        const SHELF: _crud::Reference<Self, Shelf, Option<String>> = _crud::refer(
            &[6],
            1,
        );
        /// The column of [`state`](Self::state).
        const STATE: _crud::Attribute<Self, State> = _crud::at(7);
        /// The column of [`r#type`](Self::r#type).
        const TYPE: _crud::Attribute<Self, Decimal> = _crud::at(8);
        /// The column of [`remark`](Self::remark).
        #[deprecated]
        const REMARK: _crud::Attribute<Self, Option<String>> = _crud::at(9);
        /// The column of [`imported`](Self::imported).
        const IMPORTED: _crud::Attribute<Self, DateTime<Utc>> = _crud::at(10);
        /// The relation `order`.
        pub(crate) const ORDER: _crud::ToOne<Self, Order, Uuid> = _crud::one(0);
        /// The relation `place`.
        const PLACE: _crud::ToOne<Self, Shelf, Option<String>> = _crud::one(1);
        /// The relation `edition`.
        const EDITION: _crud::Reference<Self, catalogue::Edition, (Uuid, i16)> = _crud::refer(
            &[2, 3],
            2,
        );
        /// The relation `tags`.
        pub(crate) const TAGS: _crud::ToMany<
            Self,
            <LineTag as _crud::Refers<{ TAGS_JOIN.other }>>::To,
            LineTag,
        > = _crud::many(3);
        /// The relation `receipt`.
        pub(crate) const RECEIPT: _crud::ToOne<Self, Receipt, _crud::Inverse> = _crud::one(
            4,
        );
    }
    impl _crud::Refers<0> for OrderLine {
        type To = Order;
    }
    impl _crud::Refers<1> for OrderLine {
        type To = Shelf;
    }
    impl _crud::Refers<2> for OrderLine {
        type To = catalogue::Edition;
    }
    impl _crud::Crud for OrderLine {
        type Key = (Uuid, i32);
        type New = LineDraft;
        type Patch = LineEdit;
        const TABLE: &'static _crud::Table = &TABLE;
        const PARTS: _crud::Parts<Self::Key> = &[|key| &key.0, |key| &key.1];
        const KEY: fn(&Self) -> Self::Key = |it| (
            _crud::Clone::clone(&it.order_id),
            _crud::Clone::clone(&it.line_no),
        );
    }
    impl LineDraft {
        /// What is required; the rest is null, or its default acts.
        pub(crate) fn new(
            order_id: Uuid,
            line_no: i32,
            book_id: Uuid,
            edition_no: i16,
        ) -> Self {
            Self {
                order_id,
                line_no,
                book_id,
                edition_no,
                quantity: _crud::Change::Keep,
                shelf: _crud::None,
                state: _crud::Change::Keep,
                r#type: _crud::Change::Keep,
                remark: _crud::None,
            }
        }
    }
    impl _crud::Default for LineEdit {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for OrderLine {
        type Entity = OrderLine;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.order_id)
                .with(1, &it.line_no)
                .with(2, &it.book_id)
                .with(3, &it.edition_no)
                .with(4, &it.quantity)
                .with(5, &it.position)
                .with(6, &it.shelf)
                .with(7, &it.state)
                .with(8, &it.r#type)
                .with(9, &it.remark)
                .with(10, &it.imported)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            order_id: changes.take(0)?,
            line_no: changes.take(1)?,
            book_id: changes.take(2)?,
            edition_no: changes.take(3)?,
            quantity: changes.take(4)?,
            position: changes.take(5)?,
            shelf: changes.take(6)?,
            state: changes.take(7)?,
            r#type: changes.take(8)?,
            remark: changes.take(9)?,
            imported: changes.take(10)?,
        });
    }
    impl _crud::Dto for LineDraft {
        type Entity = OrderLine;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.order_id)
                .with(1, &it.line_no)
                .with(2, &it.book_id)
                .with(3, &it.edition_no)
                .with_change(4, &it.quantity)
                .with(6, &it.shelf)
                .with_change(7, &it.state)
                .with_change(8, &it.r#type)
                .with(9, &it.remark)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            order_id: changes.take(0)?,
            line_no: changes.take(1)?,
            book_id: changes.take(2)?,
            edition_no: changes.take(3)?,
            quantity: changes.take_change(4)?,
            shelf: changes.take(6)?,
            state: changes.take_change(7)?,
            r#type: changes.take_change(8)?,
            remark: changes.take(9)?,
        });
    }
    impl _crud::Dto for LineEdit {
        type Entity = OrderLine;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with_change(3, &it.edition_no)
                .with_change(4, &it.quantity)
                .with_change(6, &it.shelf)
                .with_change(7, &it.state)
                .with_change(8, &it.r#type)
                .with_change(9, &it.remark)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            edition_no: changes.take_change(3)?,
            quantity: changes.take_change(4)?,
            shelf: changes.take_change(6)?,
            state: changes.take_change(7)?,
            r#type: changes.take_change(8)?,
            remark: changes.take_change(9)?,
        });
    }
    impl _crud::Serialize for OrderLine {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for OrderLine {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for OrderLine {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for LineDraft {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for LineDraft {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for LineDraft {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for LineEdit {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for LineEdit {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for LineEdit {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
