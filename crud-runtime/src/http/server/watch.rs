//! What a connection is doing, and whether it has been doing it for too long.
//!
//! Connections only note what they do; one task looks at all of them a few times within the
//! shortest timeout. So a request costs some atomic stores instead of timers and clock readings.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64};
use std::task::Waker;
use std::time::Duration;

use futures_util::task::AtomicWaker;

use super::Limits;

/// What a connection notes of itself.
#[derive(Default)]
pub(crate) struct Watch {
    /// The [`Phase`], with a count of changes above it, so that the same phase entered anew is
    /// another number.
    phase: AtomicU64,
    /// Whether the socket takes no more at the moment.
    blocked: AtomicBool,
    /// Bytes that the socket has taken.
    written: AtomicU64,
    /// Whether the client has closed its side, or the socket failed.
    ended: AtomicBool,
    order: AtomicU8,
    waker: AtomicWaker,
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Phase {
    /// Waiting for the first byte of its first request.
    Fresh,
    /// Receiving the head of a request.
    Head,
    /// Working on a request, receiving its body or making its answer.
    Busy,
    /// Waiting for another request; the answer may still be on its way.
    Idle,
}

/// What a connection is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Order {
    /// Nothing.
    Run,
    /// Finish the request at hand and end.
    Finish,
    /// End at once.
    End,
    /// End at once, and tell the client that it was too slow.
    EndSlow,
}

const PHASES: [Phase; 4] = [Phase::Fresh, Phase::Head, Phase::Busy, Phase::Idle];
const ORDERS: [Order; 4] = [Order::Run, Order::Finish, Order::End, Order::EndSlow];

impl Watch {
    pub(crate) fn enter(&self, phase: Phase) {
        let count = self.phase.load(Relaxed) >> 2;
        self.phase.store((count + 1) << 2 | phase as u64, Relaxed);
    }

    pub(crate) fn phase(&self) -> Phase {
        let phase = usize::try_from(self.phase.load(Relaxed) & 3);
        PHASES[phase.expect("two bits fit")]
    }

    pub(crate) fn wrote(&self, bytes: usize) {
        self.blocked.store(false, Relaxed);
        self.written.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn blocked(&self) {
        self.blocked.store(true, Relaxed);
    }

    pub(crate) fn end(&self) {
        self.ended.store(true, Relaxed);
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended.load(Relaxed)
    }

    /// What the connection is to do; `waker` is woken when that changes.
    pub(crate) fn order(&self, waker: &Waker) -> Order {
        self.waker.register(waker);
        ORDERS[usize::from(self.order.load(Relaxed))]
    }

    /// Tells the connection what to do.
    pub(crate) fn tell(&self, order: Order) {
        if self.order.fetch_max(order as u8, Relaxed) < order as u8 {
            self.waker.wake();
        }
    }
}

/// Looks at one connection from time to time.
pub(crate) struct Watcher {
    watch: Arc<Watch>,
    /// The phase when last looked at, and for how long it has been the same.
    phase: (u64, Duration),
    /// The bytes written when the client last took enough, and for how long it has not.
    written: (u64, Duration),
}

/// How much a client must take within the write timeout.
const TAKEN: u64 = 1024;

impl Watcher {
    pub(crate) fn new(watch: Arc<Watch>) -> Self {
        Self { watch, phase: (0, Duration::ZERO), written: (0, Duration::ZERO) }
    }

    /// How often to look.
    pub(crate) fn period(limits: &Limits) -> Duration {
        let shortest = limits.head_timeout.min(limits.idle_timeout).min(limits.write_timeout);
        (shortest / 4).max(Duration::from_millis(1))
    }

    /// Whether the connection is gone.
    pub(crate) fn is_over(&self) -> bool {
        Arc::strong_count(&self.watch) == 1
    }

    pub(crate) fn tell(&self, order: Order) {
        self.watch.tell(order);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.watch.phase() == Phase::Idle && !self.watch.blocked.load(Relaxed)
    }

    /// Looks at the connection, and ends it when it takes too long; `passed` is the time since it
    /// was last looked at.
    pub(crate) fn look(&mut self, limits: &Limits, passed: Duration) {
        let written = self.watch.written.load(Relaxed);
        if !self.watch.blocked.load(Relaxed) || written >= self.written.0 + TAKEN {
            self.written = (written, Duration::ZERO);
        } else {
            self.written.1 += passed;
            if self.written.1 >= limits.write_timeout {
                tracing::debug!("a client does not take its answer: ending the connection");
                self.tell(Order::End);
            }
            return;
        }
        let phase = self.watch.phase.load(Relaxed);
        if phase != self.phase.0 {
            self.phase = (phase, Duration::ZERO);
            return;
        }
        self.phase.1 += passed;
        let (limit, order) = match self.watch.phase() {
            // The request's own deadlines hold.
            Phase::Busy => return,
            Phase::Fresh => (limits.head_timeout, Order::End),
            Phase::Head => (limits.head_timeout, Order::EndSlow),
            Phase::Idle => (limits.idle_timeout, Order::End),
        };
        if self.phase.1 >= limit {
            self.tell(order);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::Waker;
    use std::time::Duration;

    use super::{Order, Phase, Watch, Watcher};
    use crate::http::Limits;

    fn limits() -> Limits {
        Limits {
            head_timeout: Duration::from_secs(4),
            idle_timeout: Duration::from_secs(8),
            write_timeout: Duration::from_secs(4),
            ..Limits::default()
        }
    }

    const SECOND: Duration = Duration::from_secs(1);

    /// What the connection is told after so many looks, a second apart.
    fn after(watch: &Arc<Watch>, looks: usize, between: impl Fn(&Watch)) -> Order {
        let mut watcher = Watcher::new(Arc::clone(watch));
        for _ in 0..looks {
            between(watch);
            watcher.look(&limits(), SECOND);
        }
        watch.order(Waker::noop())
    }

    #[test]
    fn each_phase_has_its_time() {
        let in_phase = |phase, looks| {
            let watch = Arc::new(Watch::default());
            watch.enter(phase);
            after(&watch, looks, |_| {})
        };
        assert_eq!(in_phase(Phase::Fresh, 4), Order::Run);
        assert_eq!(in_phase(Phase::Fresh, 5), Order::End);
        assert_eq!(in_phase(Phase::Head, 5), Order::EndSlow);
        assert_eq!(in_phase(Phase::Idle, 8), Order::Run);
        assert_eq!(in_phase(Phase::Idle, 9), Order::End);
        assert_eq!(in_phase(Phase::Busy, 100), Order::Run);
    }

    #[test]
    fn a_busy_client_may_stay() {
        let watch = Arc::new(Watch::default());
        let request = |watch: &Watch| {
            for phase in [Phase::Head, Phase::Busy, Phase::Idle] {
                watch.enter(phase);
            }
        };
        assert_eq!(after(&watch, 100, request), Order::Run);
    }

    #[test]
    fn a_client_must_take_its_answer_at_some_speed() {
        let taking = |bytes| {
            let watch = Arc::new(Watch::default());
            watch.enter(Phase::Busy);
            after(&watch, 20, move |watch| {
                watch.wrote(bytes);
                watch.blocked();
            })
        };
        assert_eq!(taking(2000), Order::Run);
        assert_eq!(taking(1), Order::End);
    }
}
