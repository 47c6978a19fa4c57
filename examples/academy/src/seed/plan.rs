//! Who and what there is, step by step.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use crud_runtime::prelude::*;

use super::word::{FACULTIES, FAMILY, GIVEN, REMARKS};
use super::{Academy, Dice, day};
use crate::course::{NewCourse, NewPrerequisite, NewSection, NewSession, NewTerm, Weekday};
use crate::enrolment::{NewEnrolment, NewRemark, Outcome, RemarkSubject};
use crate::people::{NewProfessor, NewStudent, Rank, Standing};
use crate::place::{NewDepartment, NewRoom};

const PROFESSORS: i32 = 40;
const STUDENTS: i32 = 400;
const ROOMS: i16 = 20;
const DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

impl Academy {
    /// Faculties with their departments, and rooms.
    pub(super) fn found(&mut self, dice: &mut Dice) {
        let mut id = 0;
        let mut department = |code: &str, name: &str, parent_id| {
            id += 1;
            let (code, name) = (code.to_owned(), name.to_owned());
            self.departments.push(NewDepartment { id, code, name, parent_id, head_id: None });
            id
        };
        for (code, name, departments) in FACULTIES {
            let faculty = department(code, name, None);
            for (code, name, _) in *departments {
                department(code, name, Some(faculty));
            }
        }
        for number in 0..ROOMS {
            let building = ["A", "B", "HG"][usize::from(number.unsigned_abs() % 3)].to_owned();
            let seats = 20 + 10 * dice.between(0, 12);
            let has_projector = Change::Set(seats > 40);
            self.rooms.push(NewRoom { building, number: 100 + number, seats, has_projector });
        }
    }

    /// Professors, the first of each department its head.
    pub(super) fn hire(&mut self, dice: &mut Dice) {
        let departments = self.leaves();
        for id in 1..=PROFESSORS {
            let name = name(dice);
            let department_id = departments[usize::try_from(id).unwrap_or(0) % departments.len()];
            let office = dice.percent(80).then(|| dice.pick(&self.rooms));
            let rank = *dice.pick(&[Rank::Assistant, Rank::Associate, Rank::Full, Rank::Emeritus]);
            self.professors.push(NewProfessor {
                id,
                email: email(&name, id, "academy.example"),
                name,
                rank,
                department_id,
                building: office.map(|room| room.building.clone()),
                room_number: office.map(|room| room.number),
                hired_on: day(1985 + i32::from(dice.between(0, 40)), 10, 1),
            });
            if !self.heads.iter().any(|(department, _)| *department == department_id) {
                self.heads.push((department_id, id));
            }
        }
    }

    /// Students, a hundred a year.
    pub(super) fn matriculate(&mut self, dice: &mut Dice) {
        let departments = self.leaves();
        for id in 1..=STUDENTS {
            let name = name(dice);
            let year = 2022 + (id - 1) / 100;
            let standing = match dice.below(20) {
                0 => Standing::OnLeave,
                1 => Standing::Withdrawn,
                2 if year == 2022 => Standing::Graduated,
                _ => Standing::Active,
            };
            self.students.push(NewStudent {
                id,
                email: email(&name, id, "students.academy.example"),
                name,
                born_on: day(year - 19, 1, 1) + Days::new(dice.below(365) as u64),
                matriculated_on: day(year, 10, 1),
                standing: Change::Set(standing),
                department_id: *dice.pick(&departments),
                advisor_id: dice.percent(90).then(|| 1 + i32::from(dice.between(0, 40))),
            });
        }
    }

    /// Terms, courses with what they require, and what is taught in each term.
    pub(super) fn plan(&mut self, dice: &mut Dice) {
        for year in 2022..2026 {
            for (half, begin, end) in [("S", (4, 1), (9, 30)), ("W", (10, 1), (3, 31))] {
                self.terms.push(NewTerm {
                    code: format!("{year}{half}"),
                    starts_on: day(year, begin.0, begin.1),
                    ends_on: day(year + i32::from(half == "W"), end.0, end.1),
                });
            }
        }
        // The first winter is when the first students come.
        self.terms.remove(0);
        self.courses(dice);
        let terms: Vec<_> = self.terms.iter().map(|term| term.code.clone()).collect();
        for (season, term_code) in terms.iter().enumerate() {
            let mut slot = 0;
            for course in 0..self.courses.len() {
                if course % 3 == season % 3 {
                    continue;
                }
                let sections = if course % 4 == 0 { 2 } else { 1 };
                for number in 1..=sections {
                    self.section(dice, course, term_code, number, &mut slot);
                }
            }
        }
    }

    fn courses(&mut self, dice: &mut Dice) {
        let departments = FACULTIES.iter().flat_map(|(.., departments)| *departments);
        for ((code, name, topics), department_id) in departments.zip(self.leaves()) {
            let mut before: Vec<i32> = Vec::new();
            for (level, suffix) in ["I", "II"].into_iter().enumerate() {
                for (place, topic) in topics.iter().enumerate() {
                    let id = i32::try_from(self.courses.len()).unwrap_or(0) + 1;
                    let summary = format!("{topic}, part {suffix}: what {name} is built on.");
                    self.courses.push(NewCourse {
                        id,
                        code: format!("{code}-{}{:02}", level + 1, place + 1),
                        title: format!("{topic} {suffix}"),
                        summary: dice.percent(80).then_some(summary),
                        credits: Decimal::new(i64::from(dice.between(6, 19)) * 5, 1),
                        department_id,
                    });
                    // The second part requires the first, and now and then something besides.
                    let mut required: Vec<i32> = Vec::new();
                    if level == 1 {
                        required.push(before[place]);
                    }
                    if place > 0 && dice.percent(30) {
                        required.push(id - 1);
                    }
                    let required = required.into_iter();
                    self.prerequisites.extend(
                        required.map(|required_id| NewPrerequisite { course_id: id, required_id }),
                    );
                    before.push(id);
                }
            }
        }
    }

    fn section(
        &mut self,
        dice: &mut Dice,
        course: usize,
        term_code: &str,
        number: i16,
        slot: &mut usize,
    ) {
        let course = &self.courses[course];
        let teachers: Vec<_> = self
            .professors
            .iter()
            .filter(|professor| professor.department_id == course.department_id)
            .map(|professor| professor.id)
            .collect();
        let section = NewSection {
            course_id: course.id,
            term_code: term_code.to_owned(),
            number,
            professor_id: *dice.pick(&teachers),
            capacity: dice.between(12, 40),
        };
        for _ in 0..=dice.below(2) {
            let room = &self.rooms[*slot % self.rooms.len()];
            let time = *slot / self.rooms.len();
            let hour = 8 + 2 * u32::try_from(time / DAYS.len()).unwrap_or(0);
            self.sessions.push(NewSession {
                course_id: section.course_id,
                term_code: section.term_code.clone(),
                section_number: number,
                building: room.building.clone(),
                room_number: room.number,
                weekday: DAYS[time % DAYS.len()],
                begins_at: NaiveTime::from_hms_opt(hour, 15, 0).expect("an hour of the day"),
                minutes: 90,
            });
            *slot += 1;
        }
        self.sections.push(section);
    }

    /// Each term each student takes some of what is open to them, while there are places.
    pub(super) fn enrol(&mut self, dice: &mut Dice) {
        let mut taken: HashMap<(i32, &str, i16), i16> = HashMap::new();
        let mut passed: HashSet<(i32, i32)> = HashSet::new();
        let last = self.terms.len() - 1;
        for (season, term) in self.terms.iter().enumerate() {
            let sections: Vec<_> =
                self.sections.iter().filter(|section| section.term_code == term.code).collect();
            for student in &self.students {
                let is_there = student.matriculated_on <= term.starts_on;
                let studies = !matches!(student.standing, Change::Set(Standing::OnLeave));
                if !is_there || !studies {
                    continue;
                }
                let mut courses: Vec<i32> = Vec::new();
                for _ in 0..6 {
                    let section = dice.pick(&sections);
                    let course = section.course_id;
                    let place = (course, section.term_code.as_str(), section.number);
                    let mut required =
                        self.prerequisites.iter().filter(|one| one.course_id == course);
                    let is_open = !courses.contains(&course)
                        && !passed.contains(&(student.id, course))
                        && required.all(|one| passed.contains(&(student.id, one.required_id)))
                        && taken.get(&place).is_none_or(|taken| *taken < section.capacity);
                    if !is_open {
                        continue;
                    }
                    courses.push(course);
                    *taken.entry(place).or_default() += 1;
                    let (outcome, grade) =
                        if season == last { (Outcome::Open, None) } else { outcome(dice) };
                    if outcome == Outcome::Passed {
                        passed.insert((student.id, course));
                    }
                    self.enrolments.push(NewEnrolment {
                        student_id: student.id,
                        course_id: course,
                        term_code: term.code.clone(),
                        section_number: section.number,
                        enrolled_on: term.starts_on + Days::new(dice.below(14) as u64),
                        outcome: Change::Set(outcome),
                        grade,
                    });
                }
            }
        }
    }

    /// What is noted of students, courses and professors.
    pub(super) fn note(&mut self, dice: &mut Dice) {
        for id in 1..=60 {
            let subject = match id % 3 {
                0 => RemarkSubject::Student(dice.pick(&self.students).id),
                1 => RemarkSubject::Course(dice.pick(&self.courses).id),
                _ => RemarkSubject::Professor(dice.pick(&self.professors).id),
            };
            let noted_on = day(2025, 1, 1) + Days::new(dice.below(300) as u64);
            let text = (*dice.pick(REMARKS)).to_owned();
            self.remarks.push(NewRemark { id, subject, text, noted_on });
        }
    }

    /// Departments that are no faculties.
    fn leaves(&self) -> Vec<i32> {
        let leaves = self.departments.iter().filter(|department| department.parent_id.is_some());
        leaves.map(|department| department.id).collect()
    }
}

fn outcome(dice: &mut Dice) -> (Outcome, Option<Decimal>) {
    let grade = |tenths: i16| Some(Decimal::new(i64::from(tenths), 1));
    match dice.below(100) {
        0..7 => (Outcome::Dropped, None),
        7..18 => (Outcome::Failed, grade(dice.between(0, 10))),
        _ => (Outcome::Passed, grade(dice.between(10, 41))),
    }
}

fn name(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(GIVEN), dice.pick(FAMILY))
}

fn email(name: &str, id: i32, domain: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter == ' ' { '.' } else { letter })
        .filter(|letter| letter.is_ascii_lowercase() || *letter == '.')
        .collect();
    format!("{plain}{id}@{domain}")
}
