//! Reports about students.

use crud_runtime::prelude::*;
use serde_json::json;

use super::{Registrar, each};
use crate::enrolment::{NewEnrolment, Outcome};
use crate::people::Standing;

pub(super) async fn all(registrar: &Registrar) {
    transcript(registrar).await;
    never_enrolled(registrar).await;
    idle(registrar).await;
    timetable(registrar).await;
    file(registrar).await;
    found_by_name(registrar).await;
}

/// Everything that a student took, in the order of terms, with what it was.
async fn transcript(registrar: &Registrar) {
    let academy = &registrar.academy;
    let student = academy.students.iter().find(|student| student.id == 17).expect("a student");
    let department = academy.departments.iter().find(|one| one.id == student.department_id);
    let mut taken: Vec<&NewEnrolment> =
        academy.enrolments.iter().filter(|enrolment| enrolment.student_id == 17).collect();
    let course = |enrolment: &NewEnrolment| {
        academy.courses.iter().find(|course| course.id == enrolment.course_id).expect("a course")
    };
    taken.sort_by_key(|enrolment| (&enrolment.term_code, &course(enrolment).code));
    assert!(taken.len() > 5, "a student who takes something");
    let entries = taken.into_iter().map(|enrolment| {
        let course = course(enrolment);
        json!({
            "term_code": enrolment.term_code,
            "outcome": enrolment.outcome.as_ref().map(Outcome::as_str),
            "grade": enrolment.grade,
            "course": {"code": course.code, "title": course.title, "credits": course.credits},
        })
    });
    let body = json!({
        "where": {"id": {"eq": 17}},
        "fields": ["name"],
        "include": {
            "department": {"fields": ["name"]},
            "enrolments": {
                "fields": ["term_code", "outcome", "grade"],
                "sort": ["term_code", "course.code"],
                "include": {"course": {"fields": ["code", "title", "credits"]}},
            },
        },
    });
    let transcript = registrar.query("/students", &body).await;
    let expected = json!({
        "name": student.name,
        "department": {"name": department.map(|department| &department.name)},
        "enrolments": entries.collect::<Vec<_>>(),
    });
    assert_eq!(transcript["items"], json!([expected]));
}

async fn never_enrolled(registrar: &Registrar) {
    let page = registrar.get("/students?enrolments[exists]=false&sort=id&limit=1000").await;
    let academy = &registrar.academy;
    let expected = academy.students.iter().filter(|student| {
        !academy.enrolments.iter().any(|enrolment| enrolment.student_id == student.id)
    });
    let expected: Vec<_> = expected.map(|student| json!(student.id)).collect();
    assert!(!expected.is_empty());
    assert_eq!(each(&page, "/id"), expected);
}

/// Who studies, and takes nothing in this term.
async fn idle(registrar: &Registrar) {
    let body = json!({
        "where": {
            "standing": {"eq": "active"},
            "enrolments": {"none": {"term_code": {"eq": "2024S"}, "outcome": {"ne": "dropped"}}},
        },
        "sort": ["id"],
        "limit": 1000,
        "fields": ["id"],
    });
    let page = registrar.query("/students", &body).await;
    let academy = &registrar.academy;
    let expected = academy.students.iter().filter(|student| {
        matches!(student.standing, Change::Set(Standing::Active))
            && !academy.enrolments.iter().any(|enrolment| {
                enrolment.student_id == student.id
                    && enrolment.term_code == "2024S"
                    && enrolment.outcome != Change::Set(Outcome::Dropped)
            })
    });
    let expected: Vec<_> = expected.map(|student| json!(student.id)).collect();
    assert!(!expected.is_empty());
    assert_eq!(each(&page, "/id"), expected);
}

/// When and where a student has to be.
async fn timetable(registrar: &Registrar) {
    let body = json!({
        "where": {
            "term_code": {"eq": "2025W"},
            "section": {"some": {"enrolments": {"some": {"student_id": {"eq": 42}}}}},
        },
        "sort": ["weekday", "begins_at", "id"],
        "include": ["room", "section.course"],
    });
    let page = registrar.query("/sessions", &body).await;
    let academy = &registrar.academy;
    let mut expected: Vec<_> = academy
        .sessions
        .iter()
        .filter(|session| {
            session.term_code == "2025W"
                && academy.enrolments.iter().any(|enrolment| {
                    (enrolment.student_id, enrolment.course_id) == (42, session.course_id)
                        && enrolment.term_code == session.term_code
                        && enrolment.section_number == session.section_number
                })
        })
        .map(|session| {
            let course = academy.courses.iter().find(|course| course.id == session.course_id);
            let time = (session.weekday.as_str(), session.begins_at);
            (time, json!(course.map(|course| &course.title)))
        })
        .collect();
    expected.sort_by_key(|(time, _)| *time);
    assert!(!expected.is_empty());
    let titles: Vec<_> = expected.into_iter().map(|(_, title)| title).collect();
    assert_eq!(each(&page, "/section/course/title"), titles);
    assert!(each(&page, "/room/seats").iter().all(serde_json::Value::is_number));
}

/// What was noted of somebody: one of three things that a remark may be about.
async fn file(registrar: &Registrar) {
    let remarks = &registrar.academy.remarks;
    let student = remarks.iter().find_map(|remark| match remark.subject {
        crate::enrolment::RemarkSubject::Student(id) => Some(id),
        _ => None,
    });
    let student = student.expect("a remark about a student");
    let path = format!("/remarks?student_id={student}&sort=-noted_on,id");
    let subjects = each(&registrar.get(&path).await, "/subject");
    let count = remarks.iter().filter(|remark| {
        matches!(remark.subject, crate::enrolment::RemarkSubject::Student(id) if id == student)
    });
    assert_eq!(subjects, vec![json!({"student": student}); count.count()]);
}

async fn found_by_name(registrar: &Registrar) {
    let page = registrar.get("/students?name[contains]=M%C3%BCller&sort=id&limit=1000").await;
    let students = registrar.academy.students.iter();
    let expected: Vec<_> = students
        .filter(|student| student.name.contains("Müller"))
        .map(|student| json!(student.id))
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(each(&page, "/id"), expected);
}
