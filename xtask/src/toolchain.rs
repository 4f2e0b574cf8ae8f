//! Rust toolchains, and which one a command is given.

use crate::checkout::Checkout;
use crate::process::{command, find_program, output};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The name under which rustup knows Debian's compiler once `provision::debian` has linked it.
pub const DEBIAN: &str = "debian-web";

/// The target of every wasm build.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A Rust toolchain: one that rustup knows by name, or, without rustup, whatever is in PATH.
#[derive(Clone, Debug, PartialEq)]
pub struct Toolchain {
    name: Option<String>,
}

impl Toolchain {
    /// The toolchain for everything that is not WebAssembly: the one the person chose.
    ///
    /// Debian's was chosen by this crate, for WebAssembly's sake; rustup's default is preferred to it.
    pub fn native(checkout: &Checkout) -> Self {
        if find_program("rustup").is_none() {
            return Self { name: None };
        }
        let inherited = env::var("RUSTUP_TOOLCHAIN").ok();
        let active = inherited.or_else(|| first_word_of_rustup(checkout, &["show", "active-toolchain"]));
        let chosen = active.filter(|name| name != DEBIAN);
        Self {
            name: chosen.or_else(|| first_word_of_rustup(checkout, &["default"])).or_else(|| Some(DEBIAN.to_owned())),
        }
    }

    /// The toolchain that rustup knows as `name`.
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()) }
    }

    /// The name to tell a person.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("the Rust toolchain in PATH")
    }

    /// Whether rustup manages this toolchain.
    pub fn is_of_rustup(&self) -> bool {
        self.name.is_some()
    }

    /// A command in the checkout's root that uses this toolchain, and so does every cargo or rustc below it.
    pub fn command(&self, program: &str, checkout: &Checkout) -> Command {
        let mut command = command(program, checkout.root());
        if let Some(name) = &self.name {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        command
    }

    /// Whether it compiles and links an empty test program for wasm: library, test library and linker are there.
    pub fn compiles_wasm(&self, checkout: &Checkout) -> bool {
        let directory = checkout.scratch("probe");
        let source = directory.join("empty.rs");
        if fs::create_dir_all(&directory).and_then(|()| fs::write(&source, "")).is_err() {
            return false;
        }
        let mut rustc = self.command("rustc", checkout);
        rustc.args(["--test", "--edition", "2024", "--target", WASM_TARGET, "-o"]);
        output(rustc.arg(directory.join("empty.wasm")).arg(source)).is_ok()
    }

    /// What `rustc -vV` prints: it tells one build of the compiler from any other.
    pub fn version(&self, checkout: &Checkout) -> Result<String> {
        output(self.command("rustc", checkout).arg("-vV"))
            .context("rustc does not run: install Rust from https://rustup.rs")
    }

    /// One field of `rustc -vV`, such as `host` or `commit-hash`.
    pub fn version_field(&self, field: &str, checkout: &Checkout) -> Result<String> {
        let version = self.version(checkout)?;
        version.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(": ")).map(str::to_owned).with_context(
            || format!("`rustc -vV` of {} names no {field}: install Rust from https://rustup.rs", self.name()),
        )
    }

    /// The directory that holds the source of this toolchain's standard library, if it is installed.
    pub fn library_source(&self, checkout: &Checkout) -> Result<PathBuf> {
        let sysroot = output(self.command("rustc", checkout).args(["--print", "sysroot"]))?;
        Ok(PathBuf::from(sysroot).join("lib/rustlib/src/rust"))
    }

    /// Whether the source of the standard library is there to be compiled.
    pub fn has_library_source(&self, checkout: &Checkout) -> bool {
        self.library_source(checkout).is_ok_and(|source| source.join("library/std/Cargo.toml").is_file())
    }
}

fn first_word_of_rustup(checkout: &Checkout, arguments: &[&str]) -> Option<String> {
    let printed = output(command("rustup", checkout.root()).args(arguments)).ok()?;
    printed.split_whitespace().next().map(str::to_owned)
}
