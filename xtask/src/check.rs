//! `cargo xtask check`: format, lints, types, documentation, and what comes from others.

use crate::audit;
use crate::checkout::Checkout;
use crate::flavour::FLAVOURS;
use crate::integrity;
use crate::package::Toolchains;
use crate::process::{run, shown};
use crate::provision::{npm, say};
use crate::toolchain::{Toolchain, WASM_TARGET};
use anyhow::Result;
use std::process::Command;
use std::time::Instant;

/// Runs every check up to the first that fails.
pub fn check(checkout: &Checkout) -> Result<()> {
    integrity::check(checkout)?;
    let native = Toolchain::native(checkout);
    let cargo = |toolchain: &Toolchain, arguments: &[&str]| {
        let mut cargo = toolchain.command("cargo", checkout);
        cargo.args(arguments);
        cargo
    };
    timed(&mut cargo(&native, &["fmt", "--all", "--check"]))?;
    timed(&mut cargo(&native, &["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]))?;
    timed(&mut cargo(&native, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))?;
    timed(cargo(&native, &["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    let toolchains = Toolchains::provision(checkout)?;
    for flavour in &FLAVOURS {
        let Some(toolchain) = toolchains.of(flavour) else { continue };
        let mut clippy = flavour.command("cargo", toolchain, checkout);
        clippy.args(["clippy", "--lib", "--tests", "--locked", "--target", WASM_TARGET]).args(flavour.arguments(&[]));
        timed(clippy.args(["--", "-D", "warnings"]))?;
    }
    npm::PAGE.provision(checkout)?;
    timed(npm::PAGE.npm(checkout).args(["run", "check"]))?;
    // The types of what packaging/ imports are among its own packages.
    npm::PACKAGING.provision(checkout)?;
    npm::PACKAGE_TESTS.provision(checkout)?;
    timed(npm::PACKAGE_TESTS.npm(checkout).args(["run", "check"]))?;
    for mut command in audit::rules(checkout)? {
        timed(&mut command)?;
    }
    let all_searched = audit::weaknesses(checkout)?;
    say(if all_searched {
        "every check passed"
    } else {
        "every check that could be made here passed; what was NOT searched is named above"
    });
    Ok(())
}

fn timed(command: &mut Command) -> Result<()> {
    say(&shown(command));
    let start = Instant::now();
    run(command)?;
    say(&format!("passed in {:.1} s", start.elapsed().as_secs_f64()));
    Ok(())
}
