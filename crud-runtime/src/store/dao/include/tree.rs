//! What is embedded where: the includes of a query, level by level, with what was read so far.

use super::slots::{NONE, Slots};
use crate::codec::json;
use crate::error::{Error, Result};
use crate::model::{Column, Link, Relation, Table, Value};
use crate::query::Include;
use crate::store::connection::Shared;
use crate::store::dao::form::Projection;
use crate::store::fields::Fields;

/// Bytes of one record with all that is embedded in it, some of it often.
const LARGEST: usize = 32 << 20;

/// The records of one place in the tree.
pub(super) struct Node<'q> {
    pub(super) table: &'static Table,
    projection: Projection,
    /// What is selected: what is shown, then what belongs together by.
    pub(super) columns: Vec<usize>,
    pub(super) branches: Vec<Branch<'q>>,
    /// The records as JSON objects, without their ends where something follows in them,
    bytes: Vec<u8>,
    /// and where each ends.
    ends: Vec<u32>,
    /// For each record, one behind the other, its keys' numbers in the branches.
    keys: Vec<u32>,
}

/// An include: what leads from the records of one node to those of another.
pub(super) struct Branch<'q> {
    pub(super) include: &'q Include,
    pub(super) relation: &'static Relation,
    pub(super) link: Link,
    /// The node of its records.
    pub(super) node: usize,
    /// `,"reviews":`
    member: Vec<u8>,
    /// Where the columns of its key are among those that are selected.
    near: Vec<usize>,
    pub(super) slots: Slots,
    /// The values of its keys, one key behind the other.
    pub(super) values: Vec<Value>,
    /// Where the records of each key begin in `records`, and where the last one's end.
    begins: Vec<u32>,
    /// Records of the node, those of one key together.
    records: Vec<u32>,
}

/// The tree, the root first, and each level behind the one that it belongs to.
pub(super) struct Tree<'q> {
    pub(super) nodes: Vec<Node<'q>>,
    /// For each node but the root, the branch that leads to it.
    pub(super) origins: Vec<Origin>,
}

/// Which branch leads to a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) node: usize,
    pub(super) branch: usize,
}

impl<'q> Tree<'q> {
    /// The tree of what is included.
    pub(super) fn of(
        table: &'static Table,
        projection: &Projection,
        includes: &'q [Include],
        shared: &Shared,
    ) -> Self {
        let root = Node::new(table, projection.clone());
        let mut tree = Self { nodes: vec![root], origins: Vec::new() };
        let mut pending = vec![includes];
        let mut at = 0;
        while let Some(&includes) = pending.get(at) {
            for include in includes {
                let target = tree.branch(at, include, shared.secret);
                let projection = match &include.query.fields {
                    Some(fields) => Projection::of(target, fields),
                    None => shared.full(target),
                };
                tree.nodes.push(Node::new(target, projection));
                pending.push(&include.query.include);
            }
            at += 1;
        }
        tree
    }

    /// Adds a branch to a node; returns the table that it leads to.
    fn branch(&mut self, at: usize, include: &'q Include, secret: [u8; 16]) -> &'static Table {
        let node = self.nodes.len();
        let from = &mut self.nodes[at];
        let relation = &from.table.relations[include.relation];
        let link = relation.link(from.table);
        let is_first = from.branches.is_empty() && from.projection.shown().is_empty();
        let mut member = if is_first { Vec::new() } else { vec![b','] };
        json::write_text(relation.name, &mut member);
        member.push(b':');
        let near = link.near.iter().map(|&column| place(&mut from.columns, column)).collect();
        from.branches.push(Branch {
            include,
            relation,
            link,
            node,
            member,
            near,
            slots: Slots::new(secret),
            values: Vec::new(),
            begins: Vec::new(),
            records: Vec::new(),
        });
        self.origins.push(Origin { node: at, branch: self.nodes[at].branches.len() - 1 });
        link.target
    }

    /// The branch that leads to a node.
    pub(super) fn origin(&self, node: usize) -> &Branch<'q> {
        let Origin { node, branch } = self.origins[node - 1];
        &self.nodes[node].branches[branch]
    }

    /// The relation's path, as `include` names it.
    pub(super) fn path(&self, mut node: usize) -> String {
        let mut names = Vec::new();
        while node > 0 {
            names.push(self.origin(node).relation.name);
            node = self.origins[node - 1].node;
        }
        names.reverse();
        names.join(".")
    }

    /// The error of more than one answer holds.
    pub(super) fn too_many(&self, node: usize, most: &'static str) -> Error {
        Error::TooMany { relation: self.path(node), most }
    }

    /// Appends a record with all that is embedded in it.
    pub(super) fn write(&self, record: usize, out: &mut Vec<u8>) -> Result<()> {
        let most = out.len() + LARGEST;
        self.write_node(0, record, most, out)
    }

    fn write_node(&self, at: usize, record: usize, most: usize, out: &mut Vec<u8>) -> Result<()> {
        let node = &self.nodes[at];
        out.extend_from_slice(node.record(record));
        if node.branches.is_empty() {
            return Ok(());
        }
        let keys = &node.keys[record * node.branches.len()..];
        for (branch, &key) in node.branches.iter().zip(keys) {
            out.extend_from_slice(&branch.member);
            let records = branch.of_key(key);
            if !branch.relation.is_to_many() {
                match records {
                    [first, ..] => self.write_node(branch.node, *first as usize, most, out)?,
                    [] => out.extend_from_slice(b"null"),
                }
                continue;
            }
            out.push(b'[');
            for (index, &record) in records.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                self.write_node(branch.node, record as usize, most, out)?;
                if out.len() > most {
                    return Err(self.too_many(branch.node, "32 MiB"));
                }
            }
            out.push(b']');
        }
        out.push(b'}');
        Ok(())
    }
}

impl Node<'_> {
    fn new(table: &'static Table, projection: Projection) -> Self {
        let columns = projection.shown().to_vec();
        Self {
            table,
            projection,
            columns,
            branches: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// How many records it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes they have.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a record; its fields are the selected columns.
    pub(super) fn push(&mut self, fields: &Fields<'_>, text: &mut Vec<u8>) -> Result<()> {
        let Self { table, projection, branches, bytes, ends, keys, .. } = self;
        if branches.is_empty() {
            projection.write(fields, bytes)?;
        } else {
            projection.write_open(fields, bytes)?;
        }
        ends.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        for branch in branches {
            keys.push(branch.key(table, fields, text)?);
        }
        Ok(())
    }

    fn record(&self, record: usize) -> &[u8] {
        let begin = record.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.bytes[begin..self.ends[record] as usize]
    }
}

impl Branch<'_> {
    /// The number of a record's key; none where a part of it is null.
    fn key(&mut self, table: &Table, fields: &Fields<'_>, text: &mut Vec<u8>) -> Result<u32> {
        let near = self.near.iter().zip(self.link.near);
        let columns = near.map(|(&index, &column)| (index, &table.columns[column]));
        if !key_text(fields, columns.clone(), text)? {
            return Ok(NONE);
        }
        let (number, is_new) = self.slots.add(text);
        if is_new {
            for (index, column) in columns {
                self.values.push(fields.value(index, column)?);
            }
        }
        Ok(number)
    }

    /// Takes the keys of the node's records, in their order.
    pub(super) fn attach(&mut self, keys: &[u32]) {
        let mut begins = vec![0_u32; self.slots.len() + 1];
        for &key in keys {
            begins[key as usize + 1] += 1;
        }
        for index in 1..begins.len() {
            begins[index] += begins[index - 1];
        }
        let mut next = begins.clone();
        let mut records = vec![0; keys.len()];
        for (record, &key) in (0_u32..).zip(keys) {
            let place = &mut next[key as usize];
            records[*place as usize] = record;
            *place += 1;
        }
        (self.begins, self.records) = (begins, records);
    }

    fn of_key(&self, key: u32) -> &[u32] {
        let ends = (key != NONE).then(|| self.begins.get(key as usize..)).flatten();
        match ends {
            Some([begin, end, ..]) => &self.records[*begin as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Writes a key as a text that is the same for equal keys alone, whatever the columns on the two
/// sides are; `false` where a part of it is null.
pub(super) fn key_text<'c>(
    fields: &Fields<'_>,
    columns: impl Iterator<Item = (usize, &'c Column)>,
    text: &mut Vec<u8>,
) -> Result<bool> {
    text.clear();
    for (index, column) in columns {
        let begin = text.len();
        fields.write_json(index, column, text)?;
        if &text[begin..] == b"null" {
            return Ok(false);
        }
        end_part(column, begin, text);
    }
    Ok(true)
}

/// The same of values.
pub(super) fn values_text<'c>(
    values: &[Value],
    columns: impl Iterator<Item = &'c Column>,
    text: &mut Vec<u8>,
) -> bool {
    text.clear();
    for (value, column) in values.iter().zip(columns) {
        let begin = text.len();
        json::write(column, value, text);
        if value.is_null() {
            return false;
        }
        end_part(column, begin, text);
    }
    true
}

/// Ends a part of a key. JSON ends by itself, but for numbers, and decimals have the digits of
/// their column.
fn end_part(column: &Column, begin: usize, text: &mut Vec<u8>) {
    use crate::model::ColumnType;
    if matches!(column.column_type, ColumnType::Decimal) && text[begin..].contains(&b'.') {
        text.pop_if(|last| *last == b'"');
        while text.pop_if(|last| *last == b'0').is_some() {}
        text.pop_if(|last| *last == b'.');
        text.push(b'"');
    }
    text.push(b',');
}

/// Where a column is among those that are selected; it is added where it is not.
pub(super) fn place(columns: &mut Vec<usize>, column: usize) -> usize {
    columns.iter().position(|&selected| selected == column).unwrap_or_else(|| {
        columns.push(column);
        columns.len() - 1
    })
}
