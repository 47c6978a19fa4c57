//! What the rules of the attribute language demand of a field's type, each with its message.

use super::Field;

/// Emits a rule's trait: what the attribute demands of a field's type, with its message.
///
/// `Base` looks through `Option` and newtypes; the marker says which bases will do.
macro_rules! rule {
    ($rule:ident, $marker:ident, $message:literal, [$($base:ty),+]) => {
        #[doc = $message]
        #[diagnostic::on_unimplemented(message = $message, label = "does not apply to this type")]
        pub trait $rule: Field {}

        impl<T: Field> $rule for T where T::Base: $marker {}

        #[doc = $message]
        #[diagnostic::on_unimplemented(message = $message, label = "does not apply to this type")]
        pub trait $marker {}

        $(impl $marker for $base {})+
    };
}

rule!(Length, IsSized, "`length` applies to text and bytes, not to `{Self}`", [String, Vec<u8>]);
rule!(Text, IsText, "this rule applies to text, not to `{Self}`", [String]);
rule!(
    Range,
    IsNumber,
    "`range` applies to numbers, not to `{Self}`",
    [i16, i32, i64, u32, f64, rust_decimal::Decimal]
);
rule!(
    Decimal,
    IsDecimal,
    "`decimal` applies to `Decimal`, not to `{Self}`",
    [rust_decimal::Decimal]
);
rule!(
    Timestamp,
    IsTimestamp,
    "this column is kept as `DateTime<Utc>`, not as `{Self}`",
    [chrono::DateTime<chrono::Utc>]
);
rule!(Version, IsVersion, "`version` counts in i32 or i64, not in `{Self}`", [i32, i64]);
rule!(Auto, IsAuto, "`auto` makes i32, i64 and Uuid keys, not `{Self}`", [i32, i64, uuid::Uuid]);

/// A type that is not an `Option`.
pub trait NotNull {}

impl<T: Field> NotNull for T where T::Inner: Itself<T> {}

/// The type itself; an `Option` is not its inner type.
#[diagnostic::on_unimplemented(
    message = "a primary key cannot be null, so its type cannot be `{T}`",
    label = "remove the `Option`"
)]
pub trait Itself<T> {}

impl<T> Itself<T> for T {}
