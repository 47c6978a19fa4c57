//! English plurals, for names of tables and paths.
//!
//! A small table of our own: an update of a library must not rename a user's table.

/// Nouns whose plural no rule makes; the last word of a name is looked up.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("axis", "axes"),
    ("basis", "bases"),
    ("child", "children"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("datum", "data"),
    ("diagnosis", "diagnoses"),
    ("echo", "echoes"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("half", "halves"),
    ("hero", "heroes"),
    ("hypothesis", "hypotheses"),
    ("index", "indexes"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("loaf", "loaves"),
    ("man", "men"),
    ("medium", "media"),
    ("mouse", "mice"),
    ("ox", "oxen"),
    ("parenthesis", "parentheses"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("potato", "potatoes"),
    ("quiz", "quizzes"),
    ("self", "selves"),
    ("shelf", "shelves"),
    ("synopsis", "synopses"),
    ("thesis", "theses"),
    ("thief", "thieves"),
    ("tomato", "tomatoes"),
    ("tooth", "teeth"),
    ("torpedo", "torpedoes"),
    ("veto", "vetoes"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    ("woman", "women"),
];

/// Nouns that are their own plural.
const UNCHANGED: &[&str] = &[
    "aircraft",
    "audio",
    "content",
    "data",
    "deer",
    "equipment",
    "feedback",
    "fish",
    "hardware",
    "information",
    "luggage",
    "media",
    "metadata",
    "money",
    "music",
    "news",
    "people",
    "police",
    "rice",
    "series",
    "sheep",
    "software",
    "species",
    "staff",
    "stock",
    "traffic",
    "weather",
];

/// The plural of a `snake_case` name: `order_line` becomes `order_lines`.
pub(crate) fn plural(name: &str) -> String {
    let (before, noun) =
        name.rsplit_once('_').map_or(("", name), |(before, noun)| (&name[..=before.len()], noun));
    format!("{before}{}", plural_noun(noun))
}

fn plural_noun(noun: &str) -> String {
    if UNCHANGED.contains(&noun) || IRREGULAR.iter().any(|(_, plural)| *plural == noun) {
        return noun.to_owned();
    }
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == noun) {
        return (*plural).to_owned();
    }
    if let Some(stem) = noun.strip_suffix('y')
        && stem.chars().last().is_some_and(|last| !"aeiou".contains(last))
    {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| noun.ends_with(ending)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn the_last_word_is_made_plural() {
        for (one, many) in [
            ("book", "books"),
            ("category", "categories"),
            ("day", "days"),
            ("address", "addresses"),
            ("box", "boxes"),
            ("batch", "batches"),
            ("person", "people"),
            ("sales_person", "sales_people"),
            ("order_line", "order_lines"),
            ("media_type", "media_types"),
            ("news", "news"),
            ("child", "children"),
            ("bus", "buses"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
