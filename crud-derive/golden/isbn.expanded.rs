#[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unused)]
const _: () = {
    use ::crud_runtime::__private as _crud;
    const _: () = _crud::newtype(<String as _crud::Field>::NULLABLE);
    impl _crud::Field for Isbn {
        type Base = <String as _crud::Field>::Base;
        type Inner = Self;
        const TYPE: _crud::ColumnType = <String as _crud::Field>::TYPE;
        fn to_value(&self) -> _crud::Value {
            <String as _crud::Field>::to_value(&self.0)
        }
        fn from_value(value: _crud::Value) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                0: <String as _crud::Field>::from_value(value)?,
            })
        }
    }
    impl _crud::RefersTo<Isbn> for Isbn {}
    impl _crud::RefersTo<_crud::AnyKey> for Isbn {}
    impl _crud::Serialize for Isbn {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize_field(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Isbn {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize_field(de)
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
