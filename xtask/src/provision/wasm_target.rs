//! A toolchain that compiles for wasm32-unknown-unknown.

use super::{debian, say};
use crate::checkout::Checkout;
use crate::process::{output, run};
use crate::toolchain::{DEBIAN, Toolchain};
use anyhow::{Result, bail};
use std::fs;

/// The target of every wasm build.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Returns a toolchain that compiles and links for wasm, made to do so if none does yet.
///
/// rustup is asked first. Where it cannot download anything, Debian's compiler comes with the source of its library.
pub fn provision(checkout: &Checkout) -> Result<Toolchain> {
    let native = Toolchain::native(checkout);
    if compiles(&native, checkout) {
        return Ok(native);
    }
    if !native.is_of_rustup() {
        bail!(
            "the Rust in PATH has no library for {TARGET} and rustup was not found: install Rust from https://rustup.rs"
        );
    }
    let linked = Toolchain::named(DEBIAN);
    if compiles(&linked, checkout) {
        debian::use_in(checkout)?;
        return Ok(linked);
    }
    say(&format!("adding {TARGET} to {} with `rustup target add`", native.name()));
    let add = run(native.command("rustup", checkout).args(["target", "add", "--toolchain", native.name(), TARGET]));
    if add.is_ok() && compiles(&native, checkout) {
        return Ok(native);
    }
    say("rustup could not add it; Debian's compiler and the source of its library take its place");
    debian::provision(checkout)
}

/// Whether `toolchain` compiles and links an empty test program for wasm: library, test library and linker are there.
pub fn compiles(toolchain: &Toolchain, checkout: &Checkout) -> bool {
    let directory = checkout.scratch("probe");
    let source = directory.join("empty.rs");
    if fs::create_dir_all(&directory).and_then(|()| fs::write(&source, "")).is_err() {
        return false;
    }
    let mut rustc = toolchain.command("rustc", checkout);
    rustc.args(["--test", "--edition", "2024", "--target", TARGET, "-o"]).arg(directory.join("empty.wasm")).arg(source);
    output(&mut rustc).is_ok()
}
