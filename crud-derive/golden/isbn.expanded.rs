#[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Unfit as _};
    const _: () = _crud::newtype(&_crud::Codec::<String>::OF);
    impl _crud::Field for Isbn {
        type Base = <String as _crud::Field>::Base;
        type Inner = Self;
        const TYPE: _crud::ColumnType = _crud::Codec::<String>::OF.column_type();
        fn to_value(&self) -> _crud::Value {
            _crud::Codec::<String>::OF.value(&self.0)
        }
        fn from_value(value: _crud::Value) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                0: _crud::Codec::<String>::OF.read(value)?,
            })
        }
    }
    impl _crud::RefersTo<Isbn> for Isbn {}
    impl _crud::RefersTo<_crud::AnyKey> for Isbn {}
    impl _crud::Serialize for Isbn {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize_field(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Isbn {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize_field(from)
        }
    }
    impl _crud::JsonSchema for Isbn {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::Cow::Borrowed("Isbn")
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::field_schema::<Self>(generator)
        }
    }
};
