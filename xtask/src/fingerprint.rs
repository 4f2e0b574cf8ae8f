//! What pkg/ was made from and with, and what came out: `pkg/build.json`.

use crate::checkout::Checkout;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The record's name in the package's directory.
pub const RECORD: &str = "build.json";

/// Files that decide what comes out, besides everything in src/. One that does not exist decides nothing.
const INPUT_FILES: [&str; 7] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "xtask/src/compile.rs",
    "xtask/src/flavour.rs",
    "xtask/src/snip.rs",
];

/// SHA-256 digests by the path below the package's directory.
pub type Digests = BTreeMap<String, String>;

/// The programs that make a flavour: two builds with the same ones have to agree in every byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Makers {
    /// Everything that `rustc -vV` prints.
    pub rustc: String,
    /// The version of wasm-bindgen.
    pub wasm_bindgen: String,
}

/// The contents of `build.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Digest of everything that goes in.
    pub inputs: String,
    /// What made each flavour, by its name.
    pub makers: BTreeMap<String, Makers>,
    /// Digest of every file that came out.
    pub outputs: Digests,
}

impl Record {
    /// Reads the record of the package in `directory`.
    pub fn read(directory: &Path) -> Result<Self> {
        let text = fs::read_to_string(directory.join(RECORD))
            .with_context(|| format!("{} has no readable {RECORD}: run `cargo xtask build`", directory.display()))?;
        let parsed = serde_json::from_str(&text).ok();
        parsed
            .and_then(|value| Self::from_json(&value))
            .with_context(|| format!("{RECORD} in {} is damaged: run `cargo xtask build`", directory.display()))
    }

    /// Writes the record beside the files it describes.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let text = format!("{:#}\n", self.to_json());
        fs::write(directory.join(RECORD), text).with_context(|| format!("{} cannot be written", directory.display()))
    }

    fn to_json(&self) -> Value {
        let makers = self.makers.iter().map(|(flavour, makers)| (flavour.clone(), makers.to_json()));
        let makers = makers.collect::<serde_json::Map<_, _>>();
        json!({ "inputs": self.inputs, "makers": makers, "outputs": self.outputs })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let inputs = value["inputs"].as_str()?.to_owned();
        let makers = value["makers"].as_object()?.iter();
        let makers = makers.map(|(flavour, value)| Some((flavour.clone(), Makers::from_json(value)?)));
        let outputs = value["outputs"].as_object()?.iter();
        let outputs = outputs.map(|(path, digest)| Some((path.clone(), digest.as_str()?.to_owned())));
        Some(Self { inputs, makers: makers.collect::<Option<_>>()?, outputs: outputs.collect::<Option<_>>()? })
    }
}

impl Makers {
    fn to_json(&self) -> Value {
        json!({ "rustc": self.rustc.lines().collect::<Vec<_>>(), "wasm-bindgen": self.wasm_bindgen })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let rustc = value["rustc"].as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join("\n");
        Some(Self { rustc, wasm_bindgen: value["wasm-bindgen"].as_str()?.to_owned() })
    }
}

/// The digest of everything that goes into the package.
pub fn inputs(checkout: &Checkout) -> Result<String> {
    let mut paths: Vec<PathBuf> =
        INPUT_FILES.iter().map(|name| checkout.path(name)).filter(|path| path.is_file()).collect();
    paths.extend(files_below(&checkout.path("src"))?);
    let mut hasher = Sha256::new();
    for (path, digest) in digests(checkout.root(), paths)? {
        hasher.update(format!("{path}\n{digest}\n"));
    }
    Ok(hexadecimal(&hasher.finalize()))
}

/// The digests of the package's files, its own record left out.
pub fn outputs(directory: &Path) -> Result<Digests> {
    let mut found = digests(directory, files_below(directory)?)?;
    found.remove(RECORD);
    Ok(found)
}

/// Fails if the compiler read a file of the checkout that `inputs` does not look at.
pub fn check_coverage(checkout: &Checkout, files_read: &[PathBuf]) -> Result<()> {
    for file in files_read {
        let Ok(relative) = file.strip_prefix(checkout.root()) else { continue };
        let is_generated = relative.starts_with("target");
        let is_input = relative.starts_with("src") || INPUT_FILES.iter().any(|name| relative == Path::new(name));
        if !is_generated && !is_input {
            bail!(
                "{} goes into pkg/, but is not in src/: move it there, so that a change of it is noticed",
                relative.display()
            );
        }
    }
    Ok(())
}

/// The name of the first file below `directory` that is different, missing or superfluous in `found`.
pub fn first_difference<'a>(expected: &'a Digests, found: &'a Digests, directory: &str) -> Option<&'a str> {
    let paths = expected.keys().chain(found.keys()).filter(|path| path.starts_with(directory));
    paths.filter(|path| expected.get(*path) != found.get(*path)).map(String::as_str).min()
}

fn digests(root: &Path, paths: Vec<PathBuf>) -> Result<Digests> {
    let digest_of = |path: PathBuf| {
        let content = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let names: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        Ok((names.join("/"), digest(&content)))
    };
    paths.into_iter().map(digest_of).collect()
}

/// Every file below `directory` except hidden ones, which editors and systems leave behind.
fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("{} cannot be read: is the checkout complete?", directory.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            files.extend(files_below(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// SHA-256 of a file, a text's line breaks counted as `\n` whatever git made of them.
fn digest(content: &[u8]) -> String {
    let is_text = !content.contains(&0);
    let mut hasher = Sha256::new();
    if is_text {
        for (number, part) in content.split(|byte| *byte == b'\n').enumerate() {
            if number > 0 {
                hasher.update(b"\n");
            }
            hasher.update(part.strip_suffix(b"\r").unwrap_or(part));
        }
    } else {
        hasher.update(content);
    }
    hexadecimal(&hasher.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn checkout_with(files: &[(&str, &str)]) -> TempDir {
        let directory = TempDir::new().unwrap();
        for (path, content) in files {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        directory
    }

    fn inputs_of(files: &[(&str, &str)]) -> String {
        let directory = checkout_with(files);
        inputs(&Checkout::at(directory.path())).unwrap()
    }

    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn line_breaks_of_a_text_do_not_count_and_those_of_a_binary_do() {
        assert_eq!(digest(b"a\r\nb\r\n"), digest(b"a\nb\n"));
        assert_ne!(digest(b"a\nb"), digest(b"a\nb\n"));
        assert_ne!(digest(b"\0a\r\n"), digest(b"\0a\n"));
    }

    #[test]
    fn every_input_counts_by_name_and_content() {
        let base = [("Cargo.toml", "[package]"), ("src/lib.rs", "one"), ("src/ops/mod.rs", "two")];
        let expected = inputs_of(&base);
        assert_eq!(expected, inputs_of(&base));
        assert_ne!(expected, inputs_of(&[("Cargo.toml", "[Package]"), base[1], base[2]]));
        assert_ne!(expected, inputs_of(&[base[0], ("src/lib.rs", "One"), base[2]]));
        assert_ne!(expected, inputs_of(&[base[0], base[1], ("src/mod.rs", "two")]));
        assert_ne!(expected, inputs_of(&[base[0], base[1], base[2], (".cargo/config.toml", "")]));
        assert_ne!(expected, inputs_of(&[base[0], base[1], base[2], ("xtask/src/flavour.rs", "")]));
    }

    #[test]
    fn what_does_not_go_in_does_not_count() {
        let base = [("Cargo.toml", "[package]"), ("src/lib.rs", "one")];
        assert_eq!(inputs_of(&base), inputs_of(&[base[0], base[1], ("README.md", "new"), ("src/.lib.rs.swp", "x")]));
    }

    #[test]
    fn the_record_survives_being_written_and_read() {
        let directory = TempDir::new().unwrap();
        let makers = Makers { rustc: "rustc 1.95.0\nhost: x".into(), wasm_bindgen: "0.2.130".into() };
        let makers = BTreeMap::from([("simd128".into(), makers)]);
        let record = Record { inputs: "ab".into(), makers, outputs: Digests::from([("a.js".into(), "cd".into())]) };
        record.write(directory.path()).unwrap();
        assert_eq!(Record::read(directory.path()).unwrap(), record);
        fs::write(directory.path().join(RECORD), "{}").unwrap();
        assert!(Record::read(directory.path()).unwrap_err().to_string().contains("cargo xtask build"));
    }

    #[test]
    fn a_file_read_outside_src_is_noticed() {
        let checkout = Checkout::at(Path::new("/checkout"));
        let read = |path: &str| check_coverage(&checkout, &[PathBuf::from(path)]);
        assert!(read("/checkout/src/lib.rs").is_ok());
        assert!(read("/checkout/target/generated.rs").is_ok());
        assert!(read("/elsewhere/registry/lib.rs").is_ok());
        assert!(read("/checkout/data/table.bin").unwrap_err().to_string().contains("data/table.bin"));
    }

    #[test]
    fn a_difference_is_named() {
        let one = Digests::from([("a".into(), "1".into()), ("b".into(), "2".into())]);
        let flipped = Digests::from([("a".into(), "1".into()), ("b".into(), "3".into())]);
        let more = Digests::from([("a".into(), "1".into()), ("b".into(), "2".into()), ("c".into(), "3".into())]);
        assert_eq!(first_difference(&one, &one, ""), None);
        assert_eq!(first_difference(&one, &flipped, ""), Some("b"));
        assert_eq!(first_difference(&one, &flipped, "a"), None);
        assert_eq!(first_difference(&one, &more, ""), Some("c"));
        assert_eq!(first_difference(&more, &one, ""), Some("c"));
    }
}
