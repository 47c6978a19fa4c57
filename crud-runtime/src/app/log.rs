//! Log lines, to standard error: standard output is for what commands print.

use std::fmt::{self, Debug, Write as _};
use std::io::{IsTerminal, stderr};

use tracing::field::{Field, Visit};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::Writer;

use crate::config::{LogFormat, Settings};

/// Starts writing log lines, unless the program has set up logging of its own.
pub(crate) fn start(settings: &Settings) {
    let filter = EnvFilter::new(&settings.log_level);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    // An error means that the program has a subscriber already, which then gets the lines.
    let _ = match settings.log_format {
        LogFormat::Text => {
            lines.fmt_fields(Pairs).with_ansi(stderr().is_terminal()).with_target(false).try_init()
        }
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
}

/// Writes fields as `name=value` with spaces between them; a text that a line could be forged
/// with, or that has spaces, in quotes.
///
/// A third of what the formatter costs that comes with the library, once for every request's span.
struct Pairs;

struct Line(String);

/// Room for a request's id, method and path.
const LINE: usize = 128;

impl<'writer> FormatFields<'writer> for Pairs {
    fn format_fields<R: RecordFields>(&self, mut to: Writer<'writer>, fields: R) -> fmt::Result {
        let mut line = Line(String::with_capacity(LINE));
        fields.record(&mut line);
        to.write_str(&line.0)
    }
}

impl Line {
    /// What stands before the value; the message has no name.
    fn name(&mut self, field: &Field) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        if field.name() != "message" {
            self.0.push_str(field.name());
            self.0.push('=');
        }
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.name(field);
        // Writing into a `String` cannot fail.
        let _ = write!(self.0, "{value:?}");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if is_plain(value) {
            self.name(field);
            self.0.push_str(value);
        } else {
            self.record_debug(field, &value);
        }
    }
}

/// Whether a text can stand without quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"')
}

#[cfg(test)]
mod tests {
    use std::io::{Result, Write};
    use std::sync::{Arc, Mutex};

    use super::Pairs;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().expect("one thread").write(bytes)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_what_needs_quotes_has_them() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = tracing_subscriber::fmt().fmt_fields(Pairs).without_time().with_ansi(false);
        let lines = lines.with_target(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(lines, || {
            let _span = tracing::info_span!("request", path = "/a%20b", agent = "a b").entered();
            let forged = "x\nINFO all is well";
            tracing::info!(count = 3, forged, empty = "", error = %"plain", "it happened");
        });
        let line = String::from_utf8(kept.0.lock().expect("one thread").clone()).expect("text");
        let expected = " INFO request{path=/a%20b agent=\"a b\"}: it happened count=3 \
                        forged=\"x\\nINFO all is well\" empty=\"\" error=plain\n";
        assert_eq!(line, expected);
    }
}
