//! Whether a connection can be used once more.

use std::sync::Arc;

use super::watch::Pulse;

/// What is known of a connection between two statements.
///
/// Every call to the driver stands between [`begin`](Self::begin) and [`end`](Self::end). A caller
/// that goes away in between never reaches the end, which is how its connection is told from one
/// that waits for its next statement.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four questions that are asked apart")]
pub(crate) struct Health {
    in_flight: bool,
    is_broken: bool,
    transaction: Transaction,
    pulse: Arc<Pulse>,
}

/// What transaction is open, or may be.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    #[default]
    None,
    Open,
    /// One that is there for one state to be read, and ends with it.
    Snapshot,
}

impl Health {
    /// A statement is about to be sent.
    pub(crate) fn begin(&mut self) {
        self.in_flight = true;
        self.pulse.beat();
    }

    /// A part of its answer came.
    pub(crate) fn proceed(&mut self) {
        self.pulse.beat();
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
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken || self.pulse.is_lost()
    }

    /// Whether nothing is under way, nothing is open, and nothing has failed.
    pub(crate) fn is_good(&self) -> bool {
        !self.in_flight && !self.is_broken() && !self.is_open()
    }

    /// Whether a statement was sent whose answer was not read to its end.
    pub(crate) const fn is_in_flight(&self) -> bool {
        self.in_flight
    }

    /// What shows whether anything happens.
    pub(super) const fn pulse(&self) -> &Arc<Pulse> {
        &self.pulse
    }

    /// A transaction is about to be opened.
    pub(super) fn open(&mut self, is_snapshot: bool) {
        self.transaction = if is_snapshot { Transaction::Snapshot } else { Transaction::Open };
    }

    /// The transaction has ended.
    pub(crate) fn close(&mut self) {
        self.transaction = Transaction::None;
    }

    pub(super) fn is_open(&self) -> bool {
        self.transaction != Transaction::None
    }

    pub(super) fn is_snapshot(&self) -> bool {
        self.transaction == Transaction::Snapshot
    }
}
