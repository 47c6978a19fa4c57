//! serde and schemars: three impls that are one call each.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

/// Of an entity or DTO, which reaches its table.
pub(super) fn forms(ident: &Ident) -> TokenStream {
    quote! {
        impl _crud::Serialize for #ident {
            fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
                _crud::serialize(self, ser)
            }
        }
        impl<'de> _crud::Deserialize<'de> for #ident {
            fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
                _crud::deserialize(de)
            }
        }
        impl _crud::JsonSchema for #ident {
            fn schema_name() -> _crud::Cow<'static, str> {
                _crud::schema_name::<Self>()
            }
            fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
                _crud::json_schema::<Self>(generator)
            }
        }
    }
}

/// Of an enum or newtype that columns hold.
pub(crate) fn field_forms(ident: &Ident, name: &str) -> TokenStream {
    quote! {
        impl _crud::Serialize for #ident {
            fn serialize<S: _crud::Serializer>(&self, ser: S) -> _crud::Written<S> {
                _crud::serialize_field(self, ser)
            }
        }
        impl<'de> _crud::Deserialize<'de> for #ident {
            fn deserialize<D: _crud::Deserializer<'de>>(de: D) -> _crud::Read<'de, Self, D> {
                _crud::deserialize_field(de)
            }
        }
        impl _crud::JsonSchema for #ident {
            fn schema_name() -> _crud::Cow<'static, str> {
                _crud::Cow::Borrowed(#name)
            }
            fn json_schema(generator: &mut _crud::SchemaGenerator) -> _crud::Schema {
                _crud::field_schema::<Self>(generator)
            }
        }
    }
}
