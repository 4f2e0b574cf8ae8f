//! What pkg/ was made from and with, and what came out: `pkg/build.json`.

use crate::checkout::Checkout;
use crate::integrity;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The record's name in the package's directory.
pub const RECORD: &str = "build.json";

/// What decides how the program comes out: directories, with everything in them, and files. One that does not exist decides nothing.
const PROGRAM: [&str; 8] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "src",
    "xtask/src/compile.rs",
    "xtask/src/flavour.rs",
    "xtask/src/snip.rs",
];

/// What decides how everything else in the package comes out, beside the program.
const SCRIPTS: [&str; 10] = [
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "data",
    "examples/load_weights.py",
    "index.html",
    "packaging",
    "src/web.d.ts",
    "www",
    "xtask/src/scripts.rs",
];

/// What npm installs is named by a lock, which counts in its place.
const INSTALLED: &str = "node_modules";

/// SHA-256 digests by the path below the package's directory.
pub type Digests = BTreeMap<String, String>;

/// The programs that make a part of the package, with all they say of their version: two builds with the same ones have to agree in
/// every byte.
pub type Makers = BTreeMap<String, String>;

/// Digests of everything that goes into the package.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Into every flavour of the program.
    pub program: String,
    /// Into everything else.
    pub scripts: String,
}

/// The contents of `build.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What went in.
    pub inputs: Inputs,
    /// What made each flavour, by its name, and the scripts.
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

    /// Writes the record beside the files it describes, with what pages of others pin the scripts by.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let mut record = self.to_json();
        for script in self.outputs.keys().filter(|path| path.ends_with(".js") && !path.contains('/')) {
            let content = fs::read(directory.join(script)).with_context(|| format!("{script} cannot be read"))?;
            record["integrity"][script] = integrity::sha256(&content).into();
        }
        let text = format!("{record:#}\n");
        fs::write(directory.join(RECORD), text).with_context(|| format!("{} cannot be written", directory.display()))
    }

    fn to_json(&self) -> Value {
        let makers = self.makers.iter().map(|(part, makers)| (part.clone(), makers_to_json(makers)));
        let makers = makers.collect::<serde_json::Map<_, _>>();
        let inputs = json!({ "program": self.inputs.program, "scripts": self.inputs.scripts });
        json!({ "inputs": inputs, "makers": makers, "outputs": self.outputs })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let input = |name: &str| Some(value["inputs"][name].as_str()?.to_owned());
        let inputs = Inputs { program: input("program")?, scripts: input("scripts")? };
        let makers = value["makers"].as_object()?.iter();
        let makers = makers.map(|(part, value)| Some((part.clone(), makers_from_json(value)?)));
        let outputs = value["outputs"].as_object()?.iter();
        let outputs = outputs.map(|(path, digest)| Some((path.clone(), digest.as_str()?.to_owned())));
        Some(Self { inputs, makers: makers.collect::<Option<_>>()?, outputs: outputs.collect::<Option<_>>()? })
    }
}

/// A list of lines for each program, as they are easy to read.
fn makers_to_json(makers: &Makers) -> Value {
    makers.iter().map(|(program, version)| (program.clone(), json!(version.lines().collect::<Vec<_>>()))).collect()
}

fn makers_from_json(value: &Value) -> Option<Makers> {
    let joined = |version: &Value| {
        let lines = version.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
        Some(lines.join("\n"))
    };
    value.as_object()?.iter().map(|(program, version)| Some((program.clone(), joined(version)?))).collect()
}

/// The digests of everything that goes into the package.
pub fn inputs(checkout: &Checkout) -> Result<Inputs> {
    Ok(Inputs { program: digest_of_all(&PROGRAM, checkout)?, scripts: digest_of_all(&SCRIPTS, checkout)? })
}

fn digest_of_all(names: &[&str], checkout: &Checkout) -> Result<String> {
    let mut paths = Vec::new();
    for path in names.iter().map(|name| checkout.path(name)) {
        if path.is_dir() {
            paths.extend(files_below(&path)?);
        } else if path.is_file() {
            paths.push(path);
        }
    }
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
        let is_input = PROGRAM.iter().any(|name| relative.starts_with(name));
        if !is_generated && !is_input {
            bail!(
                "{} goes into pkg/, but is not in src/: move it there, so that a change of it is noticed",
                relative.display()
            );
        }
    }
    Ok(())
}

/// The name of the first file that is different, missing or superfluous in `found`, among those that are to be compared.
pub fn first_difference<'a>(
    expected: &'a Digests,
    found: &'a Digests,
    is_compared: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let paths = expected.keys().chain(found.keys()).filter(|path| is_compared(path));
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

/// Every file below `directory` except hidden ones, which editors and systems leave behind, and what npm installed.
fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("{} cannot be read: is the checkout complete?", directory.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        if entry.file_name().to_string_lossy().starts_with('.') || entry.file_name() == INSTALLED {
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

    fn all_inputs_of(files: &[(&str, &str)]) -> Inputs {
        let directory = checkout_with(files);
        inputs(&Checkout::at(directory.path())).unwrap()
    }

    fn inputs_of(files: &[(&str, &str)]) -> String {
        all_inputs_of(files).program
    }

    #[test]
    fn the_page_goes_into_the_scripts_and_not_into_the_program() {
        let base = [("Cargo.toml", "[package]"), ("src/lib.rs", "one"), ("www/main.js", "two")];
        let expected = all_inputs_of(&base);
        let page = all_inputs_of(&[base[0], base[1], ("www/main.js", "three")]);
        assert_eq!(page.program, expected.program);
        assert_ne!(page.scripts, expected.scripts);
        let program = all_inputs_of(&[base[0], ("src/lib.rs", "One"), base[2]]);
        assert_ne!(program.program, expected.program);
        assert_eq!(program.scripts, expected.scripts);
        assert_ne!(
            all_inputs_of(&[base[0], base[1], base[2], ("packaging/package-lock.json", "")]).scripts,
            expected.scripts
        );
        let installed = all_inputs_of(&[base[0], base[1], base[2], ("packaging/node_modules/esbuild/main.js", "")]);
        assert_eq!(installed, expected, "the lock counts in its place");
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
        let makers =
            Makers::from([("rustc".into(), "rustc 1.95.0\nhost: x".into()), ("wasm-bindgen".into(), "0.2.130".into())]);
        let makers = BTreeMap::from([("simd128".into(), makers)]);
        let record = Record {
            inputs: Inputs { program: "ab".into(), scripts: "cd".into() },
            makers,
            outputs: Digests::from([("a.js".into(), "ef".into())]),
        };
        fs::write(directory.path().join("a.js"), "").unwrap();
        record.write(directory.path()).unwrap();
        assert_eq!(Record::read(directory.path()).unwrap(), record);
        let text = fs::read_to_string(directory.path().join(RECORD)).unwrap();
        assert!(
            text.contains(&format!("\"a.js\": \"{}\"", integrity::sha256(b""))),
            "pages pin a script by this: {text}"
        );
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
        assert_eq!(first_difference(&one, &one, |_| true), None);
        assert_eq!(first_difference(&one, &flipped, |_| true), Some("b"));
        assert_eq!(first_difference(&one, &flipped, |path| path == "a"), None);
        assert_eq!(first_difference(&one, &more, |_| true), Some("c"));
        assert_eq!(first_difference(&more, &one, |_| true), Some("c"));
    }
}
