//! A university: who teaches what to whom, and every report that its registrar asks for.

mod course;
mod enrolment;
mod people;
mod place;
#[cfg(test)]
mod report;
mod seed;

use crud_runtime::prelude::*;

use self::course::{Course, Prerequisite, Section, Session, Term};
use self::enrolment::{Enrolment, Remark};
use self::people::{Professor, Student};
use self::place::{Department, Room};

fn app() -> App {
    App::new("academy")
        .version(env!("CARGO_PKG_VERSION"))
        .description("A university: departments, courses, professors, students and their grades.")
        .entity::<Department>()
        .entity::<Professor>()
        .entity::<Student>()
        .entity::<Term>()
        .entity::<Course>()
        .entity::<Prerequisite>()
        .entity::<Section>()
        .entity::<Enrolment>()
        .entity::<Room>()
        .entity::<Session>()
        .entity::<Remark>()
}

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    let seed = clap::Command::new("seed").about("Fills an empty database with a made-up academy");
    app()
        .command(seed, async |context| {
            let db = context.db().await?;
            let rows = seed::fill(&db).await?;
            println!("{rows} records");
            Ok::<_, crud_runtime::Error>(())
        })
        .run()
        .await
}
