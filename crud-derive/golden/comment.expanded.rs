/// What creates or replaces a [`Comment`].
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Which one of `photo_id`, `video_no` is set.
    pub about: CommentAbout,
    /// The column `text`.
    pub text: String,
}
/// What changes some fields of a [`Comment`].
#[derive(Clone, Debug)]
pub struct CommentPatch {
    /// Which one of `photo_id`, `video_no` is set.
    pub about: ::crud_runtime::__private::Change<CommentAbout>,
    /// The column `text`.
    pub text: ::crud_runtime::__private::Change<String>,
}
/// What the `about` of a [`Comment`] is.
#[derive(Clone, Debug)]
pub enum CommentAbout {
    /// What `photo_id` refers to, by its key.
    Photo(<Option<Uuid> as ::crud_runtime::__private::Field>::Inner),
    /// What `video_no` refers to, by its key.
    Video(<Option<i64> as ::crud_runtime::__private::Field>::Inner),
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    static ONE_OF: [_crud::OneOf; 1] = [
        _crud::OneOf {
            name: "about",
            member: "about",
            columns: &[1, 3],
        },
    ];
    static COLUMNS: [_crud::Column; 4] = [
        _crud::column::<Uuid>("id").primary_key().auto().done(),
        _crud::column::<Option<Uuid>>("photo_id")
            .member("photoId")
            .refers_to::<Photo>()
            .index()
            .done(),
        _crud::column::<String>("text").done(),
        _crud::column::<Option<i64>>("video_no")
            .member("videoNo")
            .refers_to::<Video>()
            .index()
            .done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewComment", "CommentPatch"),
        relations: &[
            _crud::belongs_to("photo", &[1], _crud::Target::<Photo>::OF)
                .on_delete(_crud::OnDelete::Cascade),
            _crud::belongs_to("video", &[3], _crud::Target::<Video>::OF)
                .on_delete(_crud::OnDelete::Cascade),
        ],
        one_of: &ONE_OF,
        .._crud::Table::of("Comment", "comments", "comments")
    };
    const _: () = _crud::choosable(&COLUMNS[1]);
    const _: () = _crud::choosable(&COLUMNS[3]);
    impl Comment {
        /// The column of [`id`](Self::id).
        pub const ID: _crud::Attribute<Self, Uuid> = _crud::at(0);
        /// The column of [`photo_id`](Self::photo_id).
        pub const PHOTO_ID: _crud::Reference<Self, Photo, Option<Uuid>> = _crud::refer(
            &[1],
            0,
        );
        /// The column of [`text`](Self::text).
        pub const TEXT: _crud::Attribute<Self, String> = _crud::at(2);
        /// The column of [`video_no`](Self::video_no).
        pub const VIDEO_NO: _crud::Reference<Self, Video, Option<i64>> = _crud::refer(
            &[3],
            1,
        );
        /// The relation `photo`.
        pub const PHOTO: _crud::ToOne<Self, Photo, Option<Uuid>> = _crud::one(0);
        /// The relation `video`.
        pub const VIDEO: _crud::ToOne<Self, Video, Option<i64>> = _crud::one(1);
    }
    impl _crud::Refers<0> for Comment {
        type To = Photo;
    }
    impl _crud::Refers<1> for Comment {
        type To = Video;
    }
    impl _crud::Crud for Comment {
        type Key = Uuid;
        type New = NewComment;
        type Patch = CommentPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        const KEY: fn(&Self) -> Self::Key = |it| _crud::Clone::clone(&it.id);
    }
    impl NewComment {
        /// What is required; the rest is null, or its default acts.
        pub fn new(about: CommentAbout, text: String) -> Self {
            Self { about, text }
        }
    }
    impl _crud::Default for CommentPatch {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for Comment {
        type Entity = Comment;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.id)
                .with(1, &it.photo_id)
                .with(2, &it.text)
                .with(3, &it.video_no)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            id: changes.take(0)?,
            photo_id: changes.take(1)?,
            text: changes.take(2)?,
            video_no: changes.take(3)?,
        });
    }
    impl _crud::Dto for NewComment {
        type Entity = Comment;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE).with_one(&it.about).with(2, &it.text)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            about: changes.take_one()?,
            text: changes.take(2)?,
        });
    }
    impl _crud::Dto for CommentPatch {
        type Entity = Comment;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with_one_change(&it.about)
                .with_change(2, &it.text)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            about: changes.take_one_change()?,
            text: changes.take_change(2)?,
        });
    }
    impl Comment {
        /// Which `about` is set; every stored record has one.
        pub fn about(&self) -> _crud::Option<CommentAbout> {
            _crud::chosen(&TABLE, &[&self.photo_id, &self.video_no])
        }
    }
    impl _crud::Choice for CommentAbout {
        const ONE_OF: &'static _crud::OneOf = &ONE_OF[0];
        fn chosen(&self) -> (usize, _crud::Value) {
            match self {
                Self::Photo(key) => (0, _crud::Field::to_value(key)),
                Self::Video(key) => (1, _crud::Field::to_value(key)),
            }
        }
        fn choose(place: usize, value: _crud::Value) -> _crud::Taken<Self> {
            match place {
                0 => _crud::Field::from_value(value).map(Self::Photo),
                1 => _crud::Field::from_value(value).map(Self::Video),
                _ => _crud::no_choice(),
            }
        }
    }
    impl _crud::Serialize for Comment {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Comment {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for Comment {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NewComment {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewComment {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for NewComment {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for CommentPatch {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for CommentPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for CommentPatch {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
