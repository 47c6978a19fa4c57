//! `migrate lint`: what migrations do to those who use the database, and what to do instead.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{migrations, on_database};
use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::migrate::file::Risk;
use crate::migrate::lint::{Advice, RULES, of_all, worst};
use crate::sql::Dialect;
use crate::{Error, Result};

/// The command.
pub(super) fn command() -> Command {
    Command::new("lint")
        .about("Says what migrations lock, write anew, break and lose, and what to do instead")
        .long_about(
            "Says what migrations lock, write anew, break and lose, and what to do instead: of \
             those that the database of --database-url lacks; or without a database, with --all or \
             --dialect, of all. A line `-- crud: allow RULE` at the top of a file silences a rule \
             there.",
        )
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("All files, without a database"),
        )
        .arg(
            Arg::new("dialect")
                .long("dialect")
                .value_name("DIALECT")
                .value_parser(PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))
                .action(ArgAction::Append)
                .help("All files for these databases"),
        )
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("RISK")
                .value_parser(PossibleValuesParser::new(
                    Risk::ALL.into_iter().filter(|risk| *risk != Risk::Safe).map(Risk::word),
                ))
                .help("Fails where something is as bad as this, or worse"),
        )
        .arg(
            Arg::new("rules")
                .long("rules")
                .action(ArgAction::SetTrue)
                .help("Lists the rules, by the names that `-- crud: allow` takes"),
        )
}

/// Says it.
pub(super) async fn lint(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    if matches.get_flag("rules") {
        let rules = RULES.iter().map(|(name, about)| format!("{name:<28} {about}\n"));
        return print(&rules.collect::<String>());
    }
    let folder = migrations(core)?.folder()?;
    let given: Vec<_> = matches.get_many::<String>("dialect").unwrap_or_default().collect();
    let (dialects, pending) = if given.is_empty() && !matches.get_flag("all") {
        let (dialect, pending) = on_database(core, settings, async |migrator| {
            let pending = migrator.pending(None).await?;
            let titles: Vec<_> = pending.iter().map(|job| job.migration().clone()).collect();
            Ok((migrator.dialect(), titles))
        })
        .await?;
        (vec![dialect], Some(pending))
    } else {
        let is_meant = |dialect: &Dialect| {
            given.is_empty() || given.iter().any(|name| *name == dialect.name())
        };
        (Dialect::ALL.into_iter().filter(is_meant).collect(), None)
    };
    let mut all = Vec::new();
    for dialect in dialects {
        let migrations = folder.of(dialect)?;
        for (migration, advice) in migrations.iter().zip(of_all(dialect, &migrations)) {
            let title = migration.title();
            if advice.is_empty() || pending.as_ref().is_some_and(|some| !some.contains(&title)) {
                continue;
            }
            print(&format!("{}/{title}.up.sql\n", dialect.name()))?;
            advice.iter().map(Advice::text).try_for_each(|text| print(&text))?;
            all.extend(advice);
        }
    }
    let limit = matches.get_one::<String>("fail-on");
    let limit = Risk::ALL.into_iter().find(|risk| limit.is_some_and(|word| word == risk.word()));
    match limit {
        Some(limit) if worst(&all) >= limit => Err(Error::Config(format!(
            "a step {}: do what stands behind `instead`; or, where you know better, write `-- crud: \
             allow …` at the top of the file",
            worst(&all).word()
        ))),
        _ if all.is_empty() => print("nothing is to be said\n"),
        _ => Ok(()),
    }
}
