//! pkg/: every flavour of the program made from source, and proven to be what the source makes.

use crate::checkout::Checkout;
use crate::compile::compile;
use crate::fingerprint::{self, Makers, Record};
use crate::flavour::{FLAVOURS, Flavour};
use crate::process::{command, output};
use crate::provision::{library_source, say, tools, wasm_target};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The directory of the committed package.
pub const PACKAGE: &str = "pkg";

/// How `verify` proved that a flavour in pkg/ is what the source makes.
#[derive(Debug, PartialEq)]
pub enum Proof {
    /// The same programs made every byte again.
    EveryByte,
    /// The programs are others than those that made it, or cannot be had, so only what goes in was compared.
    InputsOnly,
}

/// The toolchains that compile the flavours.
pub struct Toolchains {
    /// For what uses the standard library as it comes.
    pub usual: Toolchain,
    /// For what compiles the standard library anew, where its source can be had.
    pub with_library_source: Option<Toolchain>,
}

impl Toolchains {
    /// Finds or installs them.
    pub fn provision(checkout: &Checkout) -> Result<Self> {
        let usual = wasm_target::provision(checkout)?;
        let with_library_source = library_source::provision(checkout, &usual);
        Ok(Self { usual, with_library_source })
    }

    /// The one for a flavour, if there is one.
    pub fn of(&self, flavour: &Flavour) -> Option<&Toolchain> {
        if flavour.rebuilds_library { self.with_library_source.as_ref() } else { Some(&self.usual) }
    }
}

/// `cargo xtask build`: makes pkg/ from source.
pub fn build(checkout: &Checkout) -> Result<()> {
    let toolchains = Toolchains::provision(checkout)?;
    if let Some(flavour) = FLAVOURS.iter().find(|flavour| toolchains.of(flavour).is_none()) {
        bail!(
            "{PACKAGE}/ needs {} too: add rust-src to Rust where rustup can download, then build again",
            flavour.name
        );
    }
    tools::provision(checkout)?;
    let made = make(checkout, &toolchains)?;
    replace(&made, &checkout.path(PACKAGE))?;
    check_not_ignored(checkout)?;
    say(&format!("{PACKAGE}/ is made, by {}: commit it", toolchains.usual.name()));
    Ok(())
}

/// Makes the package again, away from pkg/, and fails unless pkg/ is what the source makes; a proof for each flavour.
pub fn verify(checkout: &Checkout, toolchains: &Toolchains) -> Result<Vec<(&'static str, Proof)>> {
    let committed = checkout.path(PACKAGE);
    let record = Record::read(&committed)?;
    check_undamaged(&committed, &record)?;
    if fingerprint::inputs(checkout)? != record.inputs {
        bail!("{PACKAGE}/ was made from another state of the source or its settings: run `cargo xtask build`");
    }
    let made = Record::read(&make(checkout, toolchains)?)?;
    FLAVOURS.iter().map(|flavour| Ok((flavour.name, compare(&record, &made, flavour.name)?))).collect()
}

fn check_undamaged(directory: &Path, record: &Record) -> Result<()> {
    let found = fingerprint::outputs(directory)?;
    if let Some(path) = fingerprint::first_difference(&record.outputs, &found, "") {
        bail!("{PACKAGE}/{path} is not as it was made: run `cargo xtask build`");
    }
    Ok(())
}

fn compare(committed: &Record, made: &Record, flavour: &str) -> Result<Proof> {
    if !made.makers.contains_key(flavour) || committed.makers.get(flavour) != made.makers.get(flavour) {
        return Ok(Proof::InputsOnly);
    }
    if let Some(path) = fingerprint::first_difference(&committed.outputs, &made.outputs, &format!("{flavour}/")) {
        bail!("{PACKAGE}/{path} is not what the source makes, by the same compiler: run `cargo xtask build`");
    }
    Ok(Proof::EveryByte)
}

/// Builds what can be built of the package, and its record, in a directory below target/, and returns that directory.
fn make(checkout: &Checkout, toolchains: &Toolchains) -> Result<PathBuf> {
    let directory = checkout.scratch(PACKAGE);
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("{} cannot be removed", directory.display()))?;
    }
    let inputs = fingerprint::inputs(checkout)?;
    let mut makers = BTreeMap::new();
    for flavour in &FLAVOURS {
        let Some(toolchain) = toolchains.of(flavour) else { continue };
        say(&format!("building {PACKAGE}/{}", flavour.name));
        compile(checkout, toolchain, flavour, &directory.join(flavour.name))?;
        let (rustc, wasm_bindgen) = (toolchain.version(checkout)?, checkout.locked_version("wasm-bindgen")?);
        makers.insert(flavour.name.to_owned(), Makers { rustc, wasm_bindgen });
    }
    let description = format!("{:#}\n", npm_description(checkout, &toolchains.usual)?);
    fs::write(directory.join("package.json"), description).context("package.json cannot be written in target/")?;
    let outputs = fingerprint::outputs(&directory)?;
    Record { inputs, makers, outputs }.write(&directory)?;
    Ok(directory)
}

/// What makes the package one of npm's: every flavour by its name, with the words of Cargo.toml.
fn npm_description(checkout: &Checkout, toolchain: &Toolchain) -> Result<Value> {
    let mut cargo = toolchain.command("cargo", checkout);
    let metadata = output(cargo.args(["metadata", "--no-deps", "--locked", "--format-version", "1"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).context("`cargo metadata` printed something else than JSON")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let package = packages.into_iter().find(|package| package["name"] == "dcgan-wasm");
    let package = package.context("Cargo.toml describes no dcgan-wasm: has the package been renamed?")?;
    let files = FLAVOURS.map(|flavour| flavour.name);
    let exports = files.map(|name| (format!("./{name}"), json!(format!("./{name}/dcgan_wasm.js"))));
    Ok(json!({
        "name": package["name"],
        "version": package["version"],
        "description": package["description"],
        "license": package["license"],
        "type": "module",
        "files": files,
        "exports": exports.into_iter().collect::<serde_json::Map<_, _>>(),
    }))
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
        let makers = Makers { rustc: rustc.into(), wasm_bindgen: "0.2.130".into() };
        Record {
            inputs: "inputs".into(),
            makers: BTreeMap::from([("simd128".into(), makers)]),
            outputs: Digests::from([("simd128/dcgan_wasm_bg.wasm".into(), digest.into())]),
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
        let compared = |made: &Record| compare(&committed, made, "simd128");
        assert_eq!(compared(&record("rustc 1", "same")).unwrap(), Proof::EveryByte);
        assert_eq!(compared(&record("rustc 2", "other")).unwrap(), Proof::InputsOnly);
        assert!(compared(&record("rustc 1", "other")).unwrap_err().to_string().contains("cargo xtask build"));
    }

    #[test]
    fn a_flavour_that_could_not_be_made_again_is_proven_by_its_inputs() {
        let (committed, mut made) = (record("rustc 1", "same"), record("rustc 1", "same"));
        made.makers.clear();
        made.outputs.clear();
        assert_eq!(compare(&committed, &made, "simd128").unwrap(), Proof::InputsOnly);
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
        let toolchains = Toolchains { usual: Toolchain::named("none"), with_library_source: None };
        let sentence = verify(&Checkout::at(directory.path()), &toolchains).unwrap_err().to_string();
        assert!(sentence.contains("another state") && sentence.contains("cargo xtask build"), "{sentence}");
    }
}
