#[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unused)]
const _: () = {
    use ::crud_runtime::__private as _crud;
    static TYPE: _crud::EnumType = _crud::EnumType {
        name: "Status",
        description: "How far an order is.",
        variants: &["OPEN", "IN_PROGRESS", "finished"],
    };
    impl Status {
        /// The word that is stored.
        pub const fn as_str(&self) -> &'static str {
            match *self {
                Self::Open => "OPEN",
                Self::InProgress => "IN_PROGRESS",
                Self::Done => "finished",
                #[allow(unreachable_patterns)]
                _ => "",
            }
        }
    }
    impl _crud::Field for Status {
        type Base = Self;
        type Inner = Self;
        const TYPE: _crud::ColumnType = _crud::ColumnType::Enum(&TYPE);
        fn to_value(&self) -> _crud::Value {
            _crud::word(self.as_str())
        }
        fn from_value(value: _crud::Value) -> _crud::Taken<Self> {
            _crud::parse(value)
        }
    }
    impl _crud::RefersTo<Status> for Status {}
    impl _crud::RefersTo<_crud::AnyKey> for Status {}
    impl _crud::FromStr for Status {
        type Err = _crud::FieldError;
        fn from_str(word: &str) -> _crud::Taken<Self> {
            match word {
                "OPEN" => _crud::Ok(Self::Open),
                "IN_PROGRESS" => _crud::Ok(Self::InProgress),
                "finished" => _crud::Ok(Self::Done),
                _ => _crud::no_word(),
            }
        }
    }
    impl _crud::fmt::Display for Status {
        fn fmt(&self, formatter: &mut _crud::fmt::Formatter<'_>) -> _crud::fmt::Result {
            formatter.pad(self.as_str())
        }
    }
    impl _crud::Serialize for Status {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize_field(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Status {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize_field(de)
        }
    }
    impl _crud::JsonSchema for Status {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::Cow::Borrowed("Status")
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::field_schema::<Self>(generator)
        }
    }
};
