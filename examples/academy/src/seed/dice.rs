//! Numbers that look random and are the same every time.

/// Knuth's MMIX generator.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below this one.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The high bits are the good ones.
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    /// A number from this one up to below that one.
    pub(super) fn between(&mut self, low: i16, high: i16) -> i16 {
        low + i16::try_from(self.below(usize::from(low.abs_diff(high)))).unwrap_or_default()
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Whether something happens that does so often.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}
