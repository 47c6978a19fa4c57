//! Where in a body a value stands, told only when something is wrong there.

/// A JSON Pointer (RFC 6901) that is being put together on the way down.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pointer<'a> {
    /// The whole body.
    Root,
    /// A member of the object there.
    Member(&'a Pointer<'a>, &'a str),
    /// An element of the array there.
    Element(&'a Pointer<'a>, usize),
}

impl Pointer<'_> {
    /// As text, without `#`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            Pointer::Root => {}
            Pointer::Member(parent, name) => {
                parent.write(out);
                out.push('/');
                // RFC 6901 §3: `~` and `/` are escaped.
                for character in name.chars() {
                    match character {
                        '~' => out.push_str("~0"),
                        '/' => out.push_str("~1"),
                        plain => out.push(plain),
                    }
                }
            }
            Pointer::Element(parent, index) => {
                parent.write(out);
                out.push('/');
                out.push_str(itoa::Buffer::new().format(*index));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn names_are_escaped() {
        let root = Pointer::Root;
        let or = Pointer::Member(&root, "or");
        let second = Pointer::Element(&or, 1);
        assert_eq!(Pointer::Member(&second, "a/b~c").text(), "/or/1/a~1b~0c");
        assert_eq!(root.text(), "");
    }
}
