//! A place in the tokens of a statement.

use super::token::Token;

#[derive(Debug, Clone)]
pub(super) struct Cursor<'t> {
    pub(super) rest: &'t [Token],
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [Token]) -> Self {
        Self { rest: tokens }
    }

    pub(super) fn peek(&self, word: &str) -> bool {
        self.rest.first().is_some_and(|token| token.is(word))
    }

    pub(super) fn next(&mut self) -> Option<&'t Token> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// Goes past these words where they all stand here.
    pub(super) fn eat(&mut self, words: &str) -> bool {
        let mut count = 0;
        for word in words.split(' ') {
            if !self.rest.get(count).is_some_and(|token| token.is(word)) {
                return false;
            }
            count += 1;
        }
        self.rest = &self.rest[count..];
        true
    }

    /// Goes past the first of several spellings that stands here.
    pub(super) fn eat_any(&mut self, spellings: &[&str]) -> bool {
        spellings.iter().any(|words| self.eat(words))
    }

    /// A name; of `schema.table` the latter.
    pub(super) fn name(&mut self) -> Option<String> {
        let name = match self.rest.first()? {
            Token::Word(name) | Token::Name(name) => name.clone(),
            _ => return None,
        };
        self.rest = &self.rest[1..];
        if self.rest.first().is_some_and(|token| token.is_sign('.')) {
            self.rest = &self.rest[1..];
            return self.name();
        }
        Some(name)
    }

    /// What stands in parentheses.
    pub(super) fn group(&mut self) -> Option<&'t [Token]> {
        if !self.rest.first()?.is_sign('(') {
            return None;
        }
        let end = closing(self.rest)?;
        let inside = &self.rest[1..end];
        self.rest = &self.rest[end + 1..];
        Some(inside)
    }

    /// The names in parentheses, as far as there are names.
    pub(super) fn names(&mut self) -> Vec<String> {
        let parts = self.group().map(split).unwrap_or_default();
        parts.into_iter().filter_map(|part| Cursor::new(part).name()).collect()
    }

    /// Goes on to behind these words, wherever they stand outside of parentheses.
    pub(super) fn find(&mut self, words: &str) -> bool {
        let mut at = self.clone();
        while !at.rest.is_empty() {
            if at.eat(words) {
                *self = at;
                return true;
            }
            if at.group().is_none() {
                at.next();
            }
        }
        false
    }

    pub(super) fn has(&self, words: &str) -> bool {
        self.clone().find(words)
    }
}

/// The place of the sign that closes the parentheses that begin here.
fn closing(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth == 1 => return Some(place),
            Token::Sign(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The parts between commas outside of parentheses.
pub(super) fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut parts = Vec::new();
    let (mut depth, mut begin) = (0_usize, 0);
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            Token::Sign(',') if depth == 0 => {
                parts.push(&tokens[begin..place]);
                begin = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[begin..]);
    parts.retain(|part| !part.is_empty());
    parts
}
