/// What creates or replaces a [`Album`].
pub struct NewAlbum {
    /// The column `Title`.
    pub title: String,
    /// The column `artist_id`.
    pub artist_id: Option<i32>,
    /// The column `edition_no`.
    pub edition_no: Option<i32>,
}
/// What changes some fields of a [`Album`].
pub struct AlbumPatch {
    /// The column `Title`.
    pub title: ::crud_runtime::__private::Change<String>,
    /// The column `artist_id`.
    pub artist_id: ::crud_runtime::__private::Change<Option<i32>>,
    /// The column `edition_no`.
    pub edition_no: ::crud_runtime::__private::Change<Option<i32>>,
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    static COLUMNS: [_crud::Column; 4] = [
        _crud::column::<i32>("AlbumId")
            .member("album_id")
            .primary_key()
            .auto()
            .sql_type(_crud::Native {
                sqlite: _crud::Some("INTEGER"),
                postgres: _crud::Some("serial"),
                .._crud::Native::NONE
            })
            .done(),
        _crud::column::<String>("Title")
            .member("title")
            .at_most(160)
            .sql_type(_crud::Native {
                sqlite: _crud::Some("NVARCHAR(160)"),
                .._crud::Native::NONE
            })
            .done(),
        _crud::column::<Option<i32>>("artist_id")
            .refers_to::<Artist>()
            .unindexed()
            .done(),
        _crud::column::<Option<i32>>("edition_no").done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0],
        access: _crud::Access {
            .._crud::Access::NOBODY
        },
        dto: ("NewAlbum", "AlbumPatch"),
        description: "A table that others made, in their spelling.",
        indexes: &[
            _crud::Index {
                columns: &[1, 2],
                descending: &[],
                unique: true,
            },
        ],
        checks: &[
            _crud::Check {
                name: "titled",
                expression: "length(Title) > 0",
            },
        ],
        relations: &[
            _crud::belongs_to("by", &[2], _crud::Target::<Artist>::OF)
                .on_delete(_crud::OnDelete::NoAction)
                .on_update(_crud::OnUpdate::SetNull),
            _crud::belongs_to("edition", &[2, 3], _crud::Target::<edition::Edition>::OF)
                .on_delete(_crud::OnDelete::NoAction)
                .on_update(_crud::OnUpdate::Cascade),
        ],
        triggers: true,
        names: &[
            _crud::named(_crud::NamedWhat::Key, &[], "PK_Album"),
            _crud::named(_crud::NamedWhat::Reference, &[2], "FK_AlbumArtistId"),
            _crud::named(_crud::NamedWhat::Index, &[2], "IFK_AlbumArtistId"),
            _crud::named(_crud::NamedWhat::UniqueIndex, &[1, 2], "UQ_Album"),
            _crud::named(_crud::NamedWhat::Check("titled"), &[], "CK_Album_Title"),
        ],
        sql_options: _crud::Native {
            sqlite: _crud::Some(""),
            mysql: _crud::Some("ENGINE=MyISAM"),
            .._crud::Native::NONE
        },
        .._crud::Table::of("Album", "Album", "albums")
    };
    const _: () = _crud::refers_to::<
        (Option<i32>, Option<i32>),
        <edition::Edition as _crud::Crud>::Key,
    >();
    impl Album {
        /// The column of [`album_id`](Self::album_id).
        pub const ALBUM_ID: _crud::Attribute<Self, i32> = _crud::at(0);
        /// The column of [`title`](Self::title).
        pub const TITLE: _crud::Attribute<Self, String> = _crud::at(1);
        /// The column of [`artist_id`](Self::artist_id).
        pub const ARTIST_ID: _crud::Reference<Self, Artist, Option<i32>> = _crud::refer(
            &[2],
            0,
        );
        /// The column of [`edition_no`](Self::edition_no).
        pub const EDITION_NO: _crud::Attribute<Self, Option<i32>> = _crud::at(3);
        /// The relation `by`.
        pub const BY: _crud::ToOne<Self, Artist, Option<i32>> = _crud::one(0);
        /// The relation `edition`.
        pub const EDITION: _crud::Reference<
            Self,
            edition::Edition,
            (Option<i32>, Option<i32>),
        > = _crud::refer(&[2, 3], 1);
    }
    impl _crud::Refers<0> for Album {
        type To = Artist;
    }
    impl _crud::Refers<1> for Album {
        type To = edition::Edition;
    }
    impl _crud::Crud for Album {
        type Key = i32;
        type New = NewAlbum;
        type Patch = AlbumPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        const KEY: fn(&Self) -> Self::Key = |it| _crud::Clone::clone(&it.album_id);
    }
    impl NewAlbum {
        /// What is required; the rest is null, or its default acts.
        pub fn new(title: String) -> Self {
            Self {
                title,
                artist_id: _crud::None,
                edition_no: _crud::None,
            }
        }
    }
    impl _crud::Default for AlbumPatch {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for Album {
        type Entity = Album;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.album_id)
                .with(1, &it.title)
                .with(2, &it.artist_id)
                .with(3, &it.edition_no)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            album_id: changes.take(0)?,
            title: changes.take(1)?,
            artist_id: changes.take(2)?,
            edition_no: changes.take(3)?,
        });
    }
    impl _crud::Dto for NewAlbum {
        type Entity = Album;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(1, &it.title)
                .with(2, &it.artist_id)
                .with(3, &it.edition_no)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            title: changes.take(1)?,
            artist_id: changes.take(2)?,
            edition_no: changes.take(3)?,
        });
    }
    impl _crud::Dto for AlbumPatch {
        type Entity = Album;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with_change(1, &it.title)
                .with_change(2, &it.artist_id)
                .with_change(3, &it.edition_no)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            title: changes.take_change(1)?,
            artist_id: changes.take_change(2)?,
            edition_no: changes.take_change(3)?,
        });
    }
    impl _crud::Serialize for Album {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Album {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for Album {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NewAlbum {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewAlbum {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for NewAlbum {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for AlbumPatch {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for AlbumPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for AlbumPatch {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
