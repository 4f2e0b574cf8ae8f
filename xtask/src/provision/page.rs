//! Node and the npm packages of the page's tests.

use super::say;
use crate::checkout::Checkout;
use crate::process::{command, find_program, output, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const DIRECTORY: &str = "tests/page";
const OLDEST_NODE: u32 = 20;

/// Checks that node is there, and installs the packages that tests/page/package-lock.json names.
pub fn provision(checkout: &Checkout) -> Result<()> {
    check_node(checkout)?;
    let directory = checkout.path(DIRECTORY);
    if is_current(&directory) {
        return Ok(());
    }
    say(&format!("installing the npm packages of {DIRECTORY} with `npm ci`"));
    run(npm(checkout).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// npm, to be run in the directory of the page's tests.
pub fn npm(checkout: &Checkout) -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, &checkout.path(DIRECTORY))
}

fn check_node(checkout: &Checkout) -> Result<()> {
    let wanted =
        format!("the page's tests need Node {OLDEST_NODE} or newer with npm: install it from https://nodejs.org");
    let version = output(command("node", checkout.root()).arg("--version")).context(wanted.clone())?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) || find_program("npm").is_none() && !cfg!(windows) {
        bail!("{wanted} (found {version})");
    }
    Ok(())
}

/// npm leaves a lock of what it installed, written last.
fn is_current(directory: &Path) -> bool {
    let modified = |path: &str| -> Option<SystemTime> { fs::metadata(directory.join(path)).ok()?.modified().ok() };
    match (modified("node_modules/.package-lock.json"), modified("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}
