//! How many records a relation leads to, as a type: what its loaded side looks like in Rust.

use super::{Field, Inverse};

/// How many records there are: [`One`], [`Maybe`] one, [`Many`].
pub trait Multiplicity: 'static {
    /// So many.
    type Of<R>;
    /// How many there are of those for which a condition holds.
    type Filtered: Multiplicity;
}

/// How many records a reference leads to: [`One`] or [`Maybe`] one.
pub trait Presence: Multiplicity {
    /// What two columns lead to together, of which one is this.
    type And<P: Presence>: Presence;
}

/// There is one.
pub enum One {}

/// There is one, or none.
pub enum Maybe {}

/// There are any number.
pub enum Many {}

impl Multiplicity for One {
    type Of<R> = R;
    type Filtered = Maybe;
}

impl Multiplicity for Maybe {
    type Of<R> = Option<R>;
    type Filtered = Maybe;
}

impl Multiplicity for Many {
    type Of<R> = Vec<R>;
    type Filtered = Many;
}

impl Presence for One {
    type And<P: Presence> = P;
}

impl Presence for Maybe {
    type And<P: Presence> = Self;
}

/// What holds a reference: the type of a field, the tuple of several, or [`Inverse`].
pub trait Holder {
    /// Whether there always is a record on the other side.
    type Presence: Presence;
}

impl Holder for Inverse {
    type Presence = Maybe;
}

impl<T: Field + Within<T::Inner>> Holder for T {
    type Presence = <T as Within<T::Inner>>::Presence;
}

/// A type against the one below its `Option`.
pub trait Within<I> {
    /// Whether there always is a value.
    type Presence: Presence;
}

impl<T> Within<T> for T {
    type Presence = One;
}

impl<T> Within<T> for Option<T> {
    type Presence = Maybe;
}

/// Emits `impl Holder` for the columns of a reference to a composite key: where one may be null,
/// there may be no record.
macro_rules! columns {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Holder, $($rest: Holder),*> Holder for ($first, $($rest),*) {
            type Presence = columns!(@and $first $($rest)*);
        }
    };
    (@and $last:ident) => { $last::Presence };
    (@and $first:ident $($rest:ident)+) => {
        <$first::Presence as Presence>::And<columns!(@and $($rest)+)>
    };
}

columns!(A B);
columns!(A B C);
columns!(A B C D);
columns!(A B C D F);
columns!(A B C D F G);
