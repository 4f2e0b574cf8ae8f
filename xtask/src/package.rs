//! pkg/: every flavour of the program and the scripts around it made from source, and proven to be what the source makes.

use crate::checkout::Checkout;
use crate::compile::compile;
use crate::fingerprint::{self, Makers, Record};
use crate::flavour::{FLAVOURS, Flavour};
use crate::integrity;
use crate::process::{command, output};
use crate::provision::{library_source, npm, say, tools, wasm_target};
use crate::scripts::{self, SCRIPTS};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The directory of the committed package.
pub const PACKAGE: &str = "pkg";

/// How `verify` proved that a part of pkg/ is what the source makes.
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
    npm::PACKAGING.provision(checkout)?;
    let directory = empty_scratch(checkout)?;
    let mut makers = make_program(checkout, &toolchains, &directory)?;
    make_scripts(checkout, &directory, &directory, &mut makers)?;
    finish(checkout, &directory, makers)?;
    say(&format!("{PACKAGE}/ is made, by {}: commit it, with index.html", toolchains.usual.name()));
    Ok(())
}

/// `cargo xtask build --scripts`: makes all of pkg/ but the program, which stays as it is and has to be what the source makes.
pub fn build_scripts(checkout: &Checkout) -> Result<()> {
    let committed = checkout.path(PACKAGE);
    let record = Record::read(&committed)?;
    if fingerprint::inputs(checkout)?.program != record.inputs.program {
        bail!("the program's source has changed too: run `cargo xtask build`, without --scripts");
    }
    npm::PACKAGING.provision(checkout)?;
    let directory = empty_scratch(checkout)?;
    for flavour in &FLAVOURS {
        copy_directory(&committed.join(flavour.name), &directory.join(flavour.name))
            .with_context(|| format!("{PACKAGE}/{} cannot be copied: run `cargo xtask build`", flavour.name))?;
    }
    let mut makers = record.makers;
    make_scripts(checkout, &directory, &directory, &mut makers)?;
    finish(checkout, &directory, makers)?;
    say(&format!("{PACKAGE}/ is made but for the program, which is as it was: commit it, with index.html"));
    Ok(())
}

/// `cargo xtask single-file`: the demo as one HTML file.
pub fn single_file(checkout: &Checkout, file: &Path) -> Result<()> {
    let size = scripts::single_file(checkout, &checkout.path(PACKAGE), file)?;
    say(&format!("{} has the whole demo in {size} bytes: open it by a double-click", file.display()));
    Ok(())
}

/// Makes the package again, away from pkg/, and fails unless pkg/ is what the source makes; a proof for each part.
pub fn verify(checkout: &Checkout, toolchains: &Toolchains) -> Result<Vec<(&'static str, Proof)>> {
    let committed = checkout.path(PACKAGE);
    let record = Record::read(&committed)?;
    check_undamaged(&committed, &record)?;
    if fingerprint::inputs(checkout)? != record.inputs {
        bail!("{PACKAGE}/ was made from another state of the source or its settings: run `cargo xtask build`");
    }
    npm::PACKAGING.provision(checkout)?;
    let directory = empty_scratch(checkout)?;
    let mut makers = make_program(checkout, toolchains, &directory)?;
    // Of the committed program: what other compilers make of it here must not count against the scripts.
    make_scripts(checkout, &committed, &directory, &mut makers)?;
    let made = Record { inputs: record.inputs.clone(), makers, outputs: fingerprint::outputs(&directory)? };
    let parts = FLAVOURS.iter().map(|flavour| flavour.name).chain([SCRIPTS]);
    parts.map(|part| Ok((part, compare(&record, &made, part)?))).collect()
}

fn check_undamaged(directory: &Path, record: &Record) -> Result<()> {
    let found = fingerprint::outputs(directory)?;
    if let Some(path) = fingerprint::first_difference(&record.outputs, &found, |_| true) {
        bail!("{PACKAGE}/{path} is not as it was made: run `cargo xtask build`");
    }
    Ok(())
}

fn compare(committed: &Record, made: &Record, part: &str) -> Result<Proof> {
    if !made.makers.contains_key(part) || committed.makers.get(part) != made.makers.get(part) {
        return Ok(Proof::InputsOnly);
    }
    let belongs = |path: &str| part_of(path) == part;
    if let Some(path) = fingerprint::first_difference(&committed.outputs, &made.outputs, belongs) {
        bail!("{PACKAGE}/{path} is not what the source makes, by the same programs: run `cargo xtask build`");
    }
    Ok(Proof::EveryByte)
}

/// The flavour in whose directory a file of the package is, or the scripts.
fn part_of(path: &str) -> &str {
    let directory = path.split_once('/').map_or("", |(directory, _)| directory);
    if FLAVOURS.iter().any(|flavour| flavour.name == directory) { directory } else { SCRIPTS }
}

/// An empty directory below target/ in which a package can be made.
fn empty_scratch(checkout: &Checkout) -> Result<PathBuf> {
    let directory = checkout.scratch(PACKAGE);
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("{} cannot be removed", directory.display()))?;
    }
    fs::create_dir_all(&directory).with_context(|| format!("{} cannot be made", directory.display()))?;
    Ok(directory)
}

/// Builds every flavour that can be built here; what made each.
fn make_program(checkout: &Checkout, toolchains: &Toolchains, directory: &Path) -> Result<BTreeMap<String, Makers>> {
    let mut makers = BTreeMap::new();
    for flavour in &FLAVOURS {
        let Some(toolchain) = toolchains.of(flavour) else { continue };
        say(&format!("building {PACKAGE}/{}", flavour.name));
        compile(checkout, toolchain, flavour, &directory.join(flavour.name))?;
        let rustc = ("rustc".to_owned(), toolchain.version(checkout)?);
        let wasm_bindgen = ("wasm-bindgen".to_owned(), checkout.locked_version("wasm-bindgen")?);
        makers.insert(flavour.name.to_owned(), Makers::from([rustc, wasm_bindgen]));
    }
    Ok(makers)
}

fn make_scripts(
    checkout: &Checkout,
    program: &Path,
    directory: &Path,
    makers: &mut BTreeMap<String, Makers>,
) -> Result<()> {
    say(&format!("building the scripts of {PACKAGE}"));
    scripts::make(checkout, program, directory)?;
    makers.insert(SCRIPTS.to_owned(), scripts::makers(checkout)?);
    Ok(())
}

/// Puts what was made in `directory` in the place of pkg/, with a record of it. The page is stamped between, since it loads a module of
/// pkg/ and is among what the record was made from.
fn finish(checkout: &Checkout, directory: &Path, makers: BTreeMap<String, Makers>) -> Result<()> {
    let package = checkout.path(PACKAGE);
    replace(directory, &package)?;
    integrity::stamp(checkout)?;
    let (inputs, outputs) = (fingerprint::inputs(checkout)?, fingerprint::outputs(&package)?);
    Record { inputs, makers, outputs }.write(&package)?;
    check_not_ignored(checkout)
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
    use crate::fingerprint::{Digests, Inputs};
    use tempfile::TempDir;

    fn record(rustc: &str, digest: &str) -> Record {
        let makers = Makers::from([("rustc".into(), rustc.into()), ("wasm-bindgen".into(), "0.2.130".into())]);
        Record {
            inputs: Inputs { program: "inputs".into(), scripts: "inputs".into() },
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
    fn a_file_beside_the_flavours_belongs_to_the_scripts() {
        assert_eq!(part_of("simd128/dcgan_wasm.js"), "simd128");
        assert_eq!(part_of("element.js"), SCRIPTS);
        assert_eq!(part_of("data/judge.safetensors"), SCRIPTS);
        assert_eq!(part_of("threads.js"), SCRIPTS);
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
