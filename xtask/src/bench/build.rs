//! Compiling what the browser measures: benches/browser, once for each flavour of WebAssembly.

use crate::checkout::Checkout;
use crate::flavour::{FLAVOURS, Flavour, PROFILE};
use crate::package::Toolchains;
use crate::process::run;
use crate::provision::say;
use crate::toolchain::{Toolchain, WASM_TARGET};
use anyhow::Result;

const PACKAGE: &str = "dcgan-bench-browser";
const LIBRARY: &str = "dcgan_bench_browser";

/// What the measured modules are.
pub struct Modules {
    /// candle's own operations, compiled for speed throughout, as whoever uses candle would.
    pub candle: Module,
    /// The flavours, compiled as the page's are.
    pub flavours: Vec<Module>,
}

/// A compiled module.
pub struct Module {
    /// The name in the tables.
    pub name: &'static str,
    /// Whether several threads can share its work.
    pub has_threads: bool,
    /// The address of its JavaScript half within the checkout.
    pub address: String,
}

/// Builds candle's module and every flavour that can be built here.
pub fn modules(checkout: &Checkout, toolchains: &Toolchains) -> Result<Modules> {
    let candle = build("candle", "release", &FLAVOURS[0], checkout, &toolchains.usual)?;
    let mut flavours = Vec::new();
    for flavour in &FLAVOURS {
        match toolchains.of(flavour) {
            Some(toolchain) => flavours.push(build(flavour.name, PROFILE, flavour, checkout, toolchain)?),
            None => say(&format!("leaving out {}, which cannot be built here", flavour.name)),
        }
    }
    Ok(Modules { candle, flavours })
}

fn build(
    name: &'static str,
    profile: &str,
    flavour: &Flavour,
    checkout: &Checkout,
    toolchain: &Toolchain,
) -> Result<Module> {
    say(&format!("compiling the benchmark's {name}"));
    // Apart from what is compiled for pkg/ with other flags.
    let target = flavour.target_directory(checkout).join("bench");
    let mut cargo = flavour.command("cargo", toolchain, checkout);
    cargo.args(["build", "--quiet", "--locked", "--package", PACKAGE, "--profile", profile, "--target", WASM_TARGET]);
    run(cargo.arg("--target-dir").arg(&target).args(flavour.arguments(&[])))?;

    let output = format!("bench/{name}");
    let mut bindgen = toolchain.command("wasm-bindgen", checkout);
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(checkout.scratch(&output));
    run(bindgen.arg(target.join(WASM_TARGET).join(profile).join(LIBRARY).with_extension("wasm")))?;
    Ok(Module {
        name,
        has_threads: flavour.rebuilds_library,
        address: format!("/target/xtask-scratch/{output}/{LIBRARY}.js"),
    })
}
