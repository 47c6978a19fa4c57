//! What a member is to a body: the one rule that parsers and schemas both read.

use crate::model::{Column, Shape};

/// What a member of a body does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It sets the column.
    Set,
    /// It may be sent back as it was read, and must equal what is stored.
    Echo,
    /// A body of this shape has no such member.
    Absent,
}

impl Role {
    /// The role of a column's member in a body of this shape.
    pub(crate) const fn of(column: &Column, shape: Shape) -> Self {
        match shape {
            Shape::Create if column.creatable => Self::Set,
            Shape::Replace | Shape::Patch if column.updatable => Self::Set,
            Shape::Replace | Shape::Patch | Shape::Read if column.readable => Self::Echo,
            _ => Self::Absent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;
    use crate::model::{Shape, column};

    #[test]
    fn attributes_decide() {
        let rows = [
            (column::<String>("plain").done(), [Role::Set, Role::Set]),
            (column::<i64>("id").primary_key().auto().done(), [Role::Absent, Role::Echo]),
            (column::<i64>("id").primary_key().done(), [Role::Set, Role::Echo]),
            (column::<String>("immutable").immutable().done(), [Role::Set, Role::Echo]),
            (column::<String>("shown").read_only().done(), [Role::Absent, Role::Echo]),
            (column::<String>("secret").write_only().done(), [Role::Set, Role::Set]),
            (column::<String>("hidden").hidden().done(), [Role::Absent, Role::Absent]),
        ];
        for (column, [create, replace]) in rows {
            assert_eq!(Role::of(&column, Shape::Create), create, "{}", column.name);
            assert_eq!(Role::of(&column, Shape::Replace), replace, "{}", column.name);
            assert_eq!(Role::of(&column, Shape::Patch), replace, "{}", column.name);
        }
    }
}
