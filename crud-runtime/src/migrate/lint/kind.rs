//! Types, as far as one release's values are another's.

use super::act::Type;

impl Type {
    /// As people write it.
    pub(super) fn show(&self) -> String {
        if self.arguments.is_empty() {
            return self.name.clone();
        }
        format!("{}({})", self.name, self.arguments.join(","))
    }

    fn length(&self) -> Option<u32> {
        self.arguments.first().and_then(|first| first.parse().ok())
    }

    fn digits(&self) -> Option<(u32, u32)> {
        let digits = self.length()?;
        let scale = self.arguments.get(1).map_or(Some(0), |scale| scale.parse().ok())?;
        Some((digits, scale))
    }

    fn is_text(&self) -> bool {
        matches!(self.name.as_str(), "varchar" | "text" | "longtext" | "mediumtext" | "citext")
    }

    /// Whether a program that knows the one type reads and writes the other.
    pub(super) fn reads_as(&self, after: &Self) -> bool {
        if self.is_text() && after.is_text() {
            // A shorter one refuses what is written.
            return match (self.length(), after.length()) {
                (_, None) => true,
                (Some(before), Some(after)) => before <= after,
                (None, Some(_)) => false,
            };
        }
        match (self.digits(), after.digits()) {
            (Some((digits, scale)), Some((new_digits, new_scale))) if self.name == "numeric" => {
                after.name == "numeric" && scale == new_scale && digits <= new_digits
            }
            _ => self.name == after.name && is_prefix(&self.arguments, &after.arguments),
        }
    }

    /// Whether values lose something instead of being refused.
    pub(super) fn cuts(&self, after: &Self, cast: Option<&Self>) -> bool {
        let whole = ["smallint", "integer", "bigint", "integer unsigned", "bigint unsigned"];
        let is_whole = |kind: &Self| whole.contains(&kind.name.as_str());
        if let Some(cast) = cast.filter(|cast| cast.is_text() || cast.name == "char") {
            return cast.length().is_some_and(|cut| self.length().is_none_or(|own| cut < own));
        }
        match (self.name.as_str(), after.name.as_str()) {
            ("numeric", "numeric") => match (self.digits(), after.digits()) {
                (Some((_, scale)), Some((_, after))) => after < scale,
                (None, Some(_)) => true,
                _ => false,
            },
            ("numeric" | "double precision" | "real", _) => is_whole(after) || after.name == "real",
            ("timestamptz" | "timestamp" | "datetime", "date" | "time") => true,
            _ => false,
        }
    }
}

/// Enums of `MySQL` may go on behind what they have.
fn is_prefix(before: &[String], after: &[String]) -> bool {
    after.starts_with(before) && (before.len() == after.len() || before.len() > 1)
}
