//! Mermaid's `erDiagram`.

use std::fmt::Write as _;

use super::picture::Picture;
use crate::export::Api;

/// The diagram as Mermaid text.
pub(crate) fn render(api: &Api) -> String {
    let picture = Picture::of(api);
    let mut text = String::from("erDiagram\n");
    // Writing into a `String` cannot fail.
    for entity in &picture.boxes {
        let _ = writeln!(text, "    {} {{", entity.name);
        for row in &entity.rows {
            // Mermaid's types have no commas.
            let type_name = row.type_name.replace(',', "-");
            let _ = write!(text, "        {type_name} {}", word(row.name));
            if !row.keys.is_empty() {
                let _ = write!(text, " {}", row.keys.join(", "));
            }
            text.push_str(if row.nullable { " \"null\"\n" } else { "\n" });
        }
        text.push_str("    }\n");
    }
    for line in &picture.lines {
        let parent = if line.optional { "|o" } else { "||" };
        let child = if line.many { "o{" } else { "o|" };
        let (from, to) = (picture.boxes[line.parent].name, picture.boxes[line.child].name);
        let _ = writeln!(text, "    {from} {parent}--{child} {to} : {}", line.name);
    }
    text
}

/// A column's name as Mermaid takes it: letters, digits and `_`, no digit first.
fn word(name: &str) -> String {
    let word = name.replace(|one: char| !one.is_ascii_alphanumeric(), "_");
    if word.starts_with(|first: char| first.is_ascii_digit()) { format!("_{word}") } else { word }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn any_name_is_a_word() {
        assert_eq!(word("line_no"), "line_no");
        assert_eq!(word("2nd \"Länge\""), "_2nd__L_nge_");
    }
}
