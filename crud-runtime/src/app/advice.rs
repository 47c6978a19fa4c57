//! What clients may ask that no index serves.
//!
//! A filter is served by an index that begins with its column, an order by one that has all of it,
//! the key that ends it too. An index for each filter with each order would be many that nobody
//! uses; told are those of the order that lists have anyway, behind what leads to one parent
//! (`/authors/7/books`) or has few values (`?state=open`).

use crate::model::{ColumnType, Operation, Table};
use crate::query::{Operator, Query, Sort, SortKey};
use crate::sql::indexes;
use crate::sql::shape::Directed;

/// A sentence for each filter, sort and order of the entities that no index serves, with the
/// attribute that makes one. Of a table that migrations leave alone nothing is said: no attribute
/// makes an index there.
pub(crate) fn advice(tables: &[&'static Table]) -> Vec<String> {
    let lists = |table: &&&'static Table| {
        [Operation::List, Operation::Query, Operation::PostQuery]
            .iter()
            .any(|operation| table.serves(*operation))
    };
    let listed = tables.iter().filter(lists).filter(|table| !table.unmanaged);
    listed.flat_map(|table| Advice::of(table).told).collect()
}

struct Advice {
    table: &'static Table,
    /// Each index that is there, or told of.
    indexes: Vec<Directed>,
    told: Vec<String>,
}

impl Advice {
    fn of(table: &'static Table) -> Self {
        let mut advice = Self { table, indexes: indexes(table), told: Vec::new() };
        let order = columns(&Query::all(table).order(table));
        advice.order(&order);
        if order.iter().any(|(column, _)| !table.key.contains(column)) {
            for equal in advice.equal() {
                advice.behind(&equal, &order);
            }
        }
        for column in 0..table.columns.len() {
            advice.column(column);
        }
        advice
    }

    /// The order of lists that ask for none.
    fn order(&mut self, order: &[(usize, bool)]) {
        if self.has(order) {
            return;
        }
        let (entity, names, attribute) =
            (self.table.entity, self.names(order), self.attribute(order));
        self.told.push(format!(
            "lists of `{entity}` are ordered by {names}, which no index has: write {attribute}"
        ));
    }

    /// Sets of columns that a list is often narrowed to one value of: what leads to a parent, and
    /// what has few values.
    fn equal(&self) -> Vec<Vec<usize>> {
        let table = self.table;
        let is_asked = |column: usize| Operator::of(&table.columns[column]).next().is_some();
        let references = table.references().map(|relation| relation.columns.to_vec());
        let few = (0..table.columns.len()).filter(|&column| {
            matches!(table.columns[column].column_type, ColumnType::Bool | ColumnType::Enum(_))
        });
        let mut all: Vec<Vec<usize>> = Vec::new();
        for columns in references.chain(few.map(|column| vec![column])) {
            let is_one_record = columns.iter().any(|&column| table.columns[column].unique);
            if columns.iter().all(|&column| is_asked(column))
                && !is_one_record
                && !all.contains(&columns)
            {
                all.push(columns);
            }
        }
        all
    }

    /// The order of lists, of records that are equal in some columns.
    fn behind(&mut self, equal: &[usize], order: &[(usize, bool)]) {
        let rest = order.iter().filter(|(column, _)| !equal.contains(column)).copied();
        // One direction is as good as another there: the order's leaves out most words.
        let descends = rest.clone().next().is_some_and(|(_, descends)| descends);
        let one: Vec<_> = equal.iter().map(|&column| (column, descends)).collect();
        if self.indexes.iter().any(|index| begins_with(index, equal, rest.clone())) {
            return;
        }
        let whole: Vec<_> = one.into_iter().chain(rest).collect();
        let plain: Vec<_> = equal.iter().map(|&column| (column, false)).collect();
        let (entity, one, names) = (self.table.entity, self.names(&plain), self.names(order));
        let attribute = self.attribute(&whole);
        self.told.push(format!(
            "lists of `{entity}` with one {one} are ordered by {names}, which no index has behind \
             it: write {attribute}"
        ));
    }

    /// A column that may be filtered or sorted.
    fn column(&mut self, position: usize) {
        let table = self.table;
        let column = &table.columns[position];
        let is_filtered = Operator::of(column).next().is_some();
        let begins = self.indexes.iter().any(|index| index.columns.first() == Some(&position));
        let sort = vec![Sort::column(position, false)];
        let order = columns(&Query { sort, ..Query::all(table) }.order(table));
        let is_sorted = column.sortable && !self.has(&order);
        let what = match (is_filtered && !begins, is_sorted) {
            (true, true) => "filter and sort",
            (true, false) => "filter",
            (false, true) => "sort",
            (false, false) => return,
        };
        let attribute = self.attribute(&order);
        let lacks = if begins { "has with the key behind it" } else { "begins with" };
        let (entity, name) = (table.entity, self.name(position));
        self.told.push(format!(
            "clients may {what} `{entity}` by `{name}`, which no index {lacks}: write {attribute}"
        ));
    }

    /// Whether an index has these columns side by side.
    fn has(&self, order: &[(usize, bool)]) -> bool {
        self.indexes.iter().any(|index| index.begins_with(order.iter().copied()))
    }

    /// The attribute that makes an index of this order, which is there from now on. It says no more
    /// of the key than it must: an index goes on with the key, unless another that begins alike is
    /// there already.
    fn attribute(&mut self, order: &[(usize, bool)]) -> String {
        let key = self.table.key;
        let is_enough = |own: &[(usize, bool)]| {
            let last = own[own.len() - 1].1;
            let rest = key.iter().filter(|column| own.iter().all(|(one, _)| one != *column));
            own.iter().copied().chain(rest.map(|column| (*column, last))).eq(order.iter().copied())
        };
        let own = (1..order.len())
            .map(|length| &order[..length])
            .find(|own| is_enough(own) && !self.has(own))
            .unwrap_or(order);
        // All that descends is walked backwards.
        let turned = own.iter().all(|(_, descends)| *descends);
        let own: Vec<_> =
            own.iter().map(|(column, descends)| (*column, *descends != turned)).collect();
        self.indexes.push(Directed::from(order));
        match own.as_slice() {
            [(column, _)] => format!("#[crud(index)] on the field `{}`", self.name(*column)),
            own => format!("#[crud(index({}))] on the struct", self.names(own)),
        }
    }

    fn names(&self, order: &[(usize, bool)]) -> String {
        let name = |(column, descends): &(usize, bool)| {
            let descends = if *descends { " desc" } else { "" };
            format!("{}{descends}", self.name(*column))
        };
        order.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// What the field is most likely called: `rename_all` gives members other cases.
    fn name(&self, column: usize) -> &'static str {
        let column = &self.table.columns[column];
        let is_snake = !column.member.contains(|letter: char| letter.is_ascii_uppercase());
        if is_snake { column.member } else { column.name }
    }
}

/// Whether an index has these columns in any order, and behind them this one.
fn begins_with(
    index: &Directed,
    equal: &[usize],
    order: impl Iterator<Item = (usize, bool)>,
) -> bool {
    let (begin, rest) = index.columns.split_at(equal.len().min(index.columns.len()));
    let rest = Directed { columns: rest.to_vec(), ..index.clone() };
    equal.iter().all(|column| begin.contains(column)) && rest.begins_with(order)
}

fn columns(order: &[Sort]) -> Vec<(usize, bool)> {
    let column = |sort: &Sort| match sort.key {
        SortKey::Column(column) => Some((column, sort.descending)),
        SortKey::Related { .. } | SortKey::Relevance => None,
    };
    order.iter().filter_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::fixture::{BOOK, SHELF_MARK};
    use crate::model::{Index, Order, Table};

    const fn order(column: usize, descending: bool) -> Order {
        Order { column, descending }
    }

    const fn index(columns: &'static [usize], descending: &'static [usize]) -> Index {
        Index { columns, descending, unique: false }
    }

    fn told(table: &'static Table) -> Vec<String> {
        advice(&[table])
    }

    #[test]
    fn what_no_index_serves_is_named_with_its_attribute() {
        static STRANGE: Table = Table { unmanaged: true, ..BOOK };
        let plain = told(&BOOK);
        assert_eq!(
            plain[0],
            "clients may filter and sort `Book` by `title`, which no index begins with: write \
             #[crud(index)] on the field `title`"
        );
        assert!(plain.iter().all(|told| !told.contains("`author_id`") && !told.contains("`id`")));
        assert_eq!(told(&STRANGE), [""; 0]);
    }

    #[test]
    fn an_order_is_served_with_the_key_that_ends_it() {
        static TWO: Table = Table { indexes: &[index(&[1, 3], &[])], ..BOOK };
        static BOTH: Table = Table { indexes: &[index(&[1, 3], &[]), index(&[1, 0], &[])], ..BOOK };
        let of_title = |table| told(table).into_iter().find(|told| told.contains("`title`"));
        assert_eq!(
            of_title(&TWO).as_deref(),
            Some(
                "clients may sort `Book` by `title`, which no index has with the key behind it: \
                 write #[crud(index(title, id))] on the struct"
            )
        );
        assert_eq!(of_title(&BOTH), None);
        // The second column of a key stands behind the first.
        assert!(told(&SHELF_MARK).concat().contains("#[crud(index)] on the field `position`"));
    }

    #[test]
    fn the_order_of_lists_is_served_behind_a_parent_too() {
        static ORDERED: Table = Table { order: &[order(11, true), order(3, true)], ..BOOK };
        static MIXED: Table = Table { order: &[order(11, true), order(3, false)], ..BOOK };
        static SERVED: Table = Table {
            indexes: &[
                index(&[11, 3], &[11]),
                index(&[7, 11, 3], &[11]),
                index(&[4, 11, 3], &[11]),
            ],
            ..MIXED
        };
        assert_eq!(
            told(&ORDERED)[..2],
            [
                "lists of `Book` are ordered by created_at desc, price desc, id desc, which no \
                 index has: write #[crud(index(created_at, price))] on the struct",
                "lists of `Book` with one author_id are ordered by created_at desc, price desc, \
                 id desc, which no index has behind it: write \
                 #[crud(index(author_id, created_at, price))] on the struct"
            ]
        );
        let mixed = told(&MIXED);
        assert!(mixed[0].ends_with("write #[crud(index(created_at desc, price))] on the struct"));
        let few = |told: &[String]| told.iter().filter(|one| one.starts_with("lists")).count();
        assert_eq!(few(&told(&SERVED)), few(&mixed) - 3, "{:?}", told(&SERVED));
    }

    #[test]
    fn who_follows_the_advice_hears_no_more() {
        static TABLE: Table = Table {
            order: &[order(11, true), order(3, false)],
            indexes: &[index(&[1, 3], &[]), index(&[3, 6], &[])],
            ..BOOK
        };
        let mut table = TABLE;
        for _ in 0..2 {
            let mut columns = table.columns.to_vec();
            let mut indexes = table.indexes.to_vec();
            for told in told(Box::leak(Box::new(table))) {
                let position = |name: &str| {
                    let mut all = table.columns.iter();
                    all.position(|column| column.member == name).expect("a column")
                };
                if let Some((_, name)) = told.split_once("on the field `") {
                    columns[position(name.trim_end_matches('`'))].indexed = true;
                    continue;
                }
                let (_, words) = told.split_once("crud(index(").expect("an attribute");
                let (words, _) = words.split_once("))]").expect("an attribute");
                let (mut all, mut descending) = (Vec::new(), Vec::new());
                for word in words.split(", ") {
                    let (name, descends) = word.split_once(' ').unwrap_or((word, ""));
                    all.push(position(name));
                    descending.extend((!descends.is_empty()).then(|| position(name)));
                }
                indexes.push(index(all.leak(), descending.leak()));
            }
            table = Table { columns: columns.leak(), indexes: indexes.leak(), ..table };
        }
        assert_eq!(told(Box::leak(Box::new(table))), [""; 0]);
    }
}
