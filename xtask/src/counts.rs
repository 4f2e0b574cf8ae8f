//! How many tests passed and failed, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, or were cancelled.
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// A test runner, known by its closing lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Runner {
    /// cargo test, one `test result:` line per test binary; wasm-bindgen's runner writes the same.
    Cargo,
    /// node's test runner, one `pass` and one `fail` line per run.
    Node,
}

/// Sums the closing lines of `runner` in what it printed.
pub fn parse(runner: Runner, printed: &str) -> Counts {
    let mut sum = Counts::default();
    for line in printed.lines() {
        let line = without_colours(line);
        sum += match runner {
            Runner::Cargo => cargo_line(line.trim()),
            Runner::Node => node_line(line.trim()),
        };
    }
    sum
}

/// The files of the tests that node's runner says have failed, each once, in the order in which they failed.
pub fn failed_files(printed: &str) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    let mut has_failed = false;
    for line in printed.lines().map(str::trim) {
        has_failed = line.starts_with("not ok ") || (has_failed && !line.starts_with("ok "));
        let place = line.strip_prefix("location: '").filter(|_| has_failed);
        let Some((file, _)) = place.and_then(|place| place.rsplit_once(".js:")) else { continue };
        let file = format!("{file}.js");
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

fn cargo_line(line: &str) -> Counts {
    let result = line.strip_prefix("test result: ").unwrap_or_default();
    Counts { passed: number_before(result, " passed"), failed: number_before(result, " failed") }
}

fn node_line(line: &str) -> Counts {
    let number_after = |name: &str| {
        let number = ["# ", "ℹ "].iter().find_map(|mark| line.strip_prefix(mark)?.strip_prefix(name));
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    Counts { passed: number_after("pass "), failed: number_after("fail ") + number_after("cancelled ") }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().filter(|before| before.len() < text.len());
    before.and_then(|before| before.split_whitespace().last()?.parse().ok()).unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.find(|end| end.is_ascii_alphabetic());
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn every_binary_of_cargo_test_counts() {
        let printed = "running 2 tests\ntest a ... ok\n\
             test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(parse(Runner::Cargo, printed), counts(12, 3));
    }

    #[test]
    fn colours_do_not_hide_a_count() {
        let printed = "test result: \u{1b}[32mok\u{1b}[0m. 4 passed; 0 failed; 0 ignored; 0 filtered out\n";
        assert_eq!(parse(Runner::Cargo, printed), counts(4, 0));
    }

    #[test]
    fn both_reports_of_node_count() {
        let plain = "# tests 5\n# suites 1\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(parse(Runner::Node, plain), counts(3, 2));
        assert_eq!(parse(Runner::Node, "\u{1b}[34mℹ pass 7\u{1b}[39m\nℹ fail 0\n"), counts(7, 0));
    }

    #[test]
    fn what_a_test_prints_does_not_count() {
        assert_eq!(
            parse(Runner::Node, "5 passed; 2 failed\npass 3\n# passes 3\ntest result: ok. 1 passed\n"),
            counts(0, 0)
        );
        assert_eq!(parse(Runner::Cargo, "5 passed; 2 failed\n# pass 3\nresult: ok. 3 passed\n"), counts(0, 0));
    }

    #[test]
    fn the_closing_line_is_plain() {
        assert_eq!(counts(12, 3).to_string(), "12 passed, 3 failed");
    }

    #[test]
    fn files_with_failed_tests_are_named_once_and_others_not() {
        let printed = "ok 1 - a\n  ---\n  location: '/x/good.test.js:3:1'\n  ...\nnot ok 2 - b\n  ---\n  duration_ms: 5\n  location: \
                       '/x/bad.test.js:14:1'\n  ...\nnot ok 3 - c\n  ---\n  location: '/x/bad.test.js:20:1'\n  ...\nok 4 - d\n";
        assert_eq!(failed_files(printed), ["/x/bad.test.js"]);
        assert!(failed_files("ok 1 - a\n").is_empty());
    }
}
