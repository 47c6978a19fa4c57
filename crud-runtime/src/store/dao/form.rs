//! The forms in which a record is answered: JSON bytes, or a row of values.

use std::hash::Hasher as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::codec::json;
use crate::error::Result;
use crate::model::{Generated, Row, Table, Value};
use crate::sql::{self, Dialect, Statement};
use crate::store::connection::Shared;
use crate::store::fields::Fields;

/// A form of answer.
pub(crate) trait Form: Clone + Send + Sync + 'static {
    /// What one record becomes.
    type Answer: Send + 'static;

    /// The columns that a statement must select, by their position in the table.
    fn columns(&self) -> &[usize];

    /// The statement that reads one record by its key.
    fn by_key(&self, dialect: Dialect, table: &'static Table, key: &[Value]) -> Statement {
        sql::by_key(dialect, table, self.columns(), key, false)
    }

    /// Reads one record.
    fn read(&self, fields: &Fields<'_>, shared: &Shared) -> Result<Self::Answer>;
}

/// A record as JSON, with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// A JSON object.
    pub(crate) body: Vec<u8>,
    /// The bare record tag: what stands between the quotes of a strong `ETag`.
    pub(crate) tag: String,
}

/// Which columns a JSON answer shows; the bytes between their values are made once.
#[derive(Debug, Clone)]
pub(crate) struct Projection(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    table: &'static Table,
    /// The shown columns, then those that the tag needs besides.
    columns: Vec<usize>,
    /// What stands before each shown value: `{"id":`, `,"title":`.
    keys: Vec<Vec<u8>>,
    /// The `one_of` that each shown column belongs to; none at all where there is none.
    choices: Vec<Option<Chosen>>,
    tagger: Tagger,
    /// The text that reads one record by its key, once it has been asked for.
    by_key: OnceLock<(Dialect, Arc<str>)>,
    /// The size of the last body, for the next one's buffer.
    size: AtomicUsize,
}

/// A column of a `one_of`, which is shown only where it is set.
#[derive(Debug)]
struct Chosen {
    /// The whole of it is written where its first column stands: what stands before the key of
    /// each column, and that column's place among those shown.
    variants: Vec<(Vec<u8>, usize)>,
}

/// The most that is reserved for a list before it is read.
const LARGE: usize = 1 << 20;

/// Whole rows of values.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    table: &'static Table,
    columns: Arc<[usize]>,
}

/// Whole rows with their tags.
#[derive(Debug, Clone)]
pub(super) struct TaggedRows {
    rows: Rows,
    tagger: Tagger,
}

/// Where a statement's answer has what the tag is made of.
#[derive(Debug, Clone)]
enum Tagger {
    /// The version, at this position.
    Version(usize),
    /// All stored columns, in declaration order, at these positions.
    Hash(Vec<usize>),
}

impl Projection {
    /// Every readable column.
    pub(crate) fn full(table: &'static Table) -> Self {
        let readable = |position: &usize| table.columns[*position].readable;
        Self::of(table, &(0..table.columns.len()).filter(readable).collect::<Vec<_>>())
    }

    /// These columns, in declaration order.
    pub(crate) fn of(table: &'static Table, fields: &[usize]) -> Self {
        let mut columns = fields.to_vec();
        // Part of a `one_of` could not tell whether it is set.
        for &column in fields {
            columns.extend(table.one_of(column).into_iter().flat_map(|one_of| one_of.columns));
        }
        columns.sort_unstable();
        columns.dedup();
        let choices = match table.one_of {
            [] => Vec::new(),
            _ => columns.iter().map(|&column| Chosen::of(table, &columns, column)).collect(),
        };
        let keys = columns
            .iter()
            .enumerate()
            .map(|(index, &column)| {
                let mut key = vec![if index == 0 { b'{' } else { b',' }];
                json::write_text(table.member_of(column), &mut key);
                key.push(b':');
                key
            })
            .collect();
        let tagger = Tagger::of(table, &mut columns);
        let (by_key, size) = (OnceLock::new(), AtomicUsize::new(256));
        Self(Arc::new(Inner { table, columns, keys, choices, tagger, by_key, size }))
    }

    /// The columns that are shown.
    pub(super) fn shown(&self) -> &[usize] {
        &self.0.columns[..self.0.keys.len()]
    }

    /// A buffer's size for a list, by what the last ones had.
    pub(super) fn list_size(&self, limit: Option<u32>) -> usize {
        let each = self.0.size.load(Ordering::Relaxed).saturating_add(1);
        let records = limit.map_or(16, |limit| limit.min(1000) as usize);
        // One list of large records must not make the next reserve gigabytes for what may be none.
        each.saturating_mul(records).min(LARGE)
    }

    /// Takes note of how long a list of so many records became.
    pub(super) fn note_list(&self, bytes: usize, records: usize) {
        if let Some(each) = bytes.checked_div(records) {
            self.0.size.store(each.saturating_add(each / 8), Ordering::Relaxed);
        }
    }

    /// Appends the JSON object of a record.
    pub(super) fn write(&self, fields: &Fields<'_>, out: &mut Vec<u8>) -> Result<()> {
        self.write_open(fields, out)?;
        out.push(b'}');
        Ok(())
    }

    /// Appends the JSON object of a record without its end, so that more members can follow.
    pub(super) fn write_open(&self, fields: &Fields<'_>, out: &mut Vec<u8>) -> Result<()> {
        let Inner { table, columns, keys, choices, .. } = &*self.0;
        for (index, (key, &column)) in keys.iter().zip(columns).enumerate() {
            if let Some(Some(chosen)) = choices.get(index) {
                if !chosen.variants.is_empty() {
                    out.extend_from_slice(key);
                    chosen.write(table, columns, fields, out)?;
                }
                continue;
            }
            out.extend_from_slice(key);
            fields.write_json(index, &table.columns[column], out)?;
        }
        if keys.is_empty() {
            out.push(b'{');
        }
        Ok(())
    }
}

impl Chosen {
    fn of(table: &'static Table, shown: &[usize], column: usize) -> Option<Self> {
        let one_of = table.one_of(column)?;
        let is_first = one_of.columns.iter().all(|&other| column <= other);
        let all = if is_first { one_of.columns } else { &[] };
        let variants = all.iter().filter_map(|&column| {
            let mut key = vec![b'{'];
            json::write_text(table.variant(column), &mut key);
            key.push(b':');
            Some((key, shown.binary_search(&column).ok()?))
        });
        Some(Self { variants: variants.collect() })
    }

    /// Writes the column that is set; `null` where none is, which the table's own constraint
    /// forbids.
    fn write(
        &self,
        table: &'static Table,
        columns: &[usize],
        fields: &Fields<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        for (key, index) in &self.variants {
            let column = &table.columns[columns[*index]];
            let value = fields.value(*index, column)?;
            if !value.is_null() {
                out.extend_from_slice(key);
                json::write(column, &value, out);
                out.push(b'}');
                return Ok(());
            }
        }
        out.extend_from_slice(b"null");
        Ok(())
    }
}

impl Form for Projection {
    type Answer = Record;

    fn columns(&self) -> &[usize] {
        &self.0.columns
    }

    fn by_key(&self, dialect: Dialect, table: &'static Table, key: &[Value]) -> Statement {
        let text = |dialect| sql::by_key(dialect, table, self.columns(), key, false).text;
        let (known, text) = self.0.by_key.get_or_init(|| (dialect, text(dialect)));
        if *known != dialect {
            return sql::by_key(dialect, table, self.columns(), key, false);
        }
        Statement { text: Arc::clone(text), args: sql::key_args(table, key) }
    }

    fn read(&self, fields: &Fields<'_>, shared: &Shared) -> Result<Record> {
        let mut body = Vec::with_capacity(self.0.size.load(Ordering::Relaxed));
        self.write(fields, &mut body)?;
        self.0.size.store(body.len() + body.len() / 8, Ordering::Relaxed);
        Ok(Record { body, tag: self.0.tagger.tag(self.0.table, fields, shared)? })
    }
}

impl Rows {
    /// All columns of the table's records.
    pub(crate) fn of(table: &'static Table) -> Self {
        Self { table, columns: (0..table.columns.len()).collect() }
    }

    /// These columns, in this order.
    pub(crate) fn only(table: &'static Table, columns: &[usize]) -> Self {
        Self { table, columns: columns.into() }
    }

    /// No columns: that there is a record is all that is asked.
    pub(crate) fn none(table: &'static Table) -> Self {
        Self { table, columns: table.key[..1].into() }
    }
}

impl Form for Rows {
    type Answer = Row;

    fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn read(&self, fields: &Fields<'_>, _: &Shared) -> Result<Row> {
        let columns = self.columns.iter().enumerate();
        columns.map(|(index, &column)| fields.value(index, &self.table.columns[column])).collect()
    }
}

impl TaggedRows {
    pub(super) fn of(table: &'static Table) -> Self {
        let rows = Rows::of(table);
        let tagger = Tagger::of(table, &mut rows.columns.to_vec());
        Self { rows, tagger }
    }
}

impl Form for TaggedRows {
    type Answer = (Row, String);

    fn columns(&self) -> &[usize] {
        &self.rows.columns
    }

    fn read(&self, fields: &Fields<'_>, shared: &Shared) -> Result<(Row, String)> {
        let tag = self.tagger.tag(self.rows.table, fields, shared)?;
        Ok((self.rows.read(fields, shared)?, tag))
    }
}

impl Tagger {
    /// Adds the columns that the tag needs to those that are selected.
    fn of(table: &'static Table, columns: &mut Vec<usize>) -> Self {
        let mut position = |column| {
            columns.iter().position(|&selected| selected == column).unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            })
        };
        match table.generated(Generated::Version) {
            Some(version) => Self::Version(position(version)),
            None => Self::Hash((0..table.columns.len()).map(position).collect()),
        }
    }

    fn tag(&self, table: &'static Table, fields: &Fields<'_>, shared: &Shared) -> Result<String> {
        match self {
            Self::Version(index) => {
                let version = table.generated(Generated::Version).unwrap_or_default();
                match fields.value(*index, &table.columns[version])? {
                    Value::Int(version) => Ok(version.to_string()),
                    // A row of another program's: no version yet.
                    _ => Ok("0".to_owned()),
                }
            }
            Self::Hash(indexes) => {
                let mut hasher = SipHasher13::new_with_key(&shared.secret);
                hasher.write(table.name.as_bytes());
                for &index in indexes {
                    fields.hash(index, &mut hasher)?;
                }
                Ok(URL_SAFE_NO_PAD.encode(hasher.finish128().as_bytes()))
            }
        }
    }
}
