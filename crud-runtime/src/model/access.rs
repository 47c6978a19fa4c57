//! Who may do what with an entity: the answer that `allow(…)` demands.

/// Who may do one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Anybody, without being known.
    Public,
    /// Nobody over HTTP; Rust code still may.
    Nobody,
}

/// What `allow(…)` says, action by action.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// Reading one record, and being answered with the record after a write.
    pub read: Permission,
    /// Listing.
    pub list: Permission,
    /// Creating.
    pub create: Permission,
    /// Replacing and patching.
    pub update: Permission,
    /// Deleting.
    pub delete: Permission,
}

impl Access {
    /// Everything to anybody.
    pub const PUBLIC: Self = Self::all(Permission::Public);
    /// Nothing to anybody.
    pub const NOBODY: Self = Self::all(Permission::Nobody);

    /// The same permission for every action.
    #[must_use]
    pub const fn all(permission: Permission) -> Self {
        Self {
            read: permission,
            list: permission,
            create: permission,
            update: permission,
            delete: permission,
        }
    }
}
