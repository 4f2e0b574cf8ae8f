//! wasm-pack, the command line of wasm-bindgen, cargo-fuzz and cargo-deny, each in the one version this project uses.

use super::say;
use crate::checkout::Checkout;
use crate::process::{cargo_home, command, output, run_quietly};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};

/// The version of wasm-pack that runs the tests in a browser.
pub const WASM_PACK: &str = "0.15.1";

/// Installs wasm-pack and wasm-bindgen unless exactly the needed versions are there.
pub fn provision(checkout: &Checkout) -> Result<()> {
    provision_program("wasm-pack", "wasm-pack", WASM_PACK, checkout)?;
    // The generated JavaScript and the library compiled into the wasm module speak a protocol that changes with each version.
    let locked = checkout.locked_version("wasm-bindgen")?;
    provision_program("wasm-bindgen", "wasm-bindgen-cli", &locked, checkout)
}

/// The version of cargo-fuzz, which compiles and starts libFuzzer.
const CARGO_FUZZ: &str = "0.13.2";

/// Installs cargo-fuzz unless exactly the needed version is there.
pub fn provision_fuzzer(checkout: &Checkout) -> Result<()> {
    provision_program("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, checkout)
}

/// The version of cargo-deny, which holds the crates of others to deny.toml.
const CARGO_DENY: &str = "0.20.2";

/// Installs cargo-deny unless exactly the needed version is there.
pub fn provision_deny(checkout: &Checkout) -> Result<()> {
    provision_program("cargo-deny", "cargo-deny", CARGO_DENY, checkout)
}

fn provision_program(program: &str, package: &str, version: &str, checkout: &Checkout) -> Result<()> {
    if installed_version(program, checkout).as_deref() == Some(version) {
        return Ok(());
    }
    let root = cargo_home().context("neither CARGO_HOME nor a home directory is set: set CARGO_HOME")?;
    let bin = root.join("bin");
    say(&format!("installing {package} {version} to {} with `cargo install`, about three minutes", bin.display()));
    let native = Toolchain::native(checkout);
    let install = |lock: &[&str]| {
        let mut cargo = native.command("cargo", checkout);
        cargo.args(["install", "--quiet", "--force", package, "--version", version, "--root"]).arg(&root).args(lock);
        cargo
    };
    if let Err(reason) = output(&mut install(&["--locked"])) {
        say(&format!("its locked dependencies cannot be had ({reason}); trying their newest versions"));
        run_quietly(&mut install(&[]))?;
    }
    match installed_version(program, checkout) {
        Some(found) if found == version => Ok(()),
        found => bail!(
            "{program} {version} was installed to {}, but PATH leads to {}: put that directory first in PATH",
            bin.display(),
            found.as_deref().unwrap_or("none")
        ),
    }
}

fn installed_version(program: &str, checkout: &Checkout) -> Option<String> {
    let printed = output(command(program, checkout.root()).arg("--version")).ok()?;
    printed.split_whitespace().nth(1).map(str::to_owned)
}
