//! A toolchain that compiles for wasm32-unknown-unknown.

use super::{debian, say};
use crate::checkout::Checkout;
use crate::process::run;
use crate::toolchain::{DEBIAN, Toolchain, WASM_TARGET};
use anyhow::{Result, bail};

/// Returns a toolchain that compiles and links for wasm, made to do so if none does yet.
///
/// rustup is asked first. Where it cannot download anything, Debian's compiler comes with the source of its library.
pub fn provision(checkout: &Checkout) -> Result<Toolchain> {
    let native = Toolchain::native(checkout);
    if native.compiles_wasm(checkout) {
        return Ok(native);
    }
    if !native.is_of_rustup() {
        bail!(
            "the Rust in PATH has no library for {WASM_TARGET} and rustup was not found: install Rust from https://rustup.rs"
        );
    }
    let linked = Toolchain::named(DEBIAN);
    if linked.compiles_wasm(checkout) {
        debian::use_in(checkout)?;
        return Ok(linked);
    }
    say(&format!("adding {WASM_TARGET} to {} with `rustup target add`", native.name()));
    let add =
        run(native.command("rustup", checkout).args(["target", "add", "--toolchain", native.name(), WASM_TARGET]));
    if add.is_ok() && native.compiles_wasm(checkout) {
        return Ok(native);
    }
    say("rustup could not add it; Debian's compiler and the source of its library take its place");
    debian::provision(checkout)
}
