//! Node, and the npm packages of each directory that has some.

use super::say;
use crate::checkout::Checkout;
use crate::process::{command, find_program, output, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const OLDEST_NODE: u32 = 20;

/// A directory of the checkout whose package-lock.json names packages of npm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Project {
    directory: &'static str,
}

/// The page's tests.
pub const PAGE: Project = Project { directory: "tests/page" };
/// What makes the scripts of pkg/.
pub const PACKAGING: Project = Project { directory: "packaging" };
/// The tests of the package, which stand on those of the page.
pub const PACKAGE_TESTS: Project = Project { directory: "tests/package" };
/// Every project of npm in the checkout.
pub const ALL: [Project; 5] = [
    PAGE,
    PACKAGING,
    PACKAGE_TESTS,
    Project { directory: "examples/slides" },
    Project { directory: "benches/peers/tfjs" },
];

impl Project {
    /// The directory, as named from the top of the checkout.
    pub fn directory(self) -> &'static str {
        self.directory
    }

    /// Checks that node is there, and installs the packages that package-lock.json names.
    pub fn provision(self, checkout: &Checkout) -> Result<()> {
        check_node(checkout)?;
        if is_current(&checkout.path(self.directory)) {
            return Ok(());
        }
        say(&format!("installing the npm packages of {} with `npm ci`", self.directory));
        run(self.npm(checkout).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    }

    /// npm, to be run in this directory.
    pub fn npm(self, checkout: &Checkout) -> Command {
        command(if cfg!(windows) { "npm.cmd" } else { "npm" }, &checkout.path(self.directory))
    }

    /// node, to be run in this directory.
    pub fn node(self, checkout: &Checkout) -> Command {
        command("node", &checkout.path(self.directory))
    }

    /// The version of `package` that package-lock.json names.
    pub fn locked_version(self, package: &str, checkout: &Checkout) -> Result<String> {
        let path = format!("{}/package-lock.json", self.directory);
        let advice = || format!("{path} names no {package}: restore it with `git checkout {path}`");
        let lock = fs::read_to_string(checkout.path(&path)).with_context(advice)?;
        locked_version(&lock, package).with_context(advice)
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let lock: serde_json::Value = serde_json::from_str(lock).ok()?;
    lock["packages"][format!("node_modules/{package}")]["version"].as_str().map(str::to_owned)
}

fn check_node(checkout: &Checkout) -> Result<()> {
    let wanted = format!(
        "the page's tests and the package's scripts need Node {OLDEST_NODE} or newer with npm: install it from https://nodejs.org"
    );
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_itself() {
        let lock = r#"{ "packages": { "": { "version": "0.0.0" }, "node_modules/esbuild": { "version": "0.28.2" } } }"#;
        assert_eq!(locked_version(lock, "esbuild").as_deref(), Some("0.28.2"));
        assert_eq!(locked_version(lock, "vite"), None);
        assert_eq!(locked_version("{", "esbuild"), None);
    }
}
