//! `cargo xtask bench`: kernels and training steps, in a browser and natively, measured against each other.

mod build;
mod native;
mod peers;
mod plan;
mod quality;
mod screen;
mod tables;

use crate::checkout::Checkout;
use crate::package::Toolchains;
use crate::process::{command, find_program, run};
use crate::provision::browser::{self, Browser};
use crate::provision::{npm, tools};
use anyhow::{Context, Result};
pub use plan::Part;
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What the person asked for.
#[derive(Debug, Default)]
pub struct Options {
    /// What to measure; everything that is quick enough, if empty.
    pub parts: Vec<Part>,
    /// Fewer sizes and fewer rounds.
    pub quick: bool,
    /// A Python with PyTorch, for the comparison with peers.
    pub python: Option<PathBuf>,
    /// Flags of V8.
    pub javascript_flags: Option<String>,
    /// Where to write the figures.
    pub json: Option<PathBuf>,
}

impl Options {
    fn includes(&self, part: Part) -> bool {
        if self.parts.is_empty() { part.is_usual() } else { self.parts.contains(&part) }
    }
}

/// Measures what `options` say, prints tables, and writes the figures to a file if one is given.
pub fn bench(checkout: &Checkout, options: &Options) -> Result<()> {
    let mut results = measure_in_browser(checkout, options)?;
    if options.includes(Part::Native) {
        results["native"] = native::measure(checkout, options.quick)?;
    }
    if options.includes(Part::Quality) {
        join(&mut results, quality::measure(checkout, options)?);
    }
    if options.includes(Part::Screen) {
        join(&mut results, screen::measure(checkout, options)?);
    }
    tables::print(&results);
    if let Some(path) = &options.json {
        fs::write(path, format!("{results:#}\n"))
            .with_context(|| format!("{} cannot be written: choose another file with --json", path.display()))?;
    }
    Ok(())
}

/// Adds what a script wrote to the results.
fn join(results: &mut Value, found: Value) {
    let (Value::Object(results), Value::Object(found)) = (results, found) else {
        unreachable!("scripts write objects")
    };
    results.extend(found);
}

fn measure_in_browser(checkout: &Checkout, options: &Options) -> Result<Value> {
    if !Part::ALL.into_iter().any(|part| part.is_in_browser() && options.includes(part)) {
        return Ok(json!({}));
    }
    let browser = browser::provision()?;
    npm::PAGE.provision(checkout)?;
    let toolchains = Toolchains::provision(checkout)?;
    tools::provision(checkout)?;
    let modules = build::modules(checkout, &toolchains)?;
    let peers = if options.includes(Part::Peers) {
        peers::provision(checkout, &toolchains.usual, options.python.as_deref())?
    } else {
        Vec::new()
    };

    carry_out("harness.js", &plan::plan(options, &modules, &peers), checkout, &browser, Processors::All)
}

/// What a script and the browser that it starts may use of this machine.
#[derive(Clone, Copy, PartialEq)]
enum Processors {
    All,
    /// As long as there is a `taskset` to say so, which Linux has.
    One,
}

/// Has a script of benches/browser carry out `plan` in `browser`, and returns what it found.
fn carry_out(
    script: &str,
    plan: &Value,
    checkout: &Checkout,
    browser: &Browser,
    processors: Processors,
) -> Result<Value> {
    let folder = checkout.scratch("bench");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let (plan_file, result_file) = (folder.join("plan.json"), folder.join("result.json"));
    fs::write(&plan_file, plan.to_string()).with_context(|| format!("{} cannot be written", plan_file.display()))?;
    let server = env::current_exe().context("the path of the running xtask cannot be read: run it through cargo")?;
    let mut node = match processors {
        Processors::One if find_program("taskset").is_some() => {
            let mut taskset = command("taskset", checkout.root());
            taskset.args(["-c", "0", "node"]);
            taskset
        }
        _ => command("node", checkout.root()),
    };
    node.arg(format!("benches/browser/{script}")).arg(&plan_file).arg(&result_file);
    run(node.env("XTASK_BIN", server).env("CHROMIUM_PATH", &browser.executable))?;
    read(&result_file)
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}
