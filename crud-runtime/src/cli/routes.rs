//! `routes`: what is served.

use std::collections::BTreeMap;

use super::print;
use crate::Result;
use crate::app::Core;
use crate::export::ARTEFACTS;
use crate::model::{Operation, Place, Table};

/// Prints what is served, a path a line.
pub(crate) fn routes(core: &Core) -> Result<()> {
    print(&table(&rows(core)))
}

/// A path, the methods that it takes, and what it is.
type Line = [String; 3];

fn rows(core: &Core) -> Vec<Line> {
    let mut rows = Vec::new();
    for table in &core.tables {
        rows.extend(table.places().into_iter().map(|place| resource(table, place)));
    }
    let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for route in &core.routes {
        own.entry(&route.path).or_default().push(&route.method);
    }
    rows.extend(
        own.into_iter()
            .map(|(path, methods)| [path.to_owned(), methods.join(" "), "your own".to_owned()]),
    );
    let fixed = ARTEFACTS.iter().map(|artefact| (artefact.path, artefact.about)).chain([
        ("/schemas/{entity}", "an entity's JSON Schema"),
        ("/docs", "the page from which a person can call all this"),
        ("/problems/{kind}", "what an error means"),
        ("/livez", "whether the process runs"),
        ("/readyz", "whether the database answers"),
    ]);
    rows.extend(fixed.map(|(path, about)| [path.to_owned(), "GET".to_owned(), about.to_owned()]));
    rows
}

fn resource(table: &'static Table, place: Place) -> Line {
    let here = table.served().filter(|operation| operation.place() == place);
    let methods: Vec<_> = here.map(Operation::method).collect();
    let one = format!("/{{{}}}", key(table));
    let relation = |position: usize| &table.relations[position];
    let (rest, what) = match place {
        Place::Collection => (String::new(), "all".to_owned()),
        Place::Query => (":query".to_owned(), "all that a body asks for".to_owned()),
        Place::Aggregate => (":aggregate".to_owned(), "sums and counts of groups".to_owned()),
        Place::Record => (one, "one".to_owned()),
        Place::Related(position) => {
            let relation = relation(position);
            (format!("{one}/{}", relation.segment()), format!("the {} of one", relation.name))
        }
        Place::Link(position) => {
            let relation = relation(position);
            let other = key((relation.target)());
            let rest = format!("{one}/{}/{{{other}}}", relation.segment());
            (rest, format!("one of the {} of one", relation.name))
        }
    };
    let path = format!("/{}{rest}", table.path);
    [path, methods.join(" "), format!("{}: {what}", table.entity)]
}

fn key(table: &Table) -> String {
    table.key_columns().map(|column| column.member).collect::<Vec<_>>().join(",")
}

/// Lines in columns.
fn table(rows: &[Line]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let (path, methods) = (width(0).unwrap_or(0), width(1).unwrap_or(0));
    let lines = rows.iter().map(|[first, second, third]| {
        let line = format!("{first:path$}  {second:methods$}  {third}");
        line + "\n"
    });
    lines.collect()
}
