::core::compile_error! {
    "the relation `edition` and a field would both be the constant `EDITION`: write `relation = …`"
}
///What creates or replaces a [`OrderLine`].
#[derive(Clone, Debug)]
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub(crate) struct LineDraft {
    pub(crate) order_id: Uuid,
    pub(crate) line_no: i32,
    book_id: Uuid,
    edition: i16,
    pub(crate) quantity: ::crud_runtime::__private::Change<i32>,
    shelf: Option<String>,
    state: ::crud_runtime::__private::Change<State>,
    r#type: ::crud_runtime::__private::Change<Decimal>,
    #[deprecated]
    remark: Option<String>,
}
///What changes some fields of a [`OrderLine`].
#[derive(Clone, Debug)]
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub(crate) struct LineEdit {
    edition: ::crud_runtime::__private::Change<i16>,
    pub(crate) quantity: ::crud_runtime::__private::Change<i32>,
    shelf: ::crud_runtime::__private::Change<Option<String>>,
    state: ::crud_runtime::__private::Change<State>,
    r#type: ::crud_runtime::__private::Change<Decimal>,
    #[deprecated]
    remark: ::crud_runtime::__private::Change<Option<String>>,
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
        entity: "OrderLine",
        name: "lines",
        path: "lines",
        columns: &[
            _crud::column::<Uuid>("order_id")
                .member("orderId")
                .refers_to::<Order>()
                .primary_key()
                .done(),
            _crud::column::<i32>("line_no").member("lineNo").primary_key().done(),
            _crud::column::<Uuid>("book_id").member("bookId").immutable().done(),
            _crud::column::<i16>("edition").done(),
            _crud::column::<i32>("quantity")
                .filter()
                .range(
                    _crud::Some(_crud::Number::new(1, 0)),
                    _crud::Some(_crud::Number::new(100000, 0)),
                )
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
                .validate(|value| _crud::validated::<
                    Option<String>,
                    _,
                >(value, checks::remark))
                .done(),
            _crud::column::<DateTime<Utc>>("imported")
                .hidden()
                .default(_crud::Literal::Text("2024-05-01T12:30:00Z"))
                .done(),
        ],
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
                unique: false,
            },
            _crud::Index {
                columns: &[0, 5],
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
            _crud::belongs_to(
                "order",
                &OrderLine::ORDER_ID,
                &[],
                _crud::OnDelete::Cascade,
            ),
            _crud::belongs_to(
                "place",
                &OrderLine::SHELF,
                &[Shelf::CODE.slot.position()],
                _crud::OnDelete::Restrict,
            ),
            _crud::many_to_many::<
                OrderLine,
                _,
                _,
                _,
                _,
            >("tags", &LineTag::LINE, &LineTag::TAG_ID),
            _crud::has_one::<OrderLine, _, _>("receipt", &Receipt::LINE),
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
        .._crud::Table::EMPTY
    };
    impl OrderLine {
        ///The column of [`order_id`](Self::order_id).
        pub(crate) const ORDER_ID: _crud::Reference<Self, Order, Uuid> = _crud::reference(
            &[0],
            _crud::Link::<Self, Order, Uuid>::OF,
        );
        ///The column of [`line_no`](Self::line_no).
        pub(crate) const LINE_NO: _crud::Attribute<Self, i32> = _crud::attribute(
            1,
            _crud::Codec::<i32>::OF,
        );
        ///The column of [`book_id`](Self::book_id).
        const BOOK_ID: _crud::Attribute<Self, Uuid> = _crud::attribute(
            2,
            _crud::Codec::<Uuid>::OF,
        );
        ///The column of [`edition`](Self::edition).
        const EDITION: _crud::Attribute<Self, i16> = _crud::attribute(
            3,
            _crud::Codec::<i16>::OF,
        );
        ///The column of [`quantity`](Self::quantity).
        pub(crate) const QUANTITY: _crud::Attribute<Self, i32> = _crud::attribute(
            4,
            _crud::Codec::<i32>::OF,
        );
        ///The column of [`position`](Self::position).
        const POSITION: _crud::Attribute<Self, i32> = _crud::attribute(
            5,
            _crud::Codec::<i32>::OF,
        );
        ///The column of [`shelf`](Self::shelf).
        const SHELF: _crud::Reference<Self, Shelf, Option<String>> = _crud::reference(
            &[6],
            _crud::Link::<Self, Shelf, Option<String>>::OF,
        );
        ///The column of [`state`](Self::state).
        const STATE: _crud::Attribute<Self, State> = _crud::attribute(
            7,
            _crud::Codec::<State>::OF,
        );
        ///The column of [`r#type`](Self::r#type).
        const TYPE: _crud::Attribute<Self, Decimal> = _crud::attribute(
            8,
            _crud::Codec::<Decimal>::OF,
        );
        ///The column of [`remark`](Self::remark).
        #[deprecated]
        const REMARK: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            9,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`imported`](Self::imported).
        const IMPORTED: _crud::Attribute<Self, DateTime<Utc>> = _crud::attribute(
            10,
            _crud::Codec::<DateTime<Utc>>::OF,
        );
    }
    impl _crud::Crud for OrderLine {
        type Key = (Uuid, i32);
        type New = LineDraft;
        type Patch = LineEdit;
        const TABLE: &'static _crud::Table = &TABLE;
        fn key(&self) -> Self::Key {
            (_crud::Clone::clone(&self.order_id), _crud::Clone::clone(&self.line_no))
        }
        fn key_values(key: &Self::Key) -> _crud::Row {
            _crud::row([
                Self::ORDER_ID.slot.value(&key.0),
                Self::LINE_NO.slot.value(&key.1),
            ])
        }
    }
    impl LineDraft {
        /// What is required; the rest is null, or its default acts.
        pub(crate) fn new(
            order_id: Uuid,
            line_no: i32,
            book_id: Uuid,
            edition: i16,
        ) -> Self {
            Self {
                order_id,
                line_no,
                book_id,
                edition,
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
        const SHAPE: _crud::Shape = _crud::Shape::Read;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(OrderLine::ORDER_ID.slot, &self.order_id)
                .with(OrderLine::LINE_NO.slot, &self.line_no)
                .with(OrderLine::BOOK_ID.slot, &self.book_id)
                .with(OrderLine::EDITION.slot, &self.edition)
                .with(OrderLine::QUANTITY.slot, &self.quantity)
                .with(OrderLine::POSITION.slot, &self.position)
                .with(OrderLine::SHELF.slot, &self.shelf)
                .with(OrderLine::STATE.slot, &self.state)
                .with(OrderLine::TYPE.slot, &self.r#type)
                .with(OrderLine::REMARK.slot, &self.remark)
                .with(OrderLine::IMPORTED.slot, &self.imported)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                order_id: changes.take(OrderLine::ORDER_ID.slot)?,
                line_no: changes.take(OrderLine::LINE_NO.slot)?,
                book_id: changes.take(OrderLine::BOOK_ID.slot)?,
                edition: changes.take(OrderLine::EDITION.slot)?,
                quantity: changes.take(OrderLine::QUANTITY.slot)?,
                position: changes.take(OrderLine::POSITION.slot)?,
                shelf: changes.take(OrderLine::SHELF.slot)?,
                state: changes.take(OrderLine::STATE.slot)?,
                r#type: changes.take(OrderLine::TYPE.slot)?,
                remark: changes.take(OrderLine::REMARK.slot)?,
                imported: changes.take(OrderLine::IMPORTED.slot)?,
            })
        }
    }
    impl _crud::Dto for LineDraft {
        type Entity = OrderLine;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(OrderLine::ORDER_ID.slot, &self.order_id)
                .with(OrderLine::LINE_NO.slot, &self.line_no)
                .with(OrderLine::BOOK_ID.slot, &self.book_id)
                .with(OrderLine::EDITION.slot, &self.edition)
                .with_change(OrderLine::QUANTITY.slot, &self.quantity)
                .with(OrderLine::SHELF.slot, &self.shelf)
                .with_change(OrderLine::STATE.slot, &self.state)
                .with_change(OrderLine::TYPE.slot, &self.r#type)
                .with(OrderLine::REMARK.slot, &self.remark)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                order_id: changes.take(OrderLine::ORDER_ID.slot)?,
                line_no: changes.take(OrderLine::LINE_NO.slot)?,
                book_id: changes.take(OrderLine::BOOK_ID.slot)?,
                edition: changes.take(OrderLine::EDITION.slot)?,
                quantity: changes.take_change(OrderLine::QUANTITY.slot)?,
                shelf: changes.take(OrderLine::SHELF.slot)?,
                state: changes.take_change(OrderLine::STATE.slot)?,
                r#type: changes.take_change(OrderLine::TYPE.slot)?,
                remark: changes.take(OrderLine::REMARK.slot)?,
            })
        }
    }
    impl _crud::Dto for LineEdit {
        type Entity = OrderLine;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with_change(OrderLine::EDITION.slot, &self.edition)
                .with_change(OrderLine::QUANTITY.slot, &self.quantity)
                .with_change(OrderLine::SHELF.slot, &self.shelf)
                .with_change(OrderLine::STATE.slot, &self.state)
                .with_change(OrderLine::TYPE.slot, &self.r#type)
                .with_change(OrderLine::REMARK.slot, &self.remark)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                edition: changes.take_change(OrderLine::EDITION.slot)?,
                quantity: changes.take_change(OrderLine::QUANTITY.slot)?,
                shelf: changes.take_change(OrderLine::SHELF.slot)?,
                state: changes.take_change(OrderLine::STATE.slot)?,
                r#type: changes.take_change(OrderLine::TYPE.slot)?,
                remark: changes.take_change(OrderLine::REMARK.slot)?,
            })
        }
    }
    impl _crud::Serialize for OrderLine {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for OrderLine {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for LineDraft {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for LineEdit {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
