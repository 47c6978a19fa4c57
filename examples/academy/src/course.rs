//! What is taught, and when.

use crud_runtime::prelude::*;

use crate::enrolment::{Enrolment, Remark};
use crate::people::Professor;
use crate::place::{Department, Room};

/// A semester, such as `2024W`.
#[derive(Crud)]
#[crud(allow(all = public), sparse, order_by(starts_on))]
#[crud(has_many(sections: Section::TERM_CODE))]
pub(crate) struct Term {
    #[crud(primary_key, length(5..=5), pattern = "^[0-9]{4}[SW]$")]
    pub(crate) code: String,
    #[crud(unique)]
    pub(crate) starts_on: NaiveDate,
    #[crud(filter, sort)]
    pub(crate) ends_on: NaiveDate,
}

/// What is taught, again and again.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(
    has_many(sections: Section::COURSE_ID),
    has_many(enrolments: Enrolment::COURSE_ID),
    has_many(remarks: Remark::COURSE_ID),
    many_to_many(prerequisites: Prerequisite::COURSE_ID -> Prerequisite::REQUIRED_ID),
    many_to_many(required_for: Prerequisite::REQUIRED_ID -> Prerequisite::COURSE_ID),
)]
pub(crate) struct Course {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(unique, length(6..=12), pattern = "^[A-Z]+-[0-9]{3}$")]
    pub(crate) code: String,
    #[crud(length(1..=120), search, filter, sort)]
    pub(crate) title: String,
    #[crud(length(1..=2000), search)]
    pub(crate) summary: Option<String>,
    /// In ECTS.
    #[crud(decimal(4, 1), range(0.5..=30), filter, sort)]
    pub(crate) credits: Decimal,
    #[crud(references = Department, on_delete = restrict)]
    pub(crate) department_id: i32,
}

/// A course that has to be passed before another.
#[derive(Crud)]
#[crud(allow(all = public))]
#[crud(check(name = "of_another", expr = "course_id <> required_id"))]
pub(crate) struct Prerequisite {
    #[crud(primary_key, references = Course, on_delete = cascade)]
    pub(crate) course_id: i32,
    #[crud(primary_key, references = Course, relation = required, on_delete = cascade)]
    pub(crate) required_id: i32,
}

/// A course as it is taught in one term; a popular one has several sections.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(has_many(enrolments: Enrolment::SECTION), has_many(sessions: Session::SECTION))]
pub(crate) struct Section {
    #[crud(primary_key, references = Course, on_delete = restrict)]
    pub(crate) course_id: i32,
    #[crud(primary_key, references = Term, relation = term, on_delete = restrict, length(5..=5))]
    pub(crate) term_code: String,
    #[crud(primary_key, range(1..=99))]
    pub(crate) number: i16,
    #[crud(references = Professor, on_delete = restrict)]
    pub(crate) professor_id: i32,
    #[crud(range(1..=1000), filter, sort)]
    pub(crate) capacity: i16,
}

/// A day of the week on which is taught.
#[derive(CrudEnum, Clone, Copy)]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
}

/// When and where a section meets each week.
#[derive(Crud)]
#[crud(allow(all = public), sparse, unique(building, room_number, term_code, weekday, begins_at))]
#[crud(references(Section: course_id, term_code, section_number, on_delete = cascade))]
#[crud(references(Room: building, room_number, relation = room, on_delete = restrict))]
pub(crate) struct Session {
    #[crud(primary_key, auto)]
    pub(crate) id: i64,
    #[crud(filter)]
    pub(crate) course_id: i32,
    #[crud(length(5..=5), filter)]
    pub(crate) term_code: String,
    pub(crate) section_number: i16,
    #[crud(length(1..=3), filter)]
    pub(crate) building: String,
    #[crud(filter)]
    pub(crate) room_number: i16,
    #[crud(filter, sort)]
    pub(crate) weekday: Weekday,
    #[crud(filter, sort)]
    pub(crate) begins_at: NaiveTime,
    #[crud(range(45..=240))]
    pub(crate) minutes: i16,
}
