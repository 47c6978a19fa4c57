//! What must not compile: each mistake is one error that says what to write, at the token that
//! is wrong.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

fn cases(extension: &str) -> Vec<PathBuf> {
    let topics = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"));
    let mut cases: Vec<_> = topics
        .expect("the cases stand beside the tests")
        .flat_map(|topic| fs::read_dir(topic.expect("a topic is a folder").path()))
        .flat_map(|files| files.map(|file| file.expect("a case is a file").path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    cases.sort();
    cases
}

/// One mistake, one error; and the reader is led to the mistake, not to the derive.
#[test]
fn each_mistake_is_one_error_at_its_own_place() {
    for case in cases("rs") {
        let explained = case.with_extension("stderr");
        let text = fs::read_to_string(&explained).expect("each case has its error beside it");
        let lines: Vec<_> = text.lines().collect();
        let errors = lines.iter().filter(|line| is_error(line)).count();
        assert_eq!(errors, 1, "{} has {errors} errors", explained.display());
        let place = lines.iter().find_map(|line| line.trim_start().strip_prefix("--> "));
        let row = place.and_then(|place| place.split(':').nth(1)).expect("an error has a place");
        let primary = lines
            .iter()
            .find(|line| line.trim_start().split(' ').next() == Some(row))
            .expect("an error shows its place");
        assert!(!primary.contains("#[derive"), "{} points at the derive", explained.display());
    }
}

fn is_error(line: &str) -> bool {
    line.starts_with("error:") || line.starts_with("error[")
}

#[test]
fn the_suite_is_broad() {
    assert!(cases("rs").len() >= 60);
}
