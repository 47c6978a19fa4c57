//! The list of settings: the one place that flags, environment, file and help are read from.

use std::time::Duration;

use super::unit::{count, duration, show_duration, show_size, size};
use super::{LogFormat, Settings};
use crate::http::Limits;

/// One setting.
pub(crate) struct Setting {
    /// The flag without dashes, `database-url`; the file's key has underscores.
    pub(crate) name: &'static str,
    /// The environment's variables; the first that is set counts.
    pub(crate) env: &'static [&'static str],
    /// What a value looks like, for the help.
    pub(crate) value: &'static str,
    /// What it does, for the help.
    pub(crate) help: &'static str,
    /// Where the help lists it.
    pub(crate) group: Group,
    kind: Kind,
}

/// How a setting is read and written.
enum Kind {
    /// In a way of its own.
    Own {
        /// Reads a value.
        apply: fn(&mut Settings, &str) -> Result<(), String>,
        /// What holds, as it would be written.
        show: fn(&Settings) -> String,
    },
    /// A number of things.
    Count(fn(&mut Limits) -> &mut usize),
    /// A number of bytes.
    Size(fn(&mut Limits) -> &mut usize),
    /// A time.
    Time(fn(&mut Limits) -> &mut Duration),
}

/// Where the help lists a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// What everybody sets.
    Settings,
    /// What stands between the server and its clients.
    Web,
    /// How much a client may take.
    Limits,
}

impl Group {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Web => "Web",
            Self::Limits => "Limits",
        }
    }
}

impl Setting {
    const fn limit(
        name: &'static str,
        env: &'static [&'static str],
        help: &'static str,
        kind: Kind,
    ) -> Self {
        let value = match kind {
            Kind::Own { .. } => "VALUE",
            Kind::Count(_) => "COUNT",
            Kind::Size(_) => "SIZE",
            Kind::Time(_) => "TIME",
        };
        Self { name, env, value, help, group: Group::Limits, kind }
    }

    /// Takes a value over into the settings.
    pub(crate) fn apply(&self, settings: &mut Settings, text: &str) -> Result<(), String> {
        match self.kind {
            Kind::Own { apply, .. } => apply(settings, text)?,
            Kind::Count(field) => *field(&mut settings.limits) = count(text)?,
            Kind::Size(field) => *field(&mut settings.limits) = size(text)?,
            Kind::Time(field) => *field(&mut settings.limits) = duration(text)?,
        }
        Ok(())
    }

    /// What holds, as it would be written.
    pub(crate) fn show(&self, settings: &Settings) -> String {
        let mut limits = settings.limits.clone();
        match self.kind {
            Kind::Own { show, .. } => show(settings),
            Kind::Count(field) => field(&mut limits).to_string(),
            Kind::Size(field) => show_size(*field(&mut limits)),
            Kind::Time(field) => show_duration(*field(&mut limits)),
        }
    }

    /// The key in a file.
    pub(crate) fn key(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// All settings, in the order of the help.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting {
        name: "database-url",
        env: &["DATABASE_URL"],
        value: "URL",
        help: "Where the records are: sqlite:FILE, postgres://USER:PASSWORD@HOST/NAME, mysql://…, or \
               sqlite::memory: to forget them",
        group: Group::Settings,
        kind: Kind::Own {
            apply: |settings, text| {
                if text.is_empty() {
                    return Err("empty: write a URL such as sqlite:library.db".to_owned());
                }
                text.clone_into(&mut settings.database_url);
                Ok(())
            },
            show: |settings| settings.shown_database_url(),
        },
    },
    Setting {
        name: "bind",
        env: &["BIND"],
        value: "HOST:PORT",
        help: "Where to listen; 0.0.0.0:3000 lets other machines in, port 0 takes a free one",
        group: Group::Settings,
        kind: Kind::Own {
            apply: |settings, text| {
                let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
                if port.is_none_or(|(_, port)| port.parse::<u16>().is_err()) {
                    return Err(format!("`{text}` is not HOST:PORT, such as 127.0.0.1:3000"));
                }
                text.clone_into(&mut settings.bind);
                Ok(())
            },
            show: |settings| settings.bind.clone(),
        },
    },
    Setting {
        name: "auto-migrate",
        env: &["AUTO_MIGRATE"],
        value: "true|false",
        help: "Whether to apply migrations at the start, or create missing tables where there are none; by \
               default on SQLite alone",
        group: Group::Settings,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.auto_migrate = Some(match text {
                    "true" => true,
                    "false" => false,
                    _ => return Err(format!("`{text}` is neither true nor false")),
                });
                Ok(())
            },
            show: |settings| settings.migrates().to_string(),
        },
    },
    Setting {
        name: "log-format",
        env: &["LOG_FORMAT"],
        value: "text|json",
        help: "How log lines are written",
        group: Group::Settings,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.log_format = match text {
                    "text" => LogFormat::Text,
                    "json" => LogFormat::Json,
                    _ => return Err(format!("`{text}` is neither text nor json")),
                };
                Ok(())
            },
            show: |settings| {
                let format = match settings.log_format {
                    LogFormat::Text => "text",
                    LogFormat::Json => "json",
                };
                format.to_owned()
            },
        },
    },
    Setting {
        name: "log-level",
        env: &["LOG_LEVEL", "RUST_LOG"],
        value: "LEVEL",
        help: "error, warn, info, debug or trace; also by part: warn,crud_runtime=debug",
        group: Group::Settings,
        kind: Kind::Own {
            apply: |settings, text| {
                tracing_subscriber::EnvFilter::try_new(text)
                    .map_err(|error| format!("`{text}` is not a log level: {error}"))?;
                text.clone_into(&mut settings.log_level);
                Ok(())
            },
            show: |settings| settings.log_level.clone(),
        },
    },
    Setting {
        name: "base-url",
        env: &["BASE_URL"],
        value: "URL",
        help: "Where clients reach the server behind a proxy: https://api.example.com/v1, or /v1",
        group: Group::Web,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.base_url = Some(base(text)?);
                Ok(())
            },
            show: |settings| settings.base_url.clone().unwrap_or_default(),
        },
    },
    Setting {
        name: "trusted-proxies",
        env: &["TRUSTED_PROXIES"],
        value: "ADDRESSES",
        help: "Proxies whose X-Forwarded-Prefix is believed: 10.0.0.0/8,::1",
        group: Group::Web,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.trusted_proxies = list(text).map(str::parse).collect::<Result<_, _>>()?;
                Ok(())
            },
            show: |settings| {
                let networks: Vec<_> =
                    settings.trusted_proxies.iter().map(ToString::to_string).collect();
                networks.join(",")
            },
        },
    },
    Setting {
        name: "cors-origins",
        env: &["CORS_ORIGINS"],
        value: "ORIGINS",
        help: "Whose pages may call the server: https://app.example.com,http://localhost:5173; * is all",
        group: Group::Web,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.cors_origins = list(text).map(origin).collect::<Result<_, _>>()?;
                Ok(())
            },
            show: |settings| settings.cors_origins.join(","),
        },
    },
    Setting {
        name: "problem-base-url",
        env: &["PROBLEM_BASE_URL"],
        value: "URL",
        help: "What stands before /problems/… in the type of errors, when not this server",
        group: Group::Web,
        kind: Kind::Own {
            apply: |settings, text| {
                settings.problem_base_url = Some(base(text)?);
                Ok(())
            },
            show: |settings| settings.problem_base_url.clone().unwrap_or_default(),
        },
    },
    Setting::limit(
        "max-connections",
        &["MAX_CONNECTIONS"],
        "Open connections; beyond them 503",
        Kind::Count(|limits| &mut limits.connections),
    ),
    Setting::limit(
        "max-requests",
        &["MAX_REQUESTS"],
        "Requests being worked on; beyond them 503",
        Kind::Count(|limits| &mut limits.requests),
    ),
    Setting::limit(
        "max-body",
        &["MAX_BODY"],
        "A request's body, as sent and as unpacked; beyond it 413",
        Kind::Size(|limits| &mut limits.body),
    ),
    Setting::limit(
        "max-uri",
        &["MAX_URI"],
        "A request's path and query; beyond it 414",
        Kind::Size(|limits| &mut limits.uri),
    ),
    Setting::limit(
        "max-head",
        &["MAX_HEAD"],
        "A request's line and header fields; beyond it, or 100 fields, 431",
        Kind::Size(|limits| &mut limits.head),
    ),
    Setting::limit(
        "head-timeout",
        &["HEAD_TIMEOUT"],
        "For a client to send its header fields",
        Kind::Time(|limits| &mut limits.head_timeout),
    ),
    Setting::limit(
        "idle-timeout",
        &["IDLE_TIMEOUT"],
        "For a connection without a request",
        Kind::Time(|limits| &mut limits.idle_timeout),
    ),
    Setting::limit(
        "body-timeout",
        &["BODY_TIMEOUT"],
        "Between two pieces of a request's body; beyond it 408",
        Kind::Time(|limits| &mut limits.body_timeout),
    ),
    Setting::limit(
        "body-total-timeout",
        &["BODY_TOTAL_TIMEOUT"],
        "For a request's whole body; beyond it 408",
        Kind::Time(|limits| &mut limits.body_total_timeout),
    ),
    Setting::limit(
        "write-timeout",
        &["WRITE_TIMEOUT"],
        "For a client to take a KiB of its answer",
        Kind::Time(|limits| &mut limits.write_timeout),
    ),
    Setting::limit(
        "request-timeout",
        &["REQUEST_TIMEOUT"],
        "For working on a request; beyond it 504",
        Kind::Time(|limits| &mut limits.request_timeout),
    ),
    Setting::limit(
        "shutdown-timeout",
        &["SHUTDOWN_TIMEOUT"],
        "For requests in flight when the server is told to stop",
        Kind::Time(|limits| &mut limits.shutdown_timeout),
    ),
];

/// The parts of a list; an empty text is an empty list.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// A URL or a path that paths are appended to.
fn base(text: &str) -> Result<String, String> {
    let path = scheme(text).unwrap_or(text);
    let right =
        text.starts_with('/') || (path != text && !path.is_empty() && !path.starts_with('/'));
    // A reference that begins with `//` leads to another host (RFC 3986 §4.2).
    let clean = !text.contains(['?', '#', '"', '<', '>']) && !path.contains("//");
    if !right || !clean || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("`{text}` is neither a URL such as https://example.com/v1 nor a path"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// An origin as browsers send it (RFC 6454 §7), which is compared letter by letter.
fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    let host = scheme(text).filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@']));
    if host.is_none() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!(
            "`{text}` is not an origin: write scheme, host and port without a path, \
             such as https://app.example.com"
        ));
    }
    Ok(text.to_ascii_lowercase())
}

/// What follows `http://` or `https://`.
fn scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
}
