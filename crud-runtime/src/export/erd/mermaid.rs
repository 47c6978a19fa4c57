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
            let _ = write!(text, "        {type_name} {}", row.name);
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
