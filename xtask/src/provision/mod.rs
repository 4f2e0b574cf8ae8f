//! Getting what the tests need onto the machine, saying each thing that is done and skipping what is there.

pub mod browser;
mod debian;
pub mod library_source;
pub mod npm;
mod root;
pub mod tools;
pub mod wasm_target;

/// Tells the person one thing that is about to be done, or was.
pub fn say(line: &str) {
    println!("xtask: {line}");
}
