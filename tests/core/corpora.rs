//! The inputs that the fuzzer begins with, or once stumbled on, without the fuzzer (fuzz/corpus, one directory for each target).

#[path = "../../fuzz/src/attempts.rs"]
mod attempts;

use std::fs;
use std::path::Path;

/// Makes the attempt at every committed input of a target.
fn check(target: &str, attempt: fn(&[u8])) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(&directory).expect("fuzz/corpus is committed");
    let inputs = files.map(|file| fs::read(file.expect("it can be listed").path()).expect("it can be read"));
    assert!(inputs.map(|input| attempt(&input)).count() > 2, "{} holds too few inputs", directory.display());
}

#[test]
fn images_and_labels() {
    check("idx", attempts::idx);
}

#[test]
fn checkpoints() {
    check("checkpoint", attempts::checkpoint);
}

#[test]
fn configurations() {
    check("configuration", attempts::configuration);
}

#[test]
fn messages() {
    check("messages", attempts::messages);
}
