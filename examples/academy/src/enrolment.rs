//! Who takes part in what, with what success, and what there is to say about it.

use crud_runtime::prelude::*;

use crate::course::{Course, Section, Term};
use crate::people::{Professor, Student};

/// What became of an enrolment.
#[derive(CrudEnum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Open,
    Passed,
    Failed,
    Dropped,
}

/// A student in a section: an n-m relation with a grade. A course is taken once per term.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(references(Section: course_id, term_code, section_number, on_delete = restrict))]
#[crud(check(name = "graded", expr = "(grade IS NULL) = (outcome IN ('open', 'dropped'))"))]
pub(crate) struct Enrolment {
    #[crud(primary_key, references = Student, on_delete = cascade)]
    pub(crate) student_id: i32,
    #[crud(primary_key, references = Course, on_delete = restrict)]
    pub(crate) course_id: i32,
    #[crud(primary_key, references = Term, relation = term, on_delete = restrict, length(5..=5))]
    pub(crate) term_code: String,
    #[crud(filter, sort)]
    pub(crate) section_number: i16,
    #[crud(filter, sort)]
    pub(crate) enrolled_on: NaiveDate,
    #[crud(default = Outcome::Open, filter, sort)]
    pub(crate) outcome: Outcome,
    /// From 0.0 to 4.0, as soon as there is one.
    #[crud(decimal(2, 1), range(0..=4), filter, sort)]
    pub(crate) grade: Option<Decimal>,
}

/// What somebody noted in the file of a student, a course or a professor.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(one_of(subject: student_id, course_id, professor_id))]
pub(crate) struct Remark {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(references = Student, on_delete = cascade)]
    pub(crate) student_id: Option<i32>,
    #[crud(references = Course, on_delete = cascade)]
    pub(crate) course_id: Option<i32>,
    #[crud(references = Professor, on_delete = cascade)]
    pub(crate) professor_id: Option<i32>,
    #[crud(length(1..=500), search)]
    pub(crate) text: String,
    #[crud(filter, sort)]
    pub(crate) noted_on: NaiveDate,
}
