//! In what two databases differ in all that is read of them: for tests, which know what each has.

use crate::store::catalogue::{Catalogue, Domain, Trigger, View};

impl Catalogue {
    /// In what this differs from what is expected, each as a sentence; nothing where they are the
    /// same but for the order of columns. Expressions that are not known (`?`) are compared by
    /// being there.
    pub(crate) fn differences(&self, expected: &Self) -> Vec<String> {
        let mut told: Vec<_> =
            self.compare(expected).into_iter().map(|difference| difference.to_string()).collect();
        for found in self.tables.iter().filter(|found| expected.table(&found.name).is_none()) {
            told.push(format!("table `{}`: is there, and is not expected", found.name));
        }
        let mut beside = |kind: &str, found: Vec<String>, expected: Vec<String>| {
            for one in expected.iter().filter(|one| !found.contains(one)) {
                told.push(format!("{kind} {one} is missing, or differs"));
            }
            for one in found.iter().filter(|one| !expected.contains(one)) {
                told.push(format!("{kind} {one} is there, and is not expected"));
            }
        };
        let views = |all: &Self| {
            let view = |view: &View| format!("`{}` ({})", view.name, view.definition);
            all.views.iter().map(view).collect()
        };
        beside("view", views(self), views(expected));
        let triggers = |all: &Self| {
            let trigger =
                |one: &Trigger| format!("`{}` of `{}` ({})", one.name, one.table, one.definition);
            all.triggers.iter().map(trigger).collect()
        };
        beside("trigger", triggers(self), triggers(expected));
        let enums = |all: &Self| {
            all.enums
                .iter()
                .map(|(name, words)| format!("`{name}` ({})", words.join(", ")))
                .collect()
        };
        beside("enum", enums(self), enums(expected));
        let domains = |all: &Self| {
            let domain = |one: &Domain| format!("`{}` ({one:?})", one.name);
            all.domains.iter().map(domain).collect()
        };
        beside("domain", domains(self), domains(expected));
        told
    }
}
