//! Everything of pkg/ but the program: scripts made of www/ by esbuild, the single file, the data, and what makes it a package of npm.

use crate::checkout::Checkout;
use crate::fingerprint::Makers;
use crate::process::{output, run};
use crate::provision::npm;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What this part of the package is called where its makers are told.
pub const SCRIPTS: &str = "scripts";

/// The single file's name in the package.
const SINGLE_FILE: &str = "dcgan.html";
/// What slides, mails and hosts of single files put up with.
const LARGEST_SINGLE_FILE: usize = 2_000_000;

/// The programs that decide every byte.
pub fn makers(checkout: &Checkout) -> Result<Makers> {
    let version = |package: &str| Ok((package.to_owned(), npm::PACKAGING.locked_version(package, checkout)?));
    ["esbuild", "pako"].into_iter().map(version).collect()
}

/// Makes this part of the package in `directory`, of the program whose flavours are in `program`.
pub fn make(checkout: &Checkout, program: &Path, directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("{} cannot be made", directory.display()))?;
    run(npm::PACKAGING.node(checkout).arg("bundle.js").arg(program).arg(directory))?;
    check_size(&directory.join(SINGLE_FILE))?;
    let description = format!("{:#}\n", npm_description(checkout)?);
    fs::write(directory.join("package.json"), description).context("package.json cannot be written in target/")
}

/// `cargo xtask single-file`: the demo as one HTML file, of the committed program.
pub fn single_file(checkout: &Checkout, program: &Path, file: &Path) -> Result<u64> {
    npm::PACKAGING.provision(checkout)?;
    let directory = checkout.scratch("single-file");
    make(checkout, program, &directory)?;
    fs::copy(directory.join(SINGLE_FILE), file)
        .with_context(|| format!("{} cannot be written: choose another file with --out", file.display()))
}

/// `cargo xtask sizes`: what a visitor downloads in each way of use.
pub fn sizes(checkout: &Checkout) -> Result<()> {
    npm::PACKAGING.provision(checkout)?;
    run(npm::PACKAGING.node(checkout).arg("sizes.js"))
}

fn check_size(file: &Path) -> Result<()> {
    let size = fs::read(file).with_context(|| format!("bundle.js made no {}", file.display()))?.len();
    if size > LARGEST_SINGLE_FILE {
        bail!(
            "the single file has {size} bytes and may have {LARGEST_SINGLE_FILE}: `cargo xtask sizes` tells what takes them"
        );
    }
    Ok(())
}

/// What makes the package one of npm's: packaging/npm.json with the words of Cargo.toml.
fn npm_description(checkout: &Checkout) -> Result<Value> {
    let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
    let metadata = output(cargo.args(["metadata", "--no-deps", "--locked", "--format-version", "1"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).context("`cargo metadata` printed something else than JSON")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let crate_ = packages.into_iter().find(|package| package["name"] == "dcgan-wasm");
    let crate_ = crate_.context("Cargo.toml describes no dcgan-wasm: has the package been renamed?")?;
    let text = fs::read_to_string(checkout.path("packaging/npm.json"))
        .context("packaging/npm.json cannot be read: is the checkout complete?")?;
    let own = serde_json::from_str(&text).context("packaging/npm.json is not JSON")?;
    Ok(described(own, crate_))
}

/// The description with every word that Cargo.toml has.
fn described(mut own: Value, words: &Value) -> Value {
    for name in ["name", "version", "description", "license", "homepage"] {
        if !words[name].is_null() {
            own[name] = words[name].clone();
        }
    }
    if let Some(address) = words["repository"].as_str() {
        own["repository"] = serde_json::json!({ "type": "git", "url": format!("git+{address}.git") });
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use tempfile::TempDir;

    #[test]
    fn a_single_file_that_is_too_large_is_refused() {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join(SINGLE_FILE);
        assert!(check_size(&file).is_err());
        fs::write(&file, vec![b' '; LARGEST_SINGLE_FILE]).unwrap();
        assert!(check_size(&file).is_ok());
        fs::write(&file, vec![b' '; LARGEST_SINGLE_FILE + 1]).unwrap();
        assert!(check_size(&file).unwrap_err().to_string().contains("2000001 bytes"));
    }

    #[test]
    fn the_package_is_described_with_the_words_of_the_crate() {
        let words =
            json!({ "name": "dcgan-wasm", "version": "0.2.0", "homepage": null, "repository": "https://a.host/us/it" });
        let whole = described(json!({ "type": "module", "version": "" }), &words);
        assert_eq!(whole["version"], "0.2.0");
        assert_eq!(whole["type"], "module");
        assert_eq!(whole["repository"]["url"], "git+https://a.host/us/it.git");
        assert!(whole.get("homepage").is_none());
    }
}
