//! What can be asked of a resource: the one list that routes and documents both read.

/// An operation of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `GET /books`
    List,
    /// `POST /books`
    Create,
    /// `GET /books/{id}`
    Read,
    /// `PUT /books/{id}`
    Replace,
    /// `PATCH /books/{id}`
    Patch,
    /// `DELETE /books/{id}`
    Delete,
}

impl Operation {
    /// What `operations(…)` names, in the order of documents.
    pub const ALL: &'static [Self] =
        &[Self::List, Self::Create, Self::Read, Self::Replace, Self::Patch, Self::Delete];

    /// The HTTP method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::List | Self::Read => "GET",
            Self::Create => "POST",
            Self::Replace => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Where it is served.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::List | Self::Create => Place::Collection,
            Self::Read | Self::Replace | Self::Patch | Self::Delete => Place::Record,
        }
    }
}

/// A path of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// `/books`
    Collection,
    /// `/books/{id}`
    Record,
}
