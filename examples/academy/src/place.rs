//! Where everybody belongs, and where they meet.

use crud_runtime::prelude::*;

use crate::course::{Course, Session};
use crate::people::{Professor, Student};

/// A faculty, or a department within one.
#[derive(Crud)]
#[crud(allow(all = public), sparse, order_by(name))]
#[crud(
    has_many(children: Department::PARENT_ID),
    has_many(professors: Professor::DEPARTMENT_ID),
    has_many(students: Student::DEPARTMENT_ID),
    has_many(courses: Course::DEPARTMENT_ID),
)]
pub(crate) struct Department {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(unique, length(2..=8), pattern = "^[A-Z]+$")]
    pub(crate) code: String,
    #[crud(length(1..=80), filter, sort)]
    pub(crate) name: String,
    /// The faculty that it is part of.
    #[crud(references = Department, on_delete = restrict)]
    pub(crate) parent_id: Option<i32>,
    /// Who leads it: one of its professors.
    #[crud(references = Professor, on_delete = set_null)]
    pub(crate) head_id: Option<i32>,
}

/// A room, known by its building and the number on its door.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(has_many(sessions: Session::ROOM), has_many(offices: Professor::OFFICE))]
pub(crate) struct Room {
    #[crud(primary_key, length(1..=3), pattern = "^[A-Z]+$")]
    pub(crate) building: String,
    #[crud(primary_key)]
    pub(crate) number: i16,
    #[crud(range(1..=1000), filter, sort)]
    pub(crate) seats: i16,
    #[crud(default = false, filter)]
    pub(crate) has_projector: bool,
}
