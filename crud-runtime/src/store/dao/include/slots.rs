//! The keys that records of one level ask for, each once.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

/// Texts of keys, each with the number in which it came.
///
/// Not a `HashMap`, because that would own each text apart; here a record of an answer is led to
/// its key without an allocation.
#[derive(Debug)]
pub(super) struct Slots {
    secret: [u8; 16],
    /// All texts, one behind the other,
    texts: Vec<u8>,
    /// and where each ends.
    ends: Vec<u32>,
    /// By hash, with steps of one where a place is taken; as many as a power of two, and at most
    /// half of them taken.
    places: Vec<u32>,
}

/// A place where there is nothing, and the number of no key.
pub(super) const NONE: u32 = u32::MAX;

impl Slots {
    /// The secret keeps clients from choosing keys that all hash alike.
    pub(super) fn new(secret: [u8; 16]) -> Self {
        Self { secret, texts: Vec::new(), ends: Vec::new(), places: vec![NONE; 64] }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a key.
    pub(super) fn find(&self, text: &[u8]) -> Option<u32> {
        let number = self.places[self.place(text)];
        (number != NONE).then_some(number)
    }

    /// The number of a key, and whether it is a new one.
    pub(super) fn add(&mut self, text: &[u8]) -> (u32, bool) {
        let place = self.place(text);
        let number = self.places[place];
        if number != NONE {
            return (number, false);
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(NONE - 1);
        self.texts.extend_from_slice(text);
        self.ends.push(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.places[place] = number;
        if self.ends.len() * 2 > self.places.len() {
            self.grow();
        }
        (number, true)
    }

    fn grow(&mut self) {
        self.places = vec![NONE; self.places.len() * 2];
        for number in 0..self.ends.len() {
            let place = self.place(self.text(number));
            self.places[place] = u32::try_from(number).unwrap_or(NONE - 1);
        }
    }

    /// Where a text is, or where it belongs.
    fn place(&self, text: &[u8]) -> usize {
        let mut hasher = SipHasher13::new_with_key(&self.secret);
        hasher.write(text);
        let last = self.places.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "only its last digits count")]
        let mut place = hasher.finish() as usize & last;
        loop {
            match self.places[place] {
                NONE => return place,
                number if self.text(number as usize) == text => return place,
                _ => place = (place + 1) & last,
            }
        }
    }

    fn text(&self, number: usize) -> &[u8] {
        let begin = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.texts[begin..self.ends[number] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_number() {
        let mut slots = Slots::new([7; 16]);
        for round in 0..2 {
            for number in 0..1000_u32 {
                let key = format!("\"{number}\"");
                assert_eq!(slots.add(key.as_bytes()), (number, round == 0));
            }
        }
        assert_eq!(slots.len(), 1000);
        assert_eq!(slots.find(b"\"999\""), Some(999));
        assert_eq!(slots.find(b"\"1000\""), None);
        assert_eq!(slots.find(b""), None);
    }
}
