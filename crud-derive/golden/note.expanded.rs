/// What creates or replaces a [`Note`].
pub struct NewNote {
    /// The column `text`.
    pub text: String,
}
/// What changes some fields of a [`Note`].
pub struct NotePatch {
    /// The column `text`.
    pub text: ::crud_runtime::__private::Change<String>,
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    static COLUMNS: [_crud::Column; 2] = [
        _crud::column::<i64>("id").primary_key().auto().done(),
        _crud::column::<String>("text").done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewNote", "NotePatch"),
        description: "A note: the smallest entity.",
        .._crud::Table::of("Note", "notes", "notes")
    };
    impl Note {
        /// The column of [`id`](Self::id).
        pub const ID: _crud::Attribute<Self, i64> = _crud::at(0);
        /// The column of [`text`](Self::text).
        pub const TEXT: _crud::Attribute<Self, String> = _crud::at(1);
    }
    impl _crud::Crud for Note {
        type Key = i64;
        type New = NewNote;
        type Patch = NotePatch;
        const TABLE: &'static _crud::Table = &TABLE;
        const KEY: fn(&Self) -> Self::Key = |it| _crud::Clone::clone(&it.id);
    }
    impl NewNote {
        /// What is required; the rest is null, or its default acts.
        pub fn new(text: String) -> Self {
            Self { text }
        }
    }
    impl _crud::Default for NotePatch {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for Note {
        type Entity = Note;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE).with(0, &it.id).with(1, &it.text)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            id: changes.take(0)?,
            text: changes.take(1)?,
        });
    }
    impl _crud::Dto for NewNote {
        type Entity = Note;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| _crud::Changes::new(&TABLE).with(1, &it.text);
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            text: changes.take(1)?,
        });
    }
    impl _crud::Dto for NotePatch {
        type Entity = Note;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE).with_change(1, &it.text)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            text: changes.take_change(1)?,
        });
    }
    impl _crud::Serialize for Note {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Note {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for Note {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NewNote {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewNote {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for NewNote {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NotePatch {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NotePatch {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for NotePatch {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
