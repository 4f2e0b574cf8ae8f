//! `cargo xtask bench`: the time of a training step, natively and in a browser, in one table.

use crate::checkout::Checkout;
use crate::process::run;
use crate::provision::{browser, page};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::Path;

/// Runs the native benchmark, then the one in the browser; prints both as a table and writes them to `record`, if given.
pub fn bench(checkout: &Checkout, record: Option<&Path>) -> Result<()> {
    let browser = browser::provision()?;
    page::provision(checkout)?;
    run(Toolchain::native(checkout).command("cargo", checkout).args(["bench", "--locked", "--bench", "step"]))?;

    let browser_record = checkout.scratch("bench.json");
    let server = env::current_exe().context("the path of the running xtask cannot be read: run it through cargo")?;
    let mut npm = page::npm(checkout);
    npm.args(["run", "bench", "--", "--json"]).arg(&browser_record);
    run(npm.env("XTASK_BIN", server).env("CHROMIUM_PATH", browser.executable))?;

    let mut results = read(&browser_record)?;
    for measurement in results["measurements"].as_array_mut().into_iter().flatten() {
        let name = measurement["name"].as_str().unwrap_or_default();
        measurement["nativeMedianMilliseconds"] = json!(native_median(checkout, name)?);
    }
    print(&results);
    if let Some(path) = record {
        let text = format!("{results:#}\n");
        fs::write(path, text)
            .with_context(|| format!("{} cannot be written: choose another file with --json", path.display()))?;
    }
    Ok(())
}

/// The median of Criterion's latest measurement, in milliseconds.
fn native_median(checkout: &Checkout, name: &str) -> Result<f64> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| checkout.path("target"), Into::into);
    let path = target.join("criterion/step").join(name).join("new/estimates.json");
    let nanoseconds = read(&path)?["median"]["point_estimate"].as_f64();
    Ok(nanoseconds.with_context(|| format!("{} has no median: has Criterion changed its format?", path.display()))?
        / 1e6)
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}

fn print(results: &Value) {
    println!("\nTime of one training step in milliseconds. Native uses every core, the browser one.");
    println!("configuration  width  batch  native median  browser best  browser median");
    for measurement in results["measurements"].as_array().into_iter().flatten() {
        let number = |name: &str| measurement[name].as_f64().unwrap_or(f64::NAN);
        println!(
            "{:<13} {:>6} {:>6} {:>14.1} {:>13.1} {:>15.1}",
            measurement["name"].as_str().unwrap_or_default(),
            number("baseWidth"),
            number("batchSize"),
            number("nativeMedianMilliseconds"),
            number("bestMilliseconds"),
            number("medianMilliseconds"),
        );
    }
}
