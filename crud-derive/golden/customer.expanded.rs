/// What creates or replaces a [`Customer`].
pub struct NewCustomer {
    /// The column `customer_id`.
    pub customer_id: i32,
    /// The column `first_name`.
    pub first_name: String,
    /// The column `last_name`.
    pub last_name: String,
    /// The column `company`.
    pub company: Option<String>,
    /// The column `address`.
    pub address: Option<String>,
    /// The column `city`.
    pub city: Option<String>,
    /// The column `state`.
    pub state: Option<String>,
    /// The column `country`.
    pub country: Option<String>,
    /// The column `postal_code`.
    pub postal_code: Option<String>,
    /// The column `phone`.
    pub phone: Option<String>,
    /// The column `fax`.
    pub fax: Option<String>,
    /// The column `email`.
    pub email: String,
    /// The column `support_rep_id`.
    pub support_rep_id: Option<i32>,
}
/// What changes some fields of a [`Customer`].
pub struct CustomerPatch {
    /// The column `first_name`.
    pub first_name: ::crud_runtime::__private::Change<String>,
    /// The column `last_name`.
    pub last_name: ::crud_runtime::__private::Change<String>,
    /// The column `company`.
    pub company: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `address`.
    pub address: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `city`.
    pub city: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `state`.
    pub state: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `country`.
    pub country: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `postal_code`.
    pub postal_code: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `phone`.
    pub phone: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `fax`.
    pub fax: ::crud_runtime::__private::Change<Option<String>>,
    /// The column `email`.
    pub email: ::crud_runtime::__private::Change<String>,
    /// The column `support_rep_id`.
    pub support_rep_id: ::crud_runtime::__private::Change<Option<i32>>,
}
#[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
const _: () = {
    use ::crud_runtime::__private::{self as _crud, Strange as _, Unruled as _};
    static COLUMNS: [_crud::Column; 13] = [
        _crud::column::<i32>("customer_id").primary_key().done(),
        _crud::column::<String>("first_name").filter().sort().at_most(40).done(),
        _crud::column::<String>("last_name").filter().sort().at_most(20).done(),
        _crud::column::<Option<String>>("company").at_most(80).done(),
        _crud::column::<Option<String>>("address").at_most(70).done(),
        _crud::column::<Option<String>>("city").at_most(40).done(),
        _crud::column::<Option<String>>("state").at_most(40).done(),
        _crud::column::<Option<String>>("country").filter().at_most(40).done(),
        _crud::column::<Option<String>>("postal_code").at_most(10).done(),
        _crud::column::<Option<String>>("phone").at_most(24).done(),
        _crud::column::<Option<String>>("fax").at_most(24).done(),
        _crud::column::<String>("email")
            .unique()
            .at_most(60)
            .format(_crud::Format::Email)
            .done(),
        _crud::column::<Option<i32>>("support_rep_id")
            .refers_to::<Employee>()
            .index()
            .done(),
    ];
    static TABLE: _crud::Table = _crud::Table {
        columns: &COLUMNS,
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewCustomer", "CustomerPatch"),
        description: "Wide and plain: what the budget per field is about.",
        relations: &[
            _crud::belongs_to("support_rep", &[12], _crud::Target::<Employee>::OF)
                .on_delete(_crud::OnDelete::SetNull),
        ],
        .._crud::Table::of("Customer", "customers", "customers")
    };
    const _: () = _crud::set_null(&COLUMNS[12]);
    impl Customer {
        /// The column of [`customer_id`](Self::customer_id).
        pub const CUSTOMER_ID: _crud::Attribute<Self, i32> = _crud::at(0);
        /// The column of [`first_name`](Self::first_name).
        pub const FIRST_NAME: _crud::Attribute<Self, String> = _crud::at(1);
        /// The column of [`last_name`](Self::last_name).
        pub const LAST_NAME: _crud::Attribute<Self, String> = _crud::at(2);
        /// The column of [`company`](Self::company).
        pub const COMPANY: _crud::Attribute<Self, Option<String>> = _crud::at(3);
        /// The column of [`address`](Self::address).
        pub const ADDRESS: _crud::Attribute<Self, Option<String>> = _crud::at(4);
        /// The column of [`city`](Self::city).
        pub const CITY: _crud::Attribute<Self, Option<String>> = _crud::at(5);
        /// The column of [`state`](Self::state).
        pub const STATE: _crud::Attribute<Self, Option<String>> = _crud::at(6);
        /// The column of [`country`](Self::country).
        pub const COUNTRY: _crud::Attribute<Self, Option<String>> = _crud::at(7);
        /// The column of [`postal_code`](Self::postal_code).
        pub const POSTAL_CODE: _crud::Attribute<Self, Option<String>> = _crud::at(8);
        /// The column of [`phone`](Self::phone).
        pub const PHONE: _crud::Attribute<Self, Option<String>> = _crud::at(9);
        /// The column of [`fax`](Self::fax).
        pub const FAX: _crud::Attribute<Self, Option<String>> = _crud::at(10);
        /// The column of [`email`](Self::email).
        pub const EMAIL: _crud::Attribute<Self, String> = _crud::at(11);
        /// The column of [`support_rep_id`](Self::support_rep_id).
        pub const SUPPORT_REP_ID: _crud::Reference<Self, Employee, Option<i32>> = _crud::refer(
            &[12],
            0,
        );
        /// The relation `support_rep`.
        pub const SUPPORT_REP: _crud::ToOne<Self, Employee, Option<i32>> = _crud::one(0);
    }
    impl _crud::Crud for Customer {
        type Key = i32;
        type New = NewCustomer;
        type Patch = CustomerPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        const KEY: fn(&Self) -> Self::Key = |it| _crud::Clone::clone(&it.customer_id);
    }
    impl NewCustomer {
        /// What is required; the rest is null, or its default acts.
        pub fn new(
            customer_id: i32,
            first_name: String,
            last_name: String,
            email: String,
        ) -> Self {
            Self {
                customer_id,
                first_name,
                last_name,
                company: _crud::None,
                address: _crud::None,
                city: _crud::None,
                state: _crud::None,
                country: _crud::None,
                postal_code: _crud::None,
                phone: _crud::None,
                fax: _crud::None,
                email,
                support_rep_id: _crud::None,
            }
        }
    }
    impl _crud::Default for CustomerPatch {
        fn default() -> Self {
            _crud::keep()
        }
    }
    impl _crud::Dto for Customer {
        type Entity = Customer;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.customer_id)
                .with(1, &it.first_name)
                .with(2, &it.last_name)
                .with(3, &it.company)
                .with(4, &it.address)
                .with(5, &it.city)
                .with(6, &it.state)
                .with(7, &it.country)
                .with(8, &it.postal_code)
                .with(9, &it.phone)
                .with(10, &it.fax)
                .with(11, &it.email)
                .with(12, &it.support_rep_id)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            customer_id: changes.take(0)?,
            first_name: changes.take(1)?,
            last_name: changes.take(2)?,
            company: changes.take(3)?,
            address: changes.take(4)?,
            city: changes.take(5)?,
            state: changes.take(6)?,
            country: changes.take(7)?,
            postal_code: changes.take(8)?,
            phone: changes.take(9)?,
            fax: changes.take(10)?,
            email: changes.take(11)?,
            support_rep_id: changes.take(12)?,
        });
    }
    impl _crud::Dto for NewCustomer {
        type Entity = Customer;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with(0, &it.customer_id)
                .with(1, &it.first_name)
                .with(2, &it.last_name)
                .with(3, &it.company)
                .with(4, &it.address)
                .with(5, &it.city)
                .with(6, &it.state)
                .with(7, &it.country)
                .with(8, &it.postal_code)
                .with(9, &it.phone)
                .with(10, &it.fax)
                .with(11, &it.email)
                .with(12, &it.support_rep_id)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            customer_id: changes.take(0)?,
            first_name: changes.take(1)?,
            last_name: changes.take(2)?,
            company: changes.take(3)?,
            address: changes.take(4)?,
            city: changes.take(5)?,
            state: changes.take(6)?,
            country: changes.take(7)?,
            postal_code: changes.take(8)?,
            phone: changes.take(9)?,
            fax: changes.take(10)?,
            email: changes.take(11)?,
            support_rep_id: changes.take(12)?,
        });
    }
    impl _crud::Dto for CustomerPatch {
        type Entity = Customer;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        const TO: _crud::To<Self> = |it| {
            _crud::Changes::new(&TABLE)
                .with_change(1, &it.first_name)
                .with_change(2, &it.last_name)
                .with_change(3, &it.company)
                .with_change(4, &it.address)
                .with_change(5, &it.city)
                .with_change(6, &it.state)
                .with_change(7, &it.country)
                .with_change(8, &it.postal_code)
                .with_change(9, &it.phone)
                .with_change(10, &it.fax)
                .with_change(11, &it.email)
                .with_change(12, &it.support_rep_id)
        };
        const FROM: _crud::From<Self> = |changes| _crud::Some(Self {
            first_name: changes.take_change(1)?,
            last_name: changes.take_change(2)?,
            company: changes.take_change(3)?,
            address: changes.take_change(4)?,
            city: changes.take_change(5)?,
            state: changes.take_change(6)?,
            country: changes.take_change(7)?,
            postal_code: changes.take_change(8)?,
            phone: changes.take_change(9)?,
            fax: changes.take_change(10)?,
            email: changes.take_change(11)?,
            support_rep_id: changes.take_change(12)?,
        });
    }
    impl _crud::Serialize for Customer {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Customer {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for Customer {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for NewCustomer {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewCustomer {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for NewCustomer {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
    impl _crud::Serialize for CustomerPatch {
        fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
            _crud::serialize(self, ser)
        }
    }
    impl<'de> _crud::Deserialize<'de> for CustomerPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
            _crud::deserialize(de)
        }
    }
    impl _crud::JsonSchema for CustomerPatch {
        fn schema_name() -> _crud::Cow<'static, str> {
            _crud::schema_name::<Self>()
        }
        fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
            _crud::json_schema::<Self>(generator)
        }
    }
};
