//! What can be asked of a resource: the one list that routes and documents both read.

/// An operation of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `GET /books`
    List,
    /// `QUERY /books` (RFC 10008): the same with the question in the body.
    Query,
    /// `POST /books:query`: the same for clients that know no `QUERY`.
    PostQuery,
    /// `GET /books:aggregate`
    Aggregate,
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
    /// `GET /authors/{id}/books`, of the relation at this position
    Related(usize),
    /// `PUT /books/{id}/tags`
    SetLinks(usize),
    /// `PUT /books/{id}/tags/{tag_id}`
    Link(usize),
    /// `DELETE /books/{id}/tags/{tag_id}`
    Unlink(usize),
}

impl Operation {
    /// All of them, in the order of documents; those that [`Table::serves`](super::Table::serves)
    /// makes of others are not named in `operations(…)`.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Query,
        Self::Create,
        Self::PostQuery,
        Self::Aggregate,
        Self::Read,
        Self::Replace,
        Self::Patch,
        Self::Delete,
    ];

    /// What is asked of the relation at this position.
    pub(crate) const fn of_relation(relation: usize) -> [Self; 4] {
        [
            Self::Related(relation),
            Self::SetLinks(relation),
            Self::Link(relation),
            Self::Unlink(relation),
        ]
    }

    /// The position of the relation that it is about.
    #[must_use]
    pub const fn relation(self) -> Option<usize> {
        match self.place() {
            Place::Related(relation) | Place::Link(relation) => Some(relation),
            Place::Collection | Place::Query | Place::Aggregate | Place::Record => None,
        }
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::List | Self::Aggregate | Self::Read | Self::Related(_) => "GET",
            Self::Query => "QUERY",
            Self::Create | Self::PostQuery => "POST",
            Self::Replace | Self::SetLinks(_) | Self::Link(_) => "PUT",
            Self::Patch => "PATCH",
            Self::Delete | Self::Unlink(_) => "DELETE",
        }
    }

    /// Where it is served.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::List | Self::Query | Self::Create => Place::Collection,
            Self::PostQuery => Place::Query,
            Self::Aggregate => Place::Aggregate,
            Self::Read | Self::Replace | Self::Patch | Self::Delete => Place::Record,
            Self::Related(relation) | Self::SetLinks(relation) => Place::Related(relation),
            Self::Link(relation) | Self::Unlink(relation) => Place::Link(relation),
        }
    }
}

/// A path of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// `/books`
    Collection,
    /// `/books:query`
    Query,
    /// `/books:aggregate`
    Aggregate,
    /// `/books/{id}`
    Record,
    /// `/authors/{id}/books`, of the relation at this position
    Related(usize),
    /// `/books/{id}/tags/{tag_id}`
    Link(usize),
}
