//! A condition in one text, however it was written: what cursors are signed with.

use super::{Comparison, Filter, Quantifier, TextMatch};
use crate::model::Value;

/// The text of a condition: conditions of the same text match the same records, whether they came
/// as parameters or as a body, and in whichever order.
pub(super) fn canonical(filter: &Filter) -> String {
    let mut out = String::new();
    write(filter, &mut out);
    out
}

/// Appends a condition. Every part states its length or ends with its own sign, so that no text of
/// a client's can look like two parts.
fn write(filter: &Filter, out: &mut String) {
    match filter {
        Filter::Compare(column, comparison, value) => {
            out.push_str(match comparison {
                Comparison::Eq => "=",
                Comparison::Ne => "!=",
                Comparison::Gt => ">",
                Comparison::Gte => ">=",
                Comparison::Lt => "<",
                Comparison::Lte => "<=",
            });
            number(*column, out);
            write_value(value, out);
        }
        Filter::In(column, values) => list("in", *column, values, out),
        Filter::NotIn(column, values) => list("nin", *column, values, out),
        Filter::Null(column, is_null) => {
            out.push_str(if *is_null { "null" } else { "any" });
            number(*column, out);
        }
        Filter::Text(column, kind, part) => {
            out.push_str(match kind {
                TextMatch::Contains => "contains",
                TextMatch::ContainsIgnoreCase => "icontains",
                TextMatch::StartsWith => "starts",
                TextMatch::EndsWith => "ends",
            });
            number(*column, out);
            text(part, out);
        }
        Filter::Related(relation, quantifier, inner) => {
            out.push_str(match quantifier {
                Quantifier::Some => "some",
                Quantifier::None => "none",
                Quantifier::Every => "every",
            });
            number(*relation, out);
            write(inner, out);
        }
        Filter::Linked(linked) => {
            out.push_str("linked");
            text(linked.table.name, out);
            number(linked.relation, out);
            linked.values.iter().for_each(|value| write_value(value, out));
        }
        Filter::Search(words) => {
            out.push_str("search");
            number(words.len(), out);
            for word in words {
                text(word, out);
            }
        }
        Filter::And(all) => junction('&', all, out),
        Filter::Or(any) => junction('|', any, out),
        Filter::Not(inner) => {
            out.push('~');
            write(inner, out);
        }
    }
}

/// Parts in the order of their texts, each once; one alone is itself.
fn junction(sign: char, filters: &[Filter], out: &mut String) {
    let mut parts = Vec::with_capacity(filters.len());
    collect(sign, filters, &mut parts);
    parts.sort_unstable();
    parts.dedup();
    if let [only] = &parts[..] {
        out.push_str(only);
        return;
    }
    out.push(sign);
    number(parts.len(), out);
    for part in parts {
        out.push_str(&part);
    }
}

/// The texts of all parts; a junction of the same kind within another says nothing.
fn collect(sign: char, filters: &[Filter], parts: &mut Vec<String>) {
    for filter in filters {
        match filter {
            Filter::And(all) if sign == '&' => collect(sign, all, parts),
            Filter::Or(any) if sign == '|' => collect(sign, any, parts),
            other => parts.push(canonical(other)),
        }
    }
}

fn list(name: &str, column: usize, values: &[Value], out: &mut String) {
    out.push_str(name);
    number(column, out);
    let mut parts: Vec<String> = values
        .iter()
        .map(|value| {
            let mut part = String::new();
            write_value(value, &mut part);
            part
        })
        .collect();
    parts.sort_unstable();
    parts.dedup();
    number(parts.len(), out);
    for part in parts {
        out.push_str(&part);
    }
}

/// A column compares values of its own type alone, so that the type need not be said.
fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Text(value) => text(value, out),
        // `1.0` and `1.00` are the same number.
        Value::Decimal(value) => text(&value.normalize().to_string(), out),
        other => text(&format!("{other:?}"), out),
    }
}

fn text(text: &str, out: &mut String) {
    number(text.len(), out);
    out.push_str(text);
}

fn number(number: usize, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(number));
    out.push(';');
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use crate::model::Value;
    use crate::query::{Comparison, Filter, Quantifier, TextMatch};

    fn is(column: usize, value: i64) -> Filter {
        Filter::Compare(column, Comparison::Eq, Value::Int(value))
    }

    #[test]
    fn order_nesting_and_repetition_say_nothing() {
        let plain = Filter::And(vec![is(1, 1), is(2, 2)]);
        let nested = Filter::And(vec![is(2, 2), Filter::And(vec![is(1, 1), is(2, 2)])]);
        assert_eq!(canonical(&plain), canonical(&nested));
        assert_eq!(canonical(&is(1, 1)), canonical(&Filter::Or(vec![is(1, 1)])));
        let list = |values: &[i64]| Filter::In(0, values.iter().copied().map(Value::Int).collect());
        assert_eq!(canonical(&list(&[1, 2])), canonical(&list(&[2, 1, 1])));
    }

    #[test]
    fn what_differs_in_meaning_differs_in_text() {
        let text = |part: &str| Filter::Text(1, TextMatch::Contains, part.to_owned());
        let all = [
            Filter::And(Vec::new()),
            Filter::Or(Vec::new()),
            Filter::Not(Box::new(is(1, 1))),
            is(1, 1),
            is(1, 11),
            is(11, 1),
            Filter::Compare(1, Comparison::Ne, Value::Int(1)),
            Filter::Null(1, true),
            Filter::Null(1, false),
            text("a"),
            text("1;a"),
            Filter::Search(vec!["a".to_owned()]),
            Filter::Search(vec!["a".to_owned(), "b".to_owned()]),
            Filter::And(vec![text("a"), text("b")]),
            Filter::Or(vec![text("a"), text("b")]),
            Filter::And(vec![text("a"), Filter::Or(vec![text("b"), text("c")])]),
            Filter::Or(vec![Filter::And(vec![text("a"), text("b")]), text("c")]),
            Filter::Related(1, Quantifier::Some, Box::new(is(1, 1))),
            Filter::Related(1, Quantifier::Every, Box::new(is(1, 1))),
            Filter::In(1, vec![Value::Text("a".to_owned()), Value::Text("b".to_owned())]),
            Filter::In(1, vec![Value::Text("a1;b".to_owned())]),
        ];
        for (position, one) in all.iter().enumerate() {
            for other in &all[..position] {
                assert_ne!(canonical(one), canonical(other), "{one:?} and {other:?}");
            }
        }
    }
}
