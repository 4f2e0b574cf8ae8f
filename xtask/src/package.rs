//! pkg/: made from source so that it comes out the same in every checkout, and proven to be what the source makes.

use crate::checkout::Checkout;
use crate::fingerprint::{self, Makers, Record};
use crate::process::{cargo_home, command, output, run};
use crate::provision::{say, tools, wasm_target};
use crate::toolchain::{Toolchain, WASM_TARGET};
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The directory of the committed package.
pub const PACKAGE: &str = "pkg";

/// How `verify` proved that pkg/ is what the source makes.
#[derive(Debug, PartialEq)]
pub enum Proof {
    /// The same programs made every byte again.
    EveryByte,
    /// The programs are others than those that made it, so only what goes in was compared.
    InputsOnly,
}

/// `cargo xtask build`: makes pkg/ from source.
pub fn build(checkout: &Checkout) -> Result<()> {
    let toolchain = wasm_target::provision(checkout)?;
    tools::provision(checkout)?;
    let made = make(checkout, &toolchain)?;
    replace(&made, &checkout.path(PACKAGE))?;
    check_not_ignored(checkout)?;
    say(&format!("{PACKAGE}/ is made, by {}: commit it", toolchain.name()));
    Ok(())
}

/// Makes the package again, away from pkg/, and fails unless pkg/ is what the source makes.
pub fn verify(checkout: &Checkout, toolchain: &Toolchain) -> Result<Proof> {
    let committed = checkout.path(PACKAGE);
    let record = Record::read(&committed)?;
    check_undamaged(&committed, &record)?;
    if fingerprint::inputs(checkout)? != record.inputs {
        bail!(
            "{PACKAGE}/ was made from another state of src/, Cargo.toml, Cargo.lock or .cargo/: run `cargo xtask build`"
        );
    }
    let made = Record::read(&make(checkout, toolchain)?)?;
    compare(&record, &made)
}

fn check_undamaged(directory: &Path, record: &Record) -> Result<()> {
    let found = fingerprint::outputs(directory)?;
    if let Some(path) = fingerprint::first_difference(&record.outputs, &found) {
        bail!("{PACKAGE}/{path} is not as it was made: run `cargo xtask build`");
    }
    Ok(())
}

fn compare(committed: &Record, made: &Record) -> Result<Proof> {
    if committed.makers != made.makers {
        return Ok(Proof::InputsOnly);
    }
    if let Some(path) = fingerprint::first_difference(&committed.outputs, &made.outputs) {
        bail!("{PACKAGE}/{path} is not what the source makes, by the same compiler: run `cargo xtask build`");
    }
    Ok(Proof::EveryByte)
}

/// Builds the package and its record in a directory below target/, and returns that directory.
fn make(checkout: &Checkout, toolchain: &Toolchain) -> Result<PathBuf> {
    let directory = checkout.scratch("pkg");
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("{} cannot be removed", directory.display()))?;
    }
    let inputs = fingerprint::inputs(checkout)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| checkout.path("target"), PathBuf::from);
    let mut wasm_pack = toolchain.command("wasm-pack", checkout);
    wasm_pack.args(["build", "--target", "web", "--release", "--mode", "no-install", "--out-dir"]).arg(&directory);
    wasm_pack.args(["--", "--locked", "--config", &path_flags(checkout, toolchain)?]).env("CARGO_TARGET_DIR", &target);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(changes_the_build) {
            wasm_pack.env_remove(name);
        }
    }
    run(&mut wasm_pack)?;
    fingerprint::check_coverage(checkout, &files_read(&target)?)?;
    remove_copies(&directory).context("the files that wasm-pack made in target/ cannot be changed: is it writable?")?;
    let makers = Makers {
        rustc: toolchain.version(checkout)?,
        wasm_bindgen: checkout.locked_version("wasm-bindgen")?,
        wasm_pack: tools::WASM_PACK.to_owned(),
    };
    let outputs = fingerprint::outputs(&directory)?;
    Record { inputs, makers, outputs }.write(&directory)?;
    Ok(directory)
}

/// The flags that make paths in panic messages the same on every machine, as a setting of cargo.
///
/// cargo adds a list given this way to the one in .cargo/config.toml, which stays the one place for all other flags;
/// the variable RUSTFLAGS would replace it.
fn path_flags(checkout: &Checkout, toolchain: &Toolchain) -> Result<String> {
    let commit = toolchain.version_field("commit-hash", checkout)?;
    let library = toolchain.sysroot(checkout)?.join("lib/rustlib/src/rust");
    let mut flags = vec![remap(checkout.root(), "/dcgan-wasm"), remap(&library, &format!("/rustc/{commit}"))];
    if let Some(home) = cargo_home() {
        flags.push(remap(&home, "/cargo"));
    }
    Ok(format!("target.{}.rustflags=[{}]", WASM_TARGET, flags.join(",")))
}

/// A TOML string: JSON's escapes are a part of TOML's.
fn remap(path: &Path, name: &str) -> String {
    serde_json::Value::from(format!("--remap-path-prefix={}={name}", path.display())).to_string()
}

/// Settings in the environment that would replace those of the checkout.
fn changes_the_build(variable: &str) -> bool {
    let exact =
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_INCREMENTAL", "RUSTC_BOOTSTRAP"];
    exact.contains(&variable)
        || variable.starts_with("CARGO_PROFILE_")
        || variable.starts_with("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_")
}

/// The files that the compiler read, from the list that cargo leaves beside what it made.
fn files_read(target: &Path) -> Result<Vec<PathBuf>> {
    let list = target.join(WASM_TARGET).join("release/dcgan_wasm.d");
    let text = fs::read_to_string(&list)
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

/// Takes out what the checkout's root holds anyway, and the .gitignore that would keep pkg/ from being committed.
fn remove_copies(directory: &Path) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".gitignore" || name.starts_with("README") || name.starts_with("LICENSE") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn replace(made: &Path, package: &Path) -> Result<()> {
    let unwritable = || format!("{} cannot be replaced: is it writable?", package.display());
    if package.exists() {
        fs::remove_dir_all(package).with_context(unwritable)?;
    }
    copy_directory(made, package).with_context(unwritable)
}

fn copy_directory(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let source = entry?.path();
        let target = to.join(source.file_name().unwrap_or_default());
        if source.is_dir() {
            copy_directory(&source, &target)?;
        } else {
            fs::copy(&source, &target)?;
        }
    }
    Ok(())
}

fn check_not_ignored(checkout: &Checkout) -> Result<()> {
    let record = format!("{PACKAGE}/{}", fingerprint::RECORD);
    if output(command("git", checkout.root()).args(["check-ignore", &record])).is_ok() {
        bail!(
            "git ignores {PACKAGE}/, which has to be committed: `git check-ignore -v {record}` names the line to remove"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Digests;
    use tempfile::TempDir;

    fn record(rustc: &str, digest: &str) -> Record {
        Record {
            inputs: "inputs".into(),
            makers: Makers { rustc: rustc.into(), wasm_bindgen: "0.2.130".into(), wasm_pack: "0.15.1".into() },
            outputs: Digests::from([("dcgan_wasm_bg.wasm".into(), digest.into())]),
        }
    }

    #[test]
    fn a_flipped_byte_in_a_committed_file_is_detected() {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("dcgan_wasm_bg.wasm");
        fs::write(&file, b"\0asm\x01\0\0\0").unwrap();
        let mut record = record("rustc 1", "");
        record.outputs = fingerprint::outputs(directory.path()).unwrap();
        record.write(directory.path()).unwrap();
        assert!(check_undamaged(directory.path(), &record).is_ok());
        fs::write(&file, b"\0asm\x01\0\0\x01").unwrap();
        let sentence = check_undamaged(directory.path(), &record).unwrap_err().to_string();
        assert!(sentence.contains("dcgan_wasm_bg.wasm") && sentence.contains("cargo xtask build"), "{sentence}");
    }

    #[test]
    fn a_file_too_many_in_the_committed_package_is_detected() {
        let directory = TempDir::new().unwrap();
        fs::write(directory.path().join("stray.js"), "").unwrap();
        let mut record = record("rustc 1", "");
        record.outputs.clear();
        assert!(check_undamaged(directory.path(), &record).unwrap_err().to_string().contains("stray.js"));
    }

    #[test]
    fn the_same_compiler_has_to_make_the_same_bytes() {
        let committed = record("rustc 1", "same");
        assert_eq!(compare(&committed, &record("rustc 1", "same")).unwrap(), Proof::EveryByte);
        assert_eq!(compare(&committed, &record("rustc 2", "other")).unwrap(), Proof::InputsOnly);
        assert!(
            compare(&committed, &record("rustc 1", "other")).unwrap_err().to_string().contains("cargo xtask build")
        );
    }

    #[test]
    fn a_stale_package_fails_before_anything_is_compiled() {
        let directory = TempDir::new().unwrap();
        fs::create_dir_all(directory.path().join("src")).unwrap();
        let package = directory.path().join(PACKAGE);
        fs::create_dir_all(&package).unwrap();
        let mut record = record("rustc 1", "");
        record.outputs.clear();
        record.write(&package).unwrap();
        let sentence = verify(&Checkout::at(directory.path()), &Toolchain::named("none")).unwrap_err().to_string();
        assert!(sentence.contains("another state") && sentence.contains("cargo xtask build"), "{sentence}");
    }

    #[test]
    fn the_list_of_files_read_is_understood() {
        let text = "/t/dcgan_wasm.wasm: /c/src/lib.rs /c/my\\ dir/table.bin\n\n/c/src/lib.rs:\n";
        assert_eq!(parse_files_read(text), [PathBuf::from("/c/src/lib.rs"), PathBuf::from("/c/my dir/table.bin")]);
    }

    #[test]
    fn paths_become_one_setting_of_cargo() {
        assert_eq!(remap(Path::new("/home/a\"b"), "/x"), r#""--remap-path-prefix=/home/a\"b=/x""#);
    }
}
