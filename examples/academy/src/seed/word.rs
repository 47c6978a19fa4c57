//! What people, departments and courses are called.

/// A department's code, its name, and how its courses are called.
type Department = (&'static str, &'static str, &'static [&'static str]);

/// Faculties, each with its departments and how their courses are called.
pub(super) const FACULTIES: &[(&str, &str, &[Department])] = &[
    (
        "SCI",
        "Faculty of Science",
        &[
            (
                "MATH",
                "Mathematics",
                &["Linear Algebra", "Real Analysis", "Topology", "Number Theory"],
            ),
            (
                "PHYS",
                "Physics",
                &["Mechanics", "Electrodynamics", "Thermodynamics", "Quantum Theory"],
            ),
            ("CS", "Computer Science", &["Programming", "Algorithms", "Databases", "Compilers"]),
            ("BIO", "Biology", &["Cell Biology", "Genetics", "Ecology", "Evolution"]),
        ],
    ),
    (
        "ARTS",
        "Faculty of Arts",
        &[
            ("HIST", "History", &["Antiquity", "Middle Ages", "Renaissance", "Modern History"]),
            ("PHIL", "Philosophy", &["Logic", "Ethics", "Metaphysics", "Aesthetics"]),
            ("LING", "Linguistics", &["Phonetics", "Syntax", "Semantics", "Pragmatics"]),
        ],
    ),
    (
        "SOC",
        "Faculty of Social Sciences",
        &[
            ("ECON", "Economics", &["Microeconomics", "Macroeconomics", "Econometrics", "Finance"]),
            ("LAW", "Law", &["Private Law", "Public Law", "Criminal Law", "European Law"]),
        ],
    ),
];

pub(super) const GIVEN: &[&str] = &[
    "Ada", "Amina", "Ana", "Björn", "Chiara", "Daniel", "Elif", "Émile", "Fatima", "Georg", "Hana",
    "Ivan", "Jürgen", "Kofi", "Lena", "Li", "Malik", "Nadia", "Ólafur", "Priya", "Quentin", "Rosa",
    "Søren", "Tomáš", "Uma", "Viktor", "Wanda", "Ximena", "Yuki", "Zoë",
];

pub(super) const FAMILY: &[&str] = &[
    "Abbott",
    "Bianchi",
    "Castro",
    "Dvořák",
    "Eriksson",
    "Fischer",
    "García",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lefèvre",
    "Müller",
    "Novak",
    "O'Brien",
    "Petrov",
    "Quispe",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Ueda",
    "Varga",
    "Weber",
    "Xu",
    "Yılmaz",
    "Zimmermann",
];

pub(super) const REMARKS: &[&str] = &[
    "Asked for a certificate in French.",
    "The exam is moved to the last week of the term.",
    "Grade of the second term corrected after an appeal.",
    "On sabbatical next year.",
    "Needs a room with a projector.",
    "Won the prize of the faculty.",
];
