//! The types of `rust_decimal`.

use super::primitive::payload;

payload!(rust_decimal::Decimal, Decimal, "a decimal");
