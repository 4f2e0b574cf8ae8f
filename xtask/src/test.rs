//! `cargo xtask test`: every test, with everything it needs.

use crate::checkout::Checkout;
use crate::counts::{self, Counts, Runner};
use crate::flavour::{FLAVOURS, Flavour};
use crate::package::{self, PACKAGE, Proof, Toolchains};
use crate::process::{shown, tee};
use crate::provision::{browser, npm, say, tools};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use std::env;
use std::io;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// The Rust core and this crate, compiled for this machine.
    Native,
    /// pkg/, and the Rust core in a real browser's worker.
    Wasm,
    /// The page in a real browser.
    Page,
    /// What others get: the package in their projects, and the single file, in real browsers.
    Package,
}

impl Part {
    /// Every part, in the order they are run.
    pub const ALL: [Self; 4] = [Self::Native, Self::Wasm, Self::Page, Self::Package];

    /// What this part consists of, in the order it is run.
    fn steps(self) -> Vec<Step> {
        match self {
            Self::Native => vec![Step::Native],
            Self::Wasm => [Step::Proof].into_iter().chain(FLAVOURS.iter().map(Step::Wasm)).collect(),
            Self::Page => vec![Step::Page],
            Self::Package => vec![Step::Package],
        }
    }

    fn provision(self, checkout: &Checkout) -> Result<()> {
        match self {
            Self::Native => Ok(()),
            Self::Wasm => {
                Toolchains::provision(checkout)?;
                tools::provision(checkout)?;
                npm::PACKAGING.provision(checkout)?;
                browser::provision().map(|_| ())
            }
            Self::Page => {
                browser::provision()?;
                browser::provision_firefox();
                npm::PAGE.provision(checkout)
            }
            Self::Package => {
                Self::Page.provision(checkout)?;
                npm::PACKAGE_TESTS.provision(checkout)
            }
        }
    }
}

/// More files than these do not fail because a machine is busy.
const MOST_RERUN_FILES: usize = 4;

/// What has a line of its own in the summary.
enum Step {
    Native,
    Proof,
    Wasm(&'static Flavour),
    Page,
    Package,
}

impl Step {
    fn name(&self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Proof => PACKAGE,
            Self::Wasm(flavour) => flavour.name,
            Self::Page => "page",
            Self::Package => "package",
        }
    }

    /// Runs the tests of this step, adding what they counted even if they fail.
    fn run(&self, checkout: &Checkout, counts: &mut Counts) -> Result<()> {
        match self {
            Self::Native => run_native(checkout, counts),
            Self::Proof => verify_package(checkout),
            Self::Wasm(flavour) => run_wasm(checkout, flavour, counts),
            Self::Page => run_in_browsers(npm::PAGE, checkout, counts),
            Self::Package => run_in_browsers(npm::PACKAGE_TESTS, checkout, counts),
        }
    }
}

/// Runs `parts` up to the first that fails; the last line printed is the count of all tests that were run.
pub fn test(checkout: &Checkout, parts: &[Part]) -> ExitCode {
    let mut counts = Counts::default();
    let mut summary = Vec::new();
    let result = run_all(checkout, parts, &mut counts, &mut summary);
    println!();
    for line in summary {
        println!("{line}");
    }
    if let Err(error) = &result {
        println!("error: {}", crate::sentence(error));
    }
    println!("{counts}");
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_all(checkout: &Checkout, parts: &[Part], counts: &mut Counts, summary: &mut Vec<String>) -> Result<()> {
    let mut timed = |name: &str, work: &mut dyn FnMut(&mut Counts) -> Result<()>| {
        let (start, mut own) = (Instant::now(), Counts::default());
        let result = work(&mut own);
        *counts += own;
        let counted = if own == Counts::default() { String::new() } else { format!(", {own}") };
        let outcome = if result.is_ok() { "done" } else { "FAILED" };
        summary.push(format!("{name:<10} {:>7.1} s  {outcome}{counted}", start.elapsed().as_secs_f64()));
        result
    };
    timed("provision", &mut |_| parts.iter().try_for_each(|part| part.provision(checkout)))?;
    for step in parts.iter().flat_map(|part| part.steps()) {
        timed(step.name(), &mut |counts| step.run(checkout, counts))?;
    }
    Ok(())
}

fn run_native(checkout: &Checkout, counts: &mut Counts) -> Result<()> {
    let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
    run_tests(cargo.args(["test", "--workspace", "--locked"]), Runner::Cargo, counts)
}

fn verify_package(checkout: &Checkout) -> Result<()> {
    for (part, proof) in package::verify(checkout, &Toolchains::provision(checkout)?)? {
        let how = match proof {
            Proof::EveryByte => "is proven: the same programs made every byte of it again",
            Proof::InputsOnly => {
                "was made by other programs than this machine's; the hash of all that goes into it agrees"
            }
        };
        say(&format!("{PACKAGE}/{part} {how}"));
    }
    Ok(())
}

fn run_wasm(checkout: &Checkout, flavour: &Flavour, counts: &mut Counts) -> Result<()> {
    let toolchains = Toolchains::provision(checkout)?;
    // Why it cannot be compiled here has been said when the toolchains were looked for.
    let Some(toolchain) = toolchains.of(flavour) else { return Ok(()) };
    let browser = browser::provision()?;
    let mut wasm_pack = flavour.command("wasm-pack", toolchain, checkout);
    wasm_pack.args(["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"]).arg(browser.driver);
    run_tests(wasm_pack.args(["--", "--locked"]).args(flavour.arguments(&[])), Runner::Cargo, counts)
}

fn run_in_browsers(project: npm::Project, checkout: &Checkout, counts: &mut Counts) -> Result<()> {
    let server = env::current_exe().context("the path of the running xtask cannot be read: run it through cargo")?;
    let mut npm = project.npm(checkout);
    npm.args(["test"]).env("XTASK_BIN", server).env("CHROMIUM_PATH", browser::provision()?.executable);
    if let Some(firefox) = browser::provision_firefox() {
        npm.env("FIREFOX_PATH", firefox);
    }
    say(&shown(&npm));
    let (success, printed) = tee(&mut npm, &mut io::stdout())?;
    let counted = counts::parse(Runner::Node, &printed);
    let files = counts::failed_files(&printed);
    if success || files.is_empty() || files.len() > MOST_RERUN_FILES {
        return judge(&npm, success, counted, counts);
    }
    say(&format!("what failed is run once more, in case the machine was too busy for a browser: {}", files.join(" ")));
    npm.arg("--").args(&files);
    let (success, _) = tee(&mut npm, &mut io::stdout())?;
    if success {
        say(&format!("PASSED ONLY ON THE SECOND TRY: {}", files.join(" ")));
    }
    let mended = if success { counted.failed } else { 0 };
    judge(&npm, success, Counts { passed: counted.passed + mended, failed: counted.failed - mended }, counts)
}

fn run_tests(command: &mut Command, runner: Runner, counts: &mut Counts) -> Result<()> {
    say(&shown(command));
    let (success, printed) = tee(command, &mut io::stdout())?;
    judge(command, success, counts::parse(runner, &printed), counts)
}

/// Adds what was counted to the sum, and fails if the runner did, or ran nothing.
fn judge(command: &Command, success: bool, counted: Counts, sum: &mut Counts) -> Result<()> {
    *sum += counted;
    if !success {
        bail!("`{}` failed: what it printed above says where", shown(command));
    }
    if counted.passed == 0 {
        bail!("`{}` ran no test: its filter or its closing line has changed", shown(command));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(success: bool, counted: Counts) -> (Result<()>, Counts) {
        let mut sum = Counts { passed: 1, failed: 0 };
        let result = judge(&Command::new("runner"), success, counted, &mut sum);
        (result, sum)
    }

    #[test]
    fn counts_are_kept_when_the_runner_fails() {
        let (result, sum) = judged(false, Counts { passed: 3, failed: 2 });
        assert!(result.is_err());
        assert_eq!(sum, Counts { passed: 4, failed: 2 });
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        assert!(judged(true, Counts::default()).0.unwrap_err().to_string().contains("ran no test"));
        assert!(judged(true, Counts { passed: 1, failed: 0 }).0.is_ok());
    }
}
