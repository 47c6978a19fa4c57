//! The types of `uuid`.

use super::primitive::payload;

payload!(uuid::Uuid, Uuid, "a UUID");
