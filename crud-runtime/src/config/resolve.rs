//! Which value holds: the flag's, else the environment's, else the file's, else the default.

use std::path::Path;

use super::nearest::nearest;
use super::{SETTINGS, Setting, Settings};
use crate::{Error, Result};

/// Where values come from.
pub(crate) struct Sources<'a> {
    /// The value of a flag, by the setting's name.
    pub(crate) flag: &'a dyn Fn(&str) -> Option<String>,
    /// The value of a variable of the environment.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// The file, if one is named.
    pub(crate) file: Option<&'a Path>,
}

/// The settings, and the names of those that were found in the sources.
///
/// # Errors
/// [`Error::Config`] with every setting that is wrong, each with where it was found.
pub(crate) fn resolve(
    defaults: Settings,
    sources: &Sources<'_>,
) -> Result<(Settings, Vec<&'static str>)> {
    let file = sources.file.map(File::read).transpose()?;
    let mut errors: Vec<String> = file.iter().flat_map(File::unknown).collect();
    let (mut settings, mut given) = (defaults, Vec::new());
    for setting in SETTINGS {
        match find(setting, sources, file.as_ref()) {
            Ok(None) => {}
            Ok(Some((place, text))) => {
                given.push(setting.name);
                if let Err(error) = setting.apply(&mut settings, &text) {
                    errors.push(format!("{place}: {error}"));
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok((settings, given)) } else { Err(Error::Config(errors.join("\n"))) }
}

/// The value that holds, with where it was found.
fn find(
    setting: &Setting,
    sources: &Sources<'_>,
    file: Option<&File>,
) -> Result<Option<(String, String)>, String> {
    if let Some(text) = (sources.flag)(setting.name) {
        return Ok(Some((format!("--{}", setting.name), text)));
    }
    for variable in setting.env {
        if let Some(text) = (sources.variable)(variable) {
            return Ok(Some((format!("environment variable {variable}"), text)));
        }
    }
    match file {
        Some(file) => file.value(setting),
        None => Ok(None),
    }
}

/// A file of settings.
struct File {
    path: String,
    table: toml::Table,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
            context: format!("cannot read the settings in {shown}"),
            source,
        })?;
        let table = text
            .parse::<toml::Table>()
            .map_err(|error| Error::Config(format!("{shown} is not TOML: {error}")))?;
        Ok(Self { path: shown, table })
    }

    /// What is wrong with keys that are not settings.
    fn unknown(&self) -> impl Iterator<Item = String> {
        let known: Vec<String> = SETTINGS.iter().map(Setting::key).collect();
        self.table
            .keys()
            .filter(|key| !known.contains(key))
            .map(|key| {
                let meant = nearest(key, known.iter().map(String::as_str));
                match meant {
                    Some(meant) => {
                        format!("{}: unknown key `{key}`, did you mean `{meant}`?", self.path)
                    }
                    None => {
                        format!(
                            "{}: unknown key `{key}`; there are {}",
                            self.path,
                            known.join(", ")
                        )
                    }
                }
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn value(&self, setting: &Setting) -> Result<Option<(String, String)>, String> {
        let key = setting.key();
        let Some(value) = self.table.get(&key) else { return Ok(None) };
        let place = format!("{}, key `{key}`", self.path);
        match text(value) {
            Some(text) => Ok(Some((place, text))),
            None => Err(format!("{place}: write a text, a number, true, false or a list of texts")),
        }
    }
}

/// A value as a flag would give it.
fn text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        toml::Value::Array(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(toml::Value::as_str).collect();
            Some(parts?.join(","))
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::Duration;

    use super::{Sources, resolve};
    use crate::config::{LogFormat, SETTINGS, Settings};

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(text.as_bytes()).expect("room for a few bytes");
        file
    }

    fn from_file(text: &str) -> Result<Settings, String> {
        let file = file(text);
        let sources = Sources { flag: &|_| None, variable: &|_| None, file: Some(file.path()) };
        resolve(Settings::new("library"), &sources)
            .map(|(settings, _)| settings)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_file() {
        let file =
            file("bind = \"a:1\"\nmax_body = 7\nlog_format = \"json\"\nhead_timeout = \"2s\"");
        let sources = Sources {
            flag: &|name| (name == "bind").then(|| "c:3".to_owned()),
            variable: &|name| match name {
                "BIND" => Some("b:2".to_owned()),
                "MAX_BODY" => Some("8".to_owned()),
                _ => None,
            },
            file: Some(file.path()),
        };
        let (settings, given) = resolve(Settings::new("library"), &sources).expect("good settings");
        assert_eq!(given, ["bind", "log-format", "max-body", "head-timeout"]);
        assert_eq!(settings.bind, "c:3");
        assert_eq!(settings.limits.body, 8);
        assert_eq!(settings.log_format, LogFormat::Json);
        assert_eq!(settings.limits.head_timeout, Duration::from_secs(2));
        assert_eq!(settings.database_url, "sqlite:library.db");
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let error =
            from_file("bnid = 1\nbind = \"nowhere\"\nmax_body = 1.5").expect_err("mistakes");
        assert_eq!(error.lines().count(), 3, "{error}");
        assert!(error.contains("unknown key `bnid`"), "{error}");
        assert!(error.contains("key `bind`: `nowhere` is not HOST:PORT"), "{error}");
        assert!(error.contains("key `max_body`: write a text"), "{error}");
        let error = from_file("log_levle = \"info\"").expect_err("a mistake");
        assert!(error.ends_with("unknown key `log_levle`, did you mean `log_level`?"), "{error}");
        let error = from_file("log_level = ").expect_err("a mistake");
        assert!(error.contains("is not TOML"), "{error}");
    }

    #[test]
    fn origins_and_bases_are_checked() {
        let settings = from_file(
            "cors_origins = [\"https://App.example.com\", \"*\"]\nbase_url = \"https://x/v1/\"",
        )
        .expect("good settings");
        assert_eq!(settings.cors_origins, ["https://app.example.com", "*"]);
        assert_eq!(settings.base_url.as_deref(), Some("https://x/v1"));
        for bad in ["cors_origins = \"https://x/\"", "cors_origins = \"x\"", "base_url = \"x\""] {
            assert!(from_file(bad).is_err(), "{bad}");
        }
        for bad in ["//evil.example", "https://x//v1", "https://", "https:///v1", "/v1\\n"] {
            assert!(from_file(&format!("base_url = \"{bad}\"")).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_setting_shows_it_also_reads() {
        for setting in SETTINGS {
            let mut settings = Settings::new("library");
            let shown = setting.show(&settings);
            if !shown.is_empty() {
                setting.apply(&mut settings, &shown).expect(setting.name);
                assert_eq!(setting.show(&settings), shown);
            }
        }
    }
}
