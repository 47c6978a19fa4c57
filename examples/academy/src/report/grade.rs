//! Reports that count and average.

use std::collections::BTreeMap;

use crud_runtime::prelude::*;
use serde_json::{Value, json};

use super::Registrar;
use crate::enrolment::{NewEnrolment, Outcome};

pub(super) async fn all(registrar: &Registrar) {
    per_course_and_term(registrar).await;
    occupancy(registrar).await;
    head_count(registrar).await;
    best(registrar).await;
    matriculations(registrar).await;
}

/// Counts by what these agree in.
fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// The mean with four digits more than a grade has.
fn mean(grades: &[Decimal]) -> Option<String> {
    let count = Decimal::from(u32::try_from(grades.len()).ok().filter(|count| *count > 0)?);
    let mean = grades.iter().sum::<Decimal>() / count;
    let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    Some(format!("{:.5}", mean.round_dp_with_strategy(5, strategy)))
}

/// The grades of enrolments by what these agree in.
fn graded<'a, K: Ord>(
    enrolments: &'a [NewEnrolment],
    key: impl Fn(&'a NewEnrolment) -> Option<K>,
) -> BTreeMap<K, (usize, Vec<Decimal>)> {
    let mut groups: BTreeMap<K, (usize, Vec<Decimal>)> = BTreeMap::new();
    for enrolment in enrolments {
        if let Some(key) = key(enrolment) {
            let group = groups.entry(key).or_default();
            group.0 += 1;
            group.1.extend(enrolment.grade);
        }
    }
    groups
}

async fn per_course_and_term(registrar: &Registrar) {
    let page = registrar
        .get(
            "/enrolments:aggregate?fields=count,avg(grade)&group_by=course.code,term_code\
             &sort=course.code,term_code&limit=1000",
        )
        .await;
    let academy = &registrar.academy;
    let code = |id: i32| academy.courses.iter().find(|course| course.id == id).map(|one| &one.code);
    let groups =
        graded(&academy.enrolments, |one| Some((code(one.course_id)?, one.term_code.as_str())));
    let expected: Vec<Value> = groups
        .into_iter()
        .map(|((course, term), (count, grades))| {
            json!({
                "group": {"course.code": course, "term_code": term},
                "count": count,
                "avg": {"grade": mean(&grades)},
            })
        })
        .collect();
    assert!(expected.len() > 200);
    assert_eq!(page, json!({"items": expected, "more": false}));
}

/// How full the sections of a term are.
async fn occupancy(registrar: &Registrar) {
    let page = registrar
        .get(
            "/enrolments:aggregate?fields=count&term_code=2025W&outcome[ne]=dropped\
             &group_by=course_id,section_number,section.capacity&sort=-count,course_id&limit=1000",
        )
        .await;
    let academy = &registrar.academy;
    let taken = academy.enrolments.iter().filter(|one| one.term_code == "2025W");
    let counts = counted(taken.map(|one| (one.course_id, one.section_number)));
    let mut expected: Vec<_> = counts.into_iter().collect();
    expected.sort_by_key(|((course, number), count)| (usize::MAX - count, *course, *number));
    let expected = expected.into_iter().map(|((course, number), count)| {
        let section = academy.sections.iter().find(|one| {
            (one.course_id, one.number) == (course, number) && one.term_code == "2025W"
        });
        let capacity = section.expect("a section").capacity;
        assert!(count <= usize::from(capacity.unsigned_abs()), "nobody stands");
        let group =
            json!({"course_id": course, "section_number": number, "section.capacity": capacity});
        json!({"group": group, "count": count})
    });
    assert_eq!(page["items"], json!(expected.collect::<Vec<_>>()));
}

/// How many work in each department, by rank.
async fn head_count(registrar: &Registrar) {
    let page = registrar
        .get("/professors:aggregate?fields=count&group_by=department.code,rank&sort=department.code,rank")
        .await;
    let academy = &registrar.academy;
    let code = |id: i32| academy.departments.iter().find(|one| one.id == id).map(|one| &one.code);
    let professors = academy.professors.iter();
    let counts = counted(professors.map(|one| (code(one.department_id), one.rank.as_str())));
    let expected: Vec<Value> = counts
        .into_iter()
        .map(|((code, rank), count)| {
            json!({"group": {"department.code": code, "rank": rank}, "count": count})
        })
        .collect();
    assert_eq!(page["items"], json!(expected));
}

/// The ten best of those who have passed at least five courses.
async fn best(registrar: &Registrar) {
    let page = registrar
        .get(
            "/enrolments:aggregate?fields=count,avg(grade)&outcome=passed\
             &group_by=student_id,student.name&having=count[gte]=5&sort=-avg(grade),student_id\
             &limit=10",
        )
        .await;
    let academy = &registrar.academy;
    let groups = graded(&academy.enrolments, |one| {
        (one.outcome == Change::Set(Outcome::Passed)).then_some(one.student_id)
    });
    let mut students: Vec<_> = groups.into_iter().filter(|(_, (count, _))| *count >= 5).collect();
    let average = |grades: &[Decimal]| mean(grades).and_then(|mean| mean.parse::<Decimal>().ok());
    students.sort_by_key(|(student, (_, grades))| (average(grades).map(|mean| -mean), *student));
    let expected: Vec<Value> = students
        .into_iter()
        .take(10)
        .map(|(id, (count, grades))| {
            let student = academy.students.iter().find(|student| student.id == id);
            let name = student.map(|student| &student.name);
            json!({
                "group": {"student_id": id, "student.name": name},
                "count": count,
                "avg": {"grade": mean(&grades)},
            })
        })
        .collect();
    assert_eq!(page["items"], json!(expected));
    assert_eq!(page["more"], true);
}

/// How many began in each year.
async fn matriculations(registrar: &Registrar) {
    let page = registrar
        .get("/students:aggregate?fields=count&group_by=year(matriculated_on)&sort=year(matriculated_on)")
        .await;
    let group = |year: i32| json!({"group": {"year(matriculated_on)": format!("{year}-01-01")}, "count": 100});
    let expected: Vec<_> = (2022..2026).map(group).collect();
    assert_eq!(page["items"], json!(expected));
}
