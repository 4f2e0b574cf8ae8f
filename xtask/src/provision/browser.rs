//! A Chromium and its driver, and a Firefox.

use super::root::install_packages;
use super::say;
use crate::process::find_program;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;

/// The names that Chromium and Chrome are installed under, the most common on Linux first.
const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const DRIVER: &str = "chromedriver";
const FIREFOXES: [&str; 2] = ["firefox-esr", "firefox"];

/// A browser to test in, and the program that wasm-pack drives it with.
pub struct Browser {
    /// Chromium or Chrome itself.
    pub executable: PathBuf,
    /// chromedriver.
    pub driver: PathBuf,
}

/// Finds a Chromium and its driver, installed from Debian's packages if there are none.
///
/// CHROMIUM_PATH names a browser that is not in PATH.
pub fn provision() -> Result<Browser> {
    if let Some(path) = env::var_os("CHROMIUM_PATH").map(PathBuf::from)
        && !path.is_file()
    {
        bail!("CHROMIUM_PATH names {}, which is no file: correct it or unset it", path.display());
    }
    if executable().is_none() || find_program(DRIVER).is_none() {
        install_packages(&["chromium", "chromium-driver"], "testing in a real browser")?;
    }
    Ok(Browser {
        executable: executable().context("no Chromium was found: install one and name it in CHROMIUM_PATH")?,
        driver: find_program(DRIVER).context("chromedriver was not found: install it and put it into PATH")?,
    })
}

/// Finds a Firefox, installed from Debian's packages if there is none; without one, the tests in Firefox say so and are skipped.
///
/// FIREFOX_PATH names a browser that is not in PATH.
pub fn provision_firefox() -> Option<PathBuf> {
    let find = || find("FIREFOX_PATH", &FIREFOXES);
    if find().is_none()
        && let Err(error) = install_packages(&[FIREFOXES[0]], "testing in Firefox")
    {
        say(&format!("the tests in Firefox are left out: {error}"));
    }
    find()
}

fn executable() -> Option<PathBuf> {
    find("CHROMIUM_PATH", &BROWSERS)
}

/// The program that the environment names, or else the first that is in PATH.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    named.or_else(|| names.iter().find_map(|name| find_program(name)))
}
