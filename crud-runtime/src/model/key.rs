//! Primary keys as Rust values.

use super::{AnyKey, Field, Value};

/// A primary key: one column's value, or a tuple in declaration order.
pub trait Key: Send + 'static {
    /// The values of the key columns, in declaration order.
    fn into_values(self) -> Vec<Value>;
}

impl<T: Field> Key for T {
    fn into_values(self) -> Vec<Value> {
        vec![self.to_value()]
    }
}

impl Key for AnyKey {
    fn into_values(self) -> Vec<Value> {
        Vec::new()
    }
}

/// Emits `impl Key` for a tuple.
macro_rules! tuple {
    ($($part:ident)+) => {
        impl<$($part: Field),+> Key for ($($part,)+) {
            #[expect(non_snake_case, reason = "a type parameter doubles as its value's name")]
            fn into_values(self) -> Vec<Value> {
                let ($($part,)+) = self;
                vec![$($part.to_value()),+]
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
