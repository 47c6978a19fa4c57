//! A number of things that may be used at once; nobody waits for one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A number of things that may be used at once.
#[derive(Clone)]
pub(crate) struct Slots {
    free: Arc<AtomicUsize>,
}

/// Some of them, until dropped.
pub(crate) struct Slot {
    free: Arc<AtomicUsize>,
    taken: usize,
}

impl Slots {
    pub(crate) fn new(count: usize) -> Self {
        Self { free: Arc::new(AtomicUsize::new(count)) }
    }

    /// Takes `count` of them, if so many are free.
    pub(crate) fn take(&self, count: usize) -> Option<Slot> {
        let mut slot = Slot { free: Arc::clone(&self.free), taken: 0 };
        slot.grow(count).then_some(slot)
    }
}

impl Slot {
    /// Takes `count` more; says whether so many were free.
    pub(crate) fn grow(&mut self, count: usize) -> bool {
        let less = |free: usize| free.checked_sub(count);
        let grown = self.free.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok();
        if grown {
            self.taken += count;
        }
        grown
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.free.fetch_add(self.taken, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn what_is_taken_comes_back() {
        let slots = Slots::new(3);
        let mut one = slots.take(1).expect("three are free");
        assert!(one.grow(1));
        assert!(!one.grow(2), "one is left");
        assert!(slots.take(2).is_none());
        drop(one);
        assert!(slots.take(3).is_some());
    }
}
