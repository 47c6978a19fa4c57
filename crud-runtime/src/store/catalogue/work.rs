//! Reading catalogues as work on a database.

use super::Catalogue;
use crate::error::Result;
use crate::sql::{Dialect, shape};
use crate::store::connection::Connection;
use crate::store::db::Db;
use crate::store::task::Work;

impl Db {
    /// What the database says of everything in it.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn catalogue(&self) -> Result<Catalogue> {
        self.read(false, Read).await
    }

    /// What the database would say of tables of these shapes, expressions and all.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) where it cannot have such tables, and the errors of
    /// the database: it has to allow temporary tables.
    pub(crate) async fn expected_catalogue(&self, shapes: Vec<shape::Table>) -> Result<Catalogue> {
        match self.dialect() {
            // Nothing is made there, and the file may be one that can only be read.
            Dialect::Sqlite => self.read(false, Expect(shapes)).await,
            Dialect::Postgres | Dialect::Mysql => self.write(Expect(shapes)).await,
        }
    }
}

struct Read;

impl Work for Read {
    type Output = Catalogue;

    async fn run(&mut self, connection: &mut Connection) -> Result<Catalogue> {
        Catalogue::read(connection).await
    }
}

struct Expect(Vec<shape::Table>);

impl Work for Expect {
    type Output = Catalogue;

    async fn run(&mut self, connection: &mut Connection) -> Result<Catalogue> {
        Catalogue::expected_by(connection, &self.0).await
    }
}
