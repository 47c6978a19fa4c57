///What creates or replaces a [`Customer`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct NewCustomer {
    pub customer_id: i32,
    pub first_name: String,
    pub last_name: String,
    pub company: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub country: Option<String>,
    pub postal_code: Option<String>,
    pub phone: Option<String>,
    pub fax: Option<String>,
    pub email: String,
    pub support_rep_id: Option<i32>,
}
///What changes some fields of a [`Customer`].
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, missing_docs)]
pub struct CustomerPatch {
    pub first_name: ::crud_runtime::__private::Change<String>,
    pub last_name: ::crud_runtime::__private::Change<String>,
    pub company: ::crud_runtime::__private::Change<Option<String>>,
    pub address: ::crud_runtime::__private::Change<Option<String>>,
    pub city: ::crud_runtime::__private::Change<Option<String>>,
    pub state: ::crud_runtime::__private::Change<Option<String>>,
    pub country: ::crud_runtime::__private::Change<Option<String>>,
    pub postal_code: ::crud_runtime::__private::Change<Option<String>>,
    pub phone: ::crud_runtime::__private::Change<Option<String>>,
    pub fax: ::crud_runtime::__private::Change<Option<String>>,
    pub email: ::crud_runtime::__private::Change<String>,
    pub support_rep_id: ::crud_runtime::__private::Change<Option<i32>>,
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
        entity: "Customer",
        name: "customers",
        path: "customers",
        columns: &[
            _crud::column::<i32>("customer_id").primary_key().done(),
            _crud::column::<String>("first_name")
                .filter()
                .sort()
                .length(0, _crud::Some(40))
                .done(),
            _crud::column::<String>("last_name")
                .filter()
                .sort()
                .length(0, _crud::Some(20))
                .done(),
            _crud::column::<Option<String>>("company").length(0, _crud::Some(80)).done(),
            _crud::column::<Option<String>>("address").length(0, _crud::Some(70)).done(),
            _crud::column::<Option<String>>("city").length(0, _crud::Some(40)).done(),
            _crud::column::<Option<String>>("state").length(0, _crud::Some(40)).done(),
            _crud::column::<Option<String>>("country")
                .filter()
                .length(0, _crud::Some(40))
                .done(),
            _crud::column::<Option<String>>("postal_code")
                .length(0, _crud::Some(10))
                .done(),
            _crud::column::<Option<String>>("phone").length(0, _crud::Some(24)).done(),
            _crud::column::<Option<String>>("fax").length(0, _crud::Some(24)).done(),
            _crud::column::<String>("email")
                .unique()
                .length(0, _crud::Some(60))
                .format(_crud::Format::Email)
                .done(),
            _crud::column::<Option<i32>>("support_rep_id")
                .refers_to::<Employee>()
                .index()
                .done(),
        ],
        key: &[0],
        access: _crud::Access::PUBLIC,
        dto: ("NewCustomer", "CustomerPatch"),
        description: "Wide and plain: what the budget per field is about.",
        relations: &[
            _crud::belongs_to(
                "support_rep",
                &Customer::SUPPORT_REP_ID,
                &[],
                _crud::OnDelete::SetNull,
            ),
        ],
        .._crud::Table::EMPTY
    };
    const _: () = _crud::set_null(&TABLE.columns[12]);
    impl Customer {
        ///The column of [`customer_id`](Self::customer_id).
        pub const CUSTOMER_ID: _crud::Attribute<Self, i32> = _crud::attribute(
            0,
            _crud::Codec::<i32>::OF,
        );
        ///The column of [`first_name`](Self::first_name).
        pub const FIRST_NAME: _crud::Attribute<Self, String> = _crud::attribute(
            1,
            _crud::Codec::<String>::OF,
        );
        ///The column of [`last_name`](Self::last_name).
        pub const LAST_NAME: _crud::Attribute<Self, String> = _crud::attribute(
            2,
            _crud::Codec::<String>::OF,
        );
        ///The column of [`company`](Self::company).
        pub const COMPANY: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            3,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`address`](Self::address).
        pub const ADDRESS: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            4,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`city`](Self::city).
        pub const CITY: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            5,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`state`](Self::state).
        pub const STATE: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            6,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`country`](Self::country).
        pub const COUNTRY: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            7,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`postal_code`](Self::postal_code).
        pub const POSTAL_CODE: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            8,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`phone`](Self::phone).
        pub const PHONE: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            9,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`fax`](Self::fax).
        pub const FAX: _crud::Attribute<Self, Option<String>> = _crud::attribute(
            10,
            _crud::Codec::<Option<String>>::OF,
        );
        ///The column of [`email`](Self::email).
        pub const EMAIL: _crud::Attribute<Self, String> = _crud::attribute(
            11,
            _crud::Codec::<String>::OF,
        );
        ///The column of [`support_rep_id`](Self::support_rep_id).
        pub const SUPPORT_REP_ID: _crud::Reference<Self, Employee, Option<i32>> = _crud::reference(
            &[12],
            _crud::Link::<Self, Employee, Option<i32>>::OF,
        );
    }
    impl _crud::Crud for Customer {
        type Key = i32;
        type New = NewCustomer;
        type Patch = CustomerPatch;
        const TABLE: &'static _crud::Table = &TABLE;
        fn key(&self) -> Self::Key {
            _crud::Clone::clone(&self.customer_id)
        }
        fn key_values(key: &Self::Key) -> _crud::Row {
            _crud::row([Self::CUSTOMER_ID.slot.value(key)])
        }
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
        const SHAPE: _crud::Shape = _crud::Shape::Read;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(Customer::CUSTOMER_ID.slot, &self.customer_id)
                .with(Customer::FIRST_NAME.slot, &self.first_name)
                .with(Customer::LAST_NAME.slot, &self.last_name)
                .with(Customer::COMPANY.slot, &self.company)
                .with(Customer::ADDRESS.slot, &self.address)
                .with(Customer::CITY.slot, &self.city)
                .with(Customer::STATE.slot, &self.state)
                .with(Customer::COUNTRY.slot, &self.country)
                .with(Customer::POSTAL_CODE.slot, &self.postal_code)
                .with(Customer::PHONE.slot, &self.phone)
                .with(Customer::FAX.slot, &self.fax)
                .with(Customer::EMAIL.slot, &self.email)
                .with(Customer::SUPPORT_REP_ID.slot, &self.support_rep_id)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                customer_id: changes.take(Customer::CUSTOMER_ID.slot)?,
                first_name: changes.take(Customer::FIRST_NAME.slot)?,
                last_name: changes.take(Customer::LAST_NAME.slot)?,
                company: changes.take(Customer::COMPANY.slot)?,
                address: changes.take(Customer::ADDRESS.slot)?,
                city: changes.take(Customer::CITY.slot)?,
                state: changes.take(Customer::STATE.slot)?,
                country: changes.take(Customer::COUNTRY.slot)?,
                postal_code: changes.take(Customer::POSTAL_CODE.slot)?,
                phone: changes.take(Customer::PHONE.slot)?,
                fax: changes.take(Customer::FAX.slot)?,
                email: changes.take(Customer::EMAIL.slot)?,
                support_rep_id: changes.take(Customer::SUPPORT_REP_ID.slot)?,
            })
        }
    }
    impl _crud::Dto for NewCustomer {
        type Entity = Customer;
        const SHAPE: _crud::Shape = _crud::Shape::Create;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with(Customer::CUSTOMER_ID.slot, &self.customer_id)
                .with(Customer::FIRST_NAME.slot, &self.first_name)
                .with(Customer::LAST_NAME.slot, &self.last_name)
                .with(Customer::COMPANY.slot, &self.company)
                .with(Customer::ADDRESS.slot, &self.address)
                .with(Customer::CITY.slot, &self.city)
                .with(Customer::STATE.slot, &self.state)
                .with(Customer::COUNTRY.slot, &self.country)
                .with(Customer::POSTAL_CODE.slot, &self.postal_code)
                .with(Customer::PHONE.slot, &self.phone)
                .with(Customer::FAX.slot, &self.fax)
                .with(Customer::EMAIL.slot, &self.email)
                .with(Customer::SUPPORT_REP_ID.slot, &self.support_rep_id)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                customer_id: changes.take(Customer::CUSTOMER_ID.slot)?,
                first_name: changes.take(Customer::FIRST_NAME.slot)?,
                last_name: changes.take(Customer::LAST_NAME.slot)?,
                company: changes.take(Customer::COMPANY.slot)?,
                address: changes.take(Customer::ADDRESS.slot)?,
                city: changes.take(Customer::CITY.slot)?,
                state: changes.take(Customer::STATE.slot)?,
                country: changes.take(Customer::COUNTRY.slot)?,
                postal_code: changes.take(Customer::POSTAL_CODE.slot)?,
                phone: changes.take(Customer::PHONE.slot)?,
                fax: changes.take(Customer::FAX.slot)?,
                email: changes.take(Customer::EMAIL.slot)?,
                support_rep_id: changes.take(Customer::SUPPORT_REP_ID.slot)?,
            })
        }
    }
    impl _crud::Dto for CustomerPatch {
        type Entity = Customer;
        const SHAPE: _crud::Shape = _crud::Shape::Patch;
        fn to_changes(&self) -> _crud::Changes {
            _crud::Changes::new(&TABLE)
                .with_change(Customer::FIRST_NAME.slot, &self.first_name)
                .with_change(Customer::LAST_NAME.slot, &self.last_name)
                .with_change(Customer::COMPANY.slot, &self.company)
                .with_change(Customer::ADDRESS.slot, &self.address)
                .with_change(Customer::CITY.slot, &self.city)
                .with_change(Customer::STATE.slot, &self.state)
                .with_change(Customer::COUNTRY.slot, &self.country)
                .with_change(Customer::POSTAL_CODE.slot, &self.postal_code)
                .with_change(Customer::PHONE.slot, &self.phone)
                .with_change(Customer::FAX.slot, &self.fax)
                .with_change(Customer::EMAIL.slot, &self.email)
                .with_change(Customer::SUPPORT_REP_ID.slot, &self.support_rep_id)
        }
        fn from_changes(changes: &mut _crud::Changes) -> _crud::Taken<Self> {
            _crud::Ok(Self {
                first_name: changes.take_change(Customer::FIRST_NAME.slot)?,
                last_name: changes.take_change(Customer::LAST_NAME.slot)?,
                company: changes.take_change(Customer::COMPANY.slot)?,
                address: changes.take_change(Customer::ADDRESS.slot)?,
                city: changes.take_change(Customer::CITY.slot)?,
                state: changes.take_change(Customer::STATE.slot)?,
                country: changes.take_change(Customer::COUNTRY.slot)?,
                postal_code: changes.take_change(Customer::POSTAL_CODE.slot)?,
                phone: changes.take_change(Customer::PHONE.slot)?,
                fax: changes.take_change(Customer::FAX.slot)?,
                email: changes.take_change(Customer::EMAIL.slot)?,
                support_rep_id: changes.take_change(Customer::SUPPORT_REP_ID.slot)?,
            })
        }
    }
    impl _crud::Serialize for Customer {
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for Customer {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for NewCustomer {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
        fn serialize<S: _crud::Serializer>(&self, to: S) -> _crud::Saved<S> {
            _crud::serialize(self, to)
        }
    }
    impl<'de> _crud::Deserialize<'de> for CustomerPatch {
        fn deserialize<D: _crud::Deserializer<'de>>(
            from: D,
        ) -> _crud::Loaded<'de, Self, D> {
            _crud::deserialize(from)
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
