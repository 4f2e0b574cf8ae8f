//! `cargo xtask bench`: the time of a training step, natively and in a browser.

use crate::checkout::Checkout;
use crate::process::run;
use crate::provision::{browser, page};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result};
use std::env;

/// Runs the native benchmark, then the one in the browser.
pub fn bench(checkout: &Checkout) -> Result<()> {
    let browser = browser::provision()?;
    page::provision(checkout)?;
    run(Toolchain::native(checkout).command("cargo", checkout).args(["bench", "--locked", "--bench", "step"]))?;
    let server = env::current_exe().context("the path of the running xtask cannot be read: run it through cargo")?;
    let mut npm = page::npm(checkout);
    run(npm.args(["run", "bench"]).env("XTASK_BIN", server).env("CHROMIUM_PATH", browser.executable))
}
