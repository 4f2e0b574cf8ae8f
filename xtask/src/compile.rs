//! One flavour of the program, from source to the files that a browser loads, the same in every checkout.

use crate::checkout::Checkout;
use crate::fingerprint;
use crate::flavour::{Flavour, PROFILE};
use crate::process::{cargo_home, run};
use crate::snip;
use crate::toolchain::{Toolchain, WASM_TARGET};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What the files are called, after the library.
const NAME: &str = "dcgan_wasm";

/// Compiles a flavour into `directory`.
pub fn compile(checkout: &Checkout, toolchain: &Toolchain, flavour: &Flavour, directory: &Path) -> Result<()> {
    let target = flavour.target_directory(checkout);
    let mut cargo = flavour.command("cargo", toolchain, checkout);
    cargo.args(["build", "--lib", "--locked", "--profile", PROFILE, "--target", WASM_TARGET]);
    cargo.args(flavour.arguments(&reproducible(checkout, toolchain, &target)?));
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(changes_the_build) {
            cargo.env_remove(name);
        }
    }
    run(cargo.env("RUSTC_BOOTSTRAP", "1"))?;
    let made = target.join(WASM_TARGET).join(PROFILE);
    fingerprint::check_coverage(checkout, &files_read(&made.join(NAME).with_extension("d"))?)?;
    bind(checkout, toolchain, &made.join(NAME).with_extension("wasm"), directory)
}

/// Lets wasm-bindgen make the JavaScript that belongs to a compiled program, and bring the program into its final form.
fn bind(checkout: &Checkout, toolchain: &Toolchain, compiled: &Path, directory: &Path) -> Result<()> {
    let program = fs::read(compiled).with_context(|| format!("cargo left no {}", compiled.display()))?;
    let snipped = directory.with_extension("wasm");
    fs::create_dir_all(directory)?;
    fs::write(&snipped, snip::snip(&program)?)?;
    let mut wasm_bindgen = toolchain.command("wasm-bindgen", checkout);
    wasm_bindgen.args(["--target", "web", "--remove-name-section", "--remove-producers-section", "--out-name", NAME]);
    run(wasm_bindgen.arg("--out-dir").arg(directory).arg(&snipped))?;
    fs::remove_file(&snipped).with_context(|| format!("{} cannot be removed", snipped.display()))
}

/// Flags that make names and panic messages the same on every machine.
fn reproducible(checkout: &Checkout, toolchain: &Toolchain, target: &Path) -> Result<Vec<String>> {
    let commit = toolchain.version_field("commit-hash", checkout)?;
    let library = toolchain.library_source(checkout)?;
    let remap = |path: &Path, name: &str| format!("--remap-path-prefix={}={name}", path.display());
    let mut flags = snip::FLAGS.map(str::to_owned).to_vec();
    flags.push(remap(checkout.root(), "/dcgan-wasm"));
    flags.push(remap(target, "/target"));
    flags.push(remap(&library, &format!("/rustc/{commit}")));
    // Debian's is a symbolic link, and cargo follows it.
    flags.extend(library.canonicalize().ok().map(|real| remap(&real, &format!("/rustc/{commit}"))));
    flags.extend(cargo_home().map(|home| remap(&home, "/cargo")));
    Ok(flags)
}

/// Settings in the environment that would replace those of the checkout.
fn changes_the_build(variable: &str) -> bool {
    let exact = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_INCREMENTAL"];
    exact.contains(&variable)
        || variable.starts_with("CARGO_PROFILE_")
        || variable.starts_with("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_")
}

/// The files that the compiler read, from the list that cargo leaves beside what it made.
fn files_read(list: &Path) -> Result<Vec<PathBuf>> {
    let text = fs::read_to_string(list)
        .with_context(|| format!("cargo left no {}: is the library still named dcgan-wasm?", list.display()))?;
    Ok(parse_files_read(&text))
}

fn parse_files_read(text: &str) -> Vec<PathBuf> {
    let escaped_space = "\u{1f}";
    let prerequisites = text.lines().filter_map(|line| line.split_once(": ")).map(|(_, files)| files);
    prerequisites
        .flat_map(|files| {
            let joined = files.replace("\\ ", escaped_space);
            joined.split_whitespace().map(|file| PathBuf::from(file.replace(escaped_space, " "))).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_read_is_understood() {
        let text = "/t/dcgan_wasm.wasm: /c/src/lib.rs /c/my\\ dir/table.bin\n\n/c/src/lib.rs:\n";
        assert_eq!(parse_files_read(text), [PathBuf::from("/c/src/lib.rs"), PathBuf::from("/c/my dir/table.bin")]);
    }
}
