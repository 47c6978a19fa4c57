//! A page whose records embed others.

use super::fetch::fetch;
use super::tree::Tree;
use crate::error::Result;
use crate::model::Table;
use crate::query::Query;
use crate::store::connection::Connection;
use crate::store::dao::form::Projection;
use crate::store::dao::page::{FULL, Listing, records, reverse};
use crate::store::dao::read::count_in;
use crate::store::fields::Fields;
use crate::store::task::Work;

/// A page as JSON.
pub(in crate::store::dao) struct ListWith {
    pub(in crate::store::dao) table: &'static Table,
    pub(in crate::store::dao) query: Query,
    pub(in crate::store::dao) projection: Projection,
    pub(in crate::store::dao) opening: &'static [u8],
}

impl Work for ListWith {
    type Output = Listing;

    async fn run(&mut self, connection: &mut Connection) -> Result<Listing> {
        loop {
            match self.attempt(connection).await? {
                Attempt::Page(listing) => return Ok(listing),
                // With what they embed, fewer records fill the page. They are read once more, so
                // that the page ends where its `next` says.
                Attempt::Full(records) => self.query.limit = Some(records),
            }
        }
    }
}

enum Attempt {
    Page(Listing),
    /// So many records fill a page.
    Full(u32),
}

impl ListWith {
    async fn attempt(&self, connection: &mut Connection) -> Result<Attempt> {
        let Self { table, query, projection, .. } = self;
        let mut tree = Tree::of(table, projection, &query.include, connection.shared());
        // What is embedded is of one state with what it belongs to: no reference leads nowhere.
        connection.begin_snapshot().await?;
        let columns = tree.nodes[0].columns.clone();
        let (root, mut text) = (&mut tree.nodes[0], Vec::new());
        let mut write = |fields: &Fields<'_>| {
            root.push(fields, &mut text)?;
            Ok(root.size() >= FULL)
        };
        let mut page = records(connection, table, query, &columns, &mut write).await?;
        if query.count {
            page.total = Some(count_in(connection, table, &query.filter).await?);
        }
        fetch(connection, &mut tree).await?;
        connection.end_snapshot().await?;
        Ok(match self.splice(&tree)? {
            Ok(items) => {
                projection.note_list(items.len(), page.read);
                let (around, total, read) = (page.around, page.total, page.read);
                Attempt::Page(Listing { items, around, total, read })
            }
            Err(records) => Attempt::Full(records),
        })
    }

    /// The array; otherwise how many records fill it.
    fn splice(&self, tree: &Tree<'_>) -> Result<Result<Vec<u8>, u32>> {
        let Self { query, projection, opening, .. } = self;
        let count = tree.nodes[0].len();
        let mut items = Vec::with_capacity(opening.len() + projection.list_size(query.limit));
        items.extend_from_slice(opening);
        items.push(b'[');
        // Where each record begins, for those that come backwards.
        let mut begins = Vec::new();
        for record in 0..count {
            if record > 0 {
                items.push(b',');
            }
            if query.before.is_some() {
                begins.push(items.len());
            }
            tree.write(record, &mut items)?;
            if items.len() >= FULL && record + 1 < count {
                return Ok(Err(u32::try_from(record + 1).unwrap_or(u32::MAX)));
            }
        }
        reverse(&mut items, &begins);
        items.push(b']');
        Ok(Ok(items))
    }
}
