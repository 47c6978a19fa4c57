//! Reports about courses and departments.

use crud_runtime::prelude::*;
use serde_json::{Value, json};

use super::{Registrar, each};
use crate::enrolment::Outcome;
use crate::seed::Academy;

pub(super) async fn all(registrar: &Registrar) {
    class_list(registrar).await;
    closed(registrar).await;
    open(registrar).await;
    tree(registrar).await;
    searched(registrar).await;
}

/// Who sits in a section, by name.
async fn class_list(registrar: &Registrar) {
    let academy = &registrar.academy;
    let section = academy.sections.iter().find(|section| section.term_code == "2024W");
    let course = section.expect("a section").course_id;
    let path = format!(
        "/enrolments?course_id={course}&term_code=2024W&section_number=1&outcome[ne]=dropped\
         &include=student&sort=student.name,student_id"
    );
    let page = registrar.get(&path).await;
    let mut expected: Vec<_> = academy
        .enrolments
        .iter()
        .filter(|one| (one.course_id, one.term_code.as_str()) == (course, "2024W"))
        .filter(|one| one.section_number == 1 && one.outcome != Change::Set(Outcome::Dropped))
        .map(|one| {
            let student = academy.students.iter().find(|student| student.id == one.student_id);
            student.map(|student| (student.name.clone(), student.id)).expect("a student")
        })
        .collect();
    expected.sort();
    assert!(!expected.is_empty());
    let names: Vec<_> = expected.into_iter().map(|(name, _)| json!(name)).collect();
    assert_eq!(each(&page, "/student/name"), names);
}

fn has_passed(academy: &Academy, student: i32, course: i32) -> bool {
    academy.enrolments.iter().any(|one| {
        (one.student_id, one.course_id) == (student, course)
            && one.outcome == Change::Set(Outcome::Passed)
    })
}

/// Courses that require what a student has not passed.
async fn closed(registrar: &Registrar) {
    let passed = json!({"student_id": {"eq": 17}, "outcome": {"eq": "passed"}});
    let body = json!({
        "where": {"prerequisites": {"some": {"enrolments": {"none": passed}}}},
        "sort": ["id"],
        "limit": 1000,
        "include": {"prerequisites": {"sort": ["id"], "fields": ["id"]}},
    });
    let page = registrar.query("/courses", &body).await;
    let academy = &registrar.academy;
    let lacks = |course: i32| {
        let mut required = academy.prerequisites.iter().filter(|one| one.course_id == course);
        required.any(|one| !has_passed(academy, 17, one.required_id))
    };
    let expected: Vec<i32> =
        academy.courses.iter().map(|course| course.id).filter(|course| lacks(*course)).collect();
    assert!(!expected.is_empty());
    assert_eq!(json!(each(&page, "/id")), json!(expected));
    for (course, required) in expected.into_iter().zip(each(&page, "/prerequisites")) {
        let rows = academy.prerequisites.iter().filter(|one| one.course_id == course);
        let mut rows: Vec<_> = rows.map(|one| one.required_id).collect();
        rows.sort_unstable();
        let rows: Vec<Value> = rows.into_iter().map(|id| json!({"id": id})).collect();
        assert_eq!(required, json!(rows));
    }
}

/// What a student may take next: taught in the term, not passed yet, and nothing is lacking.
async fn open(registrar: &Registrar) {
    let passed = json!({"student_id": {"eq": 17}, "outcome": {"eq": "passed"}});
    let body = json!({
        "where": {"and": [
            {"sections": {"some": {"term_code": {"eq": "2025W"}}}},
            {"enrolments": {"none": passed}},
            {"prerequisites": {"every": {"enrolments": {"some": passed}}}},
        ]},
        "sort": ["id"],
        "limit": 1000,
    });
    let page = registrar.query("/courses", &body).await;
    let academy = &registrar.academy;
    let is_open = |course: &i32| {
        academy.sections.iter().any(|one| one.course_id == *course && one.term_code == "2025W")
            && !has_passed(academy, 17, *course)
            && academy
                .prerequisites
                .iter()
                .filter(|one| one.course_id == *course)
                .all(|one| has_passed(academy, 17, one.required_id))
    };
    let expected: Vec<i32> =
        academy.courses.iter().map(|course| course.id).filter(is_open).collect();
    assert!(!expected.is_empty());
    assert_eq!(json!(each(&page, "/id")), json!(expected));
}

/// Faculties with their departments, and who leads each.
async fn tree(registrar: &Registrar) {
    let page =
        registrar.get("/departments?parent_id[null]=true&include=children.head&sort=id").await;
    let academy = &registrar.academy;
    for faculty in page["items"].as_array().expect("items") {
        let children = academy.departments.iter();
        let mut children: Vec<_> = children
            .filter(|one| json!(one.parent_id) == faculty["id"])
            .map(|one| one.id)
            .collect();
        let mut shown = Vec::new();
        for child in faculty["children"].as_array().expect("departments") {
            let id = child["id"].as_i64().and_then(|id| i32::try_from(id).ok()).expect("a key");
            let head = academy.heads.iter().find(|(department, _)| *department == id);
            assert_eq!(child["head"]["id"], json!(head.map(|(_, head)| head)));
            shown.push(id);
        }
        shown.sort_unstable();
        children.sort_unstable();
        assert_eq!(shown, children);
    }
    assert_eq!(page["items"].as_array().map(Vec::len), Some(3));
}

async fn searched(registrar: &Registrar) {
    let page = registrar.get("/courses?q=linear%20alg&sort=relevance,id").await;
    let mut codes = each(&page, "/code");
    codes.sort_by_key(ToString::to_string);
    assert_eq!(codes, ["MATH-101", "MATH-201"]);
}
