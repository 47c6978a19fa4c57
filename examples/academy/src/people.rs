//! Who teaches and who studies.

use crud_runtime::prelude::*;

use crate::course::Section;
use crate::enrolment::{Enrolment, Remark};
use crate::place::{Department, Room};

/// The rank of a professor.
#[derive(CrudEnum, Clone, Copy)]
pub(crate) enum Rank {
    Assistant,
    Associate,
    Full,
    Emeritus,
}

/// Somebody who teaches.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(references(Room: building, room_number, relation = office, on_delete = restrict))]
#[crud(
    has_many(heads: Department::HEAD_ID),
    has_many(sections: Section::PROFESSOR_ID),
    has_many(advisees: Student::ADVISOR_ID),
    has_many(remarks: Remark::PROFESSOR_ID),
)]
pub(crate) struct Professor {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=80), search, filter, sort)]
    pub(crate) name: String,
    #[crud(unique, format = "email")]
    pub(crate) email: String,
    #[crud(filter, sort)]
    pub(crate) rank: Rank,
    #[crud(references = Department, on_delete = restrict)]
    pub(crate) department_id: i32,
    #[crud(length(1..=3))]
    pub(crate) building: Option<String>,
    pub(crate) room_number: Option<i16>,
    #[crud(filter, sort)]
    pub(crate) hired_on: NaiveDate,
    /// What a year of work costs, in euros; nobody outside sees it.
    #[crud(decimal(9, 2), range(0..), hidden, default = 0)]
    pub(crate) salary: Decimal,
}

/// How it stands with somebody's studies.
#[derive(CrudEnum, Clone, Copy)]
pub(crate) enum Standing {
    Active,
    OnLeave,
    Graduated,
    Withdrawn,
}

/// Somebody who studies.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(has_many(enrolments: Enrolment::STUDENT_ID), has_many(remarks: Remark::STUDENT_ID))]
pub(crate) struct Student {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=80), search, filter, sort)]
    pub(crate) name: String,
    #[crud(unique, format = "email")]
    pub(crate) email: String,
    #[crud(filter, sort)]
    pub(crate) born_on: NaiveDate,
    #[crud(filter, sort)]
    pub(crate) matriculated_on: NaiveDate,
    #[crud(default = Standing::Active, filter, sort)]
    pub(crate) standing: Standing,
    /// What is studied.
    #[crud(references = Department, on_delete = restrict)]
    pub(crate) department_id: i32,
    #[crud(references = Professor, on_delete = set_null)]
    pub(crate) advisor_id: Option<i32>,
}
