//! Log lines, to standard error: standard output is for what commands print.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::format::debug_fn;

use crate::config::{LogFormat, Settings};

/// Starts writing log lines, unless the program has set up logging of its own.
pub(crate) fn start(settings: &Settings) {
    let filter = EnvFilter::new(&settings.log_level);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    // Half the cost of the formatter that comes with the library, once for every request's span.
    let fields = debug_fn(|line, field, value| match field.name() {
        "message" => write!(line, "{value:?}"),
        name => write!(line, "{name}={value:?}"),
    });
    // An error means that the program has a subscriber already, which then gets the lines.
    let _ = match settings.log_format {
        LogFormat::Text => lines
            .fmt_fields(fields.delimited(" "))
            .with_ansi(stderr().is_terminal())
            .with_target(false)
            .try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
}
