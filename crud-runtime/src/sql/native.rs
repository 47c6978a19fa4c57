//! Columns whose type is the database's own (`sql_type`), and the form that values have there.
//!
//! `SQLite` keeps what it is given. What its users give a column by custom, and what its own
//! functions make, is told here: `2009-01-01 00:00:00` for an instant, a number for a decimal.

#[cfg(feature = "sqlite")]
use chrono::NaiveDateTime;
use chrono::{DateTime, NaiveTime, Timelike as _, Utc};

use super::Dialect;
use crate::model::Column;

/// The column's type in this database's own spelling, where it has one.
pub(crate) const fn on(dialect: Dialect, column: &Column) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => column.sql_type.sqlite,
        Dialect::Postgres => column.sql_type.postgres,
        Dialect::Mysql => column.sql_type.mysql,
    }
}

/// An instant as `SQLite`'s `datetime()` writes it, with a fraction where it has one. The order of
/// such texts is that of their instants.
pub(crate) fn timestamp(instant: DateTime<Utc>) -> String {
    let instant = instant.naive_utc();
    format!("{} {}", instant.date().format("%Y-%m-%d"), time(instant.time()))
}

/// A time of day as `SQLite`'s `time()` writes it, with a fraction where it has one.
pub(crate) fn time(time: NaiveTime) -> String {
    let whole = time.format("%H:%M:%S").to_string();
    let micros = time.nanosecond() / 1000;
    if micros == 0 {
        whole
    } else {
        format!("{whole}.{micros:06}").trim_end_matches('0').to_owned()
    }
}

/// The instant of such a text; none of another spelling, which would have another place in the
/// order and equal nothing that is asked for.
#[cfg(feature = "sqlite")]
pub(crate) fn parse_timestamp(text: &str) -> Option<DateTime<Utc>> {
    let instant = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()?.and_utc();
    (timestamp(instant) == text).then_some(instant)
}

/// The time of such a text.
#[cfg(feature = "sqlite")]
pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    let found = NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()?;
    (time(found) == text).then_some(found)
}

/// What a value is cast to so that `PostgreSQL` compares and stores it as this type: the type
/// without its length, because a cast cuts what is longer in silence where an insert refuses it.
pub(crate) fn cast(native: &str) -> String {
    let lower = native.to_ascii_lowercase();
    let end = [" collate ", " generated ", " compression ", " storage "]
        .into_iter()
        .filter_map(|word| lower.find(word))
        .min()
        .unwrap_or(native.len());
    let name = &native[..end];
    let bare = match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if !name.starts_with('"') && open < close => {
            format!("{}{}", name[..open].trim_end(), &name[close + 1..])
        }
        _ => name.trim_end().to_owned(),
    };
    match bare.to_ascii_lowercase().as_str() {
        // A `character` without length has one character.
        "character" | "char" => "bpchar".to_owned(),
        "smallserial" | "serial2" => "smallint".to_owned(),
        "serial" | "serial4" => "integer".to_owned(),
        "bigserial" | "serial8" => "bigint".to_owned(),
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_have_no_length() {
        for (native, cast_to) in [
            ("character varying(160)", "character varying"),
            ("character(5)", "bpchar"),
            ("timestamp(3) without time zone", "timestamp without time zone"),
            ("numeric(19,4)", "numeric"),
            ("text COLLATE \"en_US\"", "text"),
            ("integer GENERATED ALWAYS AS IDENTITY", "integer"),
            ("serial", "integer"),
            ("\"my (type)\"", "\"my (type)\""),
            ("real", "real"),
        ] {
            assert_eq!(cast(native), cast_to);
        }
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn customary_texts_are_in_the_order_of_their_instants() {
        let texts = ["2009-01-01 00:00:00", "2009-01-01 00:00:00.5", "2009-01-01 00:00:01"];
        let read: Vec<_> = texts.iter().map(|text| parse_timestamp(text).expect("one")).collect();
        assert!(read.is_sorted());
        assert_eq!(read.iter().map(|at| timestamp(*at)).collect::<Vec<_>>(), texts);
        for other in
            ["2009-01-01", "2009-01-01T00:00:00", "2009-01-01 00:00:00.50", "2009-1-1 0:0:0"]
        {
            assert_eq!(parse_timestamp(other), None, "{other}");
        }
        assert_eq!(parse_time("12:30:00").map(time).as_deref(), Some("12:30:00"));
    }
}
