///What creates or replaces a [`Note`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct NewNote {
    pub text: String,
}
///What changes some fields of a [`Note`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct NotePatch {
    pub text: ::crud_runtime::__private::Change<String>,
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
        entity: "Note",
        name: "notes",
        path: "notes",
        columns: &[
            _crud::column::<i64>("id").primary_key().auto().done(),
            _crud::column::<String>("text").done(),
        ],
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewNote", "NotePatch"),
        description: "A note: the smallest entity.",
        .._crud::Table::EMPTY
    };
    impl Note {
        ///The column of [`id`](Self::id).
        pub const ID: _crud::Attribute<Self, i64> = _crud::attribute(
            0,
            _crud::Codec::<i64>::OF,
        );
        ///The column of [`text`](Self::text).
        pub const TEXT: _crud::Attribute<Self, String> = _crud::attribute(
            1,
            _crud::Codec::<String>::OF,
        );
    }
    impl _crud::Crud for Note {
        type Key = i64;
        type New = NewNote;
        type Patch = NotePatch;
        const TABLE: &'static _crud::Table = &TABLE;
        fn key(&self) -> Self::Key {
            _crud::Clone::clone(&self.id)
        }
        fn key_values(key: &Self::Key) -> _crud::Row {
            _crud::row([Self::ID.slot.value(key)])
        }
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
        const SHAPE: _crud::Shape = _crud::Shape::Read;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(Note::ID.slot, &self.id)
                .with(Note::TEXT.slot, &self.text)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                id: changes.take(Note::ID.slot)?,
                text: changes.take(Note::TEXT.slot)?,
            })
        }
    }
    impl _crud::Dto for NewNote {
        type Entity = Note;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE).with(Note::TEXT.slot, &self.text)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                text: changes.take(Note::TEXT.slot)?,
            })
        }
    }
    impl _crud::Dto for NotePatch {
        type Entity = Note;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE).with_change(Note::TEXT.slot, &self.text)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                text: changes.take_change(Note::TEXT.slot)?,
            })
        }
    }
    impl _crud::Serialize for Note {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Note {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewNote {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NotePatch {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
