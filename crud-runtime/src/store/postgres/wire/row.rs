//! One row of an answer, where it lies in the buffer.

use crate::error::{Error, Result};

use postgres_protocol::Oid;

/// Where the values of a row begin, and how long they are. One is kept for all rows.
#[derive(Default)]
pub(super) struct Columns {
    places: Vec<(u32, i32)>,
    /// What they are, where the server was asked for that.
    headings: Vec<(String, Oid)>,
}

/// The length of a value that is null.
const NULL: i32 = -1;

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'row> {
    body: &'row [u8],
    columns: &'row Columns,
}

impl Columns {
    /// Reads the body of a `DataRow`; `None` where it is none.
    pub(super) fn row<'row>(&'row mut self, body: &'row [u8]) -> Option<Row<'row>> {
        let (count, mut rest) = body.split_first_chunk()?;
        self.places.resize(u16::from_be_bytes(*count).into(), (0, NULL));
        for place in &mut self.places {
            let (length, value) = rest.split_first_chunk()?;
            let length = i32::from_be_bytes(*length);
            *place = (u32::try_from(body.len() - value.len()).ok()?, length);
            rest = match length {
                NULL => value,
                length => value.get(usize::try_from(length).ok()?..)?,
            };
        }
        rest.is_empty().then_some(Row { body, columns: self })
    }

    /// Reads the body of a `RowDescription`; `None` where it is none.
    pub(super) fn describe(&mut self, body: &[u8]) -> Option<()> {
        /// Behind a name: table, column, type, its length and modifier, and the form of values.
        const TYPE: usize = 6;
        const LENGTH: usize = 18;
        self.headings.clear();
        let (count, mut rest) = body.split_first_chunk()?;
        for _ in 0..u16::from_be_bytes(*count) {
            let end = rest.iter().position(|byte| *byte == 0)?;
            let name = String::from_utf8_lossy(&rest[..end]).into_owned();
            let (numbers, next) = rest[end + 1..].split_at_checked(LENGTH)?;
            let (oid, _) = numbers[TYPE..].split_first_chunk()?;
            self.headings.push((name, Oid::from_be_bytes(*oid)));
            rest = next;
        }
        rest.is_empty().then_some(())
    }
}

impl<'row> Row<'row> {
    /// How many columns it has.
    pub(crate) fn len(self) -> usize {
        self.columns.places.len()
    }

    /// The name and the type of a column, where the server was asked for them.
    pub(crate) fn heading(self, index: usize) -> Option<(&'row str, Oid)> {
        self.columns.headings.get(index).map(|(name, oid)| (name.as_str(), *oid))
    }

    /// A value as the server sent it; none where it is null.
    #[inline]
    pub(crate) fn get(self, index: usize) -> Result<Option<&'row [u8]>> {
        let &(begin, length) = self.columns.places.get(index).ok_or_else(too_few)?;
        let Ok(length) = usize::try_from(length) else { return Ok(None) };
        let value = self.body.get(begin as usize..);
        Ok(value.and_then(|value| value.get(..length)))
    }
}

#[cold]
fn too_few() -> Error {
    Error::Database("the server's answer has too few columns".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_lie() {
        let mut columns = Columns::default();
        let body = b"\0\x03\0\0\0\x02hi\xff\xff\xff\xff\0\0\0\0";
        let row = columns.row(body).expect("a row");
        let values: Vec<_> = (0..3).map(|index| row.get(index).expect("a column")).collect();
        assert_eq!(values, [Some(&b"hi"[..]), None, Some(b"")]);
        row.get(3).expect_err("no such column");
        let row = columns.row(b"\0\0").expect("a row without columns");
        row.get(0).expect_err("no such column");
    }

    #[test]
    fn what_is_no_row_is_refused() {
        let mut columns = Columns::default();
        let body = b"\0\x02\0\0\0\x02hi\0\0\0\x01!";
        assert!(columns.row(body).is_some());
        for end in 0..body.len() {
            assert!(columns.row(&body[..end]).is_none(), "cut at {end}");
        }
        assert!(columns.row(b"\0\x01\0\0\0\x01ab").is_none(), "a byte too many");
        assert!(columns.row(b"\0\x01\xff\xff\xff\xfe").is_none(), "a length below nothing");
    }
}
