//! Whether a connection can be used once more.

/// What is known of a connection between two statements.
///
/// Every call to the driver stands between [`begin`](Self::begin) and [`end`](Self::end). A caller
/// that goes away in between never reaches the end, which is how its connection is told from one
/// that waits for its next statement.
#[derive(Debug, Default)]
pub(crate) struct Health {
    in_flight: bool,
    is_broken: bool,
    /// Whether a transaction is open, or may be.
    is_open: bool,
    /// Whether that transaction is there for one state to be read, and ends with it.
    is_snapshot: bool,
}

impl Health {
    /// A statement is about to be sent.
    pub(crate) fn begin(&mut self) {
        self.in_flight = true;
    }

    /// Its answer was read to its end.
    pub(crate) fn end(&mut self) {
        self.in_flight = false;
    }

    /// The socket failed or said what nobody expected.
    pub(crate) fn give_up(&mut self) {
        self.is_broken = true;
    }

    /// Whether the connection is of no use any more.
    pub(crate) const fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Whether nothing is under way, nothing is open, and nothing has failed.
    pub(crate) const fn is_good(&self) -> bool {
        !self.in_flight && !self.is_broken && !self.is_open
    }

    /// Whether a statement was sent whose answer was not read to its end.
    pub(crate) const fn is_in_flight(&self) -> bool {
        self.in_flight
    }

    /// A transaction is about to be opened.
    pub(super) fn open(&mut self, is_snapshot: bool) {
        self.is_open = true;
        self.is_snapshot = is_snapshot;
    }

    /// The transaction has ended.
    pub(crate) fn close(&mut self) {
        self.is_open = false;
        self.is_snapshot = false;
    }

    pub(super) const fn is_open(&self) -> bool {
        self.is_open
    }

    pub(super) const fn is_snapshot(&self) -> bool {
        self.is_snapshot
    }
}
