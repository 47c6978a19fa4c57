//! How `schema.json` is laid out: a line for each column, constraint and index.

use std::io::{Result, Write};

use serde_json::ser::Formatter;

/// Breaks lines in what holds tables, and in lists of what a table has; the rest stays on one.
#[derive(Default)]
pub(super) struct Layout {
    /// What is open, from the outside in.
    open: Vec<Open>,
}

struct Open {
    /// Whether each member has a line of its own.
    is_broken: bool,
    is_empty: bool,
}

/// The file, the tables and a table have members on lines of their own.
const OBJECTS: usize = 3;

/// So do the lists in a table.
const LISTS: usize = 4;

impl Layout {
    fn begin<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        bracket: &[u8],
        broken: usize,
    ) -> Result<()> {
        self.open.push(Open { is_broken: self.open.len() < broken, is_empty: true });
        out.write_all(bracket)
    }

    fn member<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        let depth = self.open.len();
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let is_first = std::mem::replace(&mut open.is_empty, false);
        match (is_first, open.is_broken) {
            (true, true) => line(out, depth),
            (true, false) => Ok(()),
            (false, true) => {
                out.write_all(b",")?;
                line(out, depth)
            }
            (false, false) => out.write_all(b", "),
        }
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> Result<()> {
        if self.open.pop().is_some_and(|open| open.is_broken && !open.is_empty) {
            line(out, self.open.len())?;
        }
        out.write_all(bracket)
    }
}

fn line<W: Write + ?Sized>(out: &mut W, depth: usize) -> Result<()> {
    out.write_all(b"\n")?;
    (0..depth).try_for_each(|_| out.write_all(b"  "))
}

impl Formatter for Layout {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.begin(out, b"[", LISTS)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, _: bool) -> Result<()> {
        self.member(out)
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.end(out, b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.begin(out, b"{", OBJECTS)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, _: bool) -> Result<()> {
        self.member(out)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        out.write_all(b": ")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.end(out, b"}")
    }
}
