//! One row of an answer, where it lies in the buffer.

use crate::error::{Error, Result};

/// Where the values of a row stand. One is kept for all rows.
#[derive(Default)]
pub(super) struct Columns(Vec<Option<(usize, usize)>>);

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'row> {
    body: &'row [u8],
    columns: &'row Columns,
}

impl Columns {
    /// Reads the body of a `DataRow`; `None` where it is none.
    pub(super) fn row<'row>(&'row mut self, body: &'row [u8]) -> Option<Row<'row>> {
        self.0.clear();
        let (count, mut rest) = body.split_first_chunk()?;
        for _ in 0..u16::from_be_bytes(*count) {
            let (length, behind) = rest.split_first_chunk()?;
            rest = behind;
            self.0.push(match i32::from_be_bytes(*length) {
                -1 => None,
                length => {
                    let begin = body.len() - rest.len();
                    let length = usize::try_from(length).ok()?;
                    rest = rest.get(length..)?;
                    Some((begin, begin + length))
                }
            });
        }
        rest.is_empty().then_some(Row { body, columns: self })
    }
}

impl<'row> Row<'row> {
    /// A value as the server sent it; none where it is null.
    pub(crate) fn get(self, index: usize) -> Result<Option<&'row [u8]>> {
        match self.columns.0.get(index) {
            Some(place) => Ok(place.and_then(|(begin, end)| self.body.get(begin..end))),
            None => Err(Error::Database("the server's answer has too few columns".into())),
        }
    }
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
