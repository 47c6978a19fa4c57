//! A made-up academy, the same every time: some five thousand records.

mod dice;
mod plan;
mod word;

use crud_runtime::Result;
use crud_runtime::prelude::*;

use self::dice::Dice;
use crate::course::{
    Course, NewCourse, NewPrerequisite, NewSection, NewSession, NewTerm, Prerequisite, Section,
    Session, Term,
};
use crate::enrolment::{Enrolment, NewEnrolment, NewRemark, Remark};
use crate::people::{NewProfessor, NewStudent, Professor, Student};
use crate::place::{Department, DepartmentPatch, NewDepartment, NewRoom, Room};

/// All that is created, in the order in which it refers to each other.
#[derive(Default)]
pub(crate) struct Academy {
    pub(crate) departments: Vec<NewDepartment>,
    pub(crate) rooms: Vec<NewRoom>,
    pub(crate) professors: Vec<NewProfessor>,
    /// The departments' heads, who are there only after the departments are.
    pub(crate) heads: Vec<(i32, i32)>,
    pub(crate) students: Vec<NewStudent>,
    pub(crate) terms: Vec<NewTerm>,
    pub(crate) courses: Vec<NewCourse>,
    pub(crate) prerequisites: Vec<NewPrerequisite>,
    pub(crate) sections: Vec<NewSection>,
    pub(crate) sessions: Vec<NewSession>,
    pub(crate) enrolments: Vec<NewEnrolment>,
    pub(crate) remarks: Vec<NewRemark>,
}

impl Academy {
    /// The academy.
    pub(crate) fn new() -> Self {
        let (mut academy, mut dice) = (Self::default(), Dice::new(1409));
        academy.found(&mut dice);
        academy.hire(&mut dice);
        academy.matriculate(&mut dice);
        academy.plan(&mut dice);
        academy.enrol(&mut dice);
        academy.note(&mut dice);
        academy
    }
}

/// Creates the academy in an empty database; returns how many records it has.
pub(crate) async fn fill(db: &Db) -> Result<usize> {
    let academy = Academy::new();
    let mut count = Department::create_many(db, academy.departments).await?.len();
    count += Room::create_many(db, academy.rooms).await?.len();
    count += Professor::create_many(db, academy.professors).await?.len();
    for (department, head) in academy.heads {
        let head_id = Change::Set(Some(head));
        let patch = DepartmentPatch { head_id, ..DepartmentPatch::default() };
        Department::patch(db, department, patch).await?;
    }
    count += Student::create_many(db, academy.students).await?.len();
    count += Term::create_many(db, academy.terms).await?.len();
    count += Course::create_many(db, academy.courses).await?.len();
    count += Prerequisite::create_many(db, academy.prerequisites).await?.len();
    count += Section::create_many(db, academy.sections).await?.len();
    count += Session::create_many(db, academy.sessions).await?.len();
    count += Enrolment::create_many(db, academy.enrolments).await?.len();
    count += Remark::create_many(db, academy.remarks).await?.len();
    Ok(count)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}
