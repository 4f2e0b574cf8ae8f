//! The native half of the benchmark: Criterion measures, this reads what it wrote.

use super::read;
use crate::checkout::Checkout;
use crate::process::run;
use crate::provision::say;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

/// Where Criterion writes what benches/step.rs measures, within the target directory.
const RECORDS: &str = "criterion/step";

/// Measures every native step with one thread and, where there are more processors, with all of them.
pub fn measure(checkout: &Checkout, quick: bool) -> Result<Value> {
    let processors = available_parallelism().map_or(1, |count| count.get());
    let mut measurements = Vec::new();
    for threads in if processors > 1 { vec![1, processors] } else { vec![1] } {
        let name = format!("{threads}-threads");
        say(&format!("measuring native steps with {threads} of {processors} processors"));
        let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
        cargo.args(["bench", "--quiet", "--locked", "--bench", "step", "--", "--save-baseline", &name]);
        if quick {
            cargo.arg("--quick");
        }
        run(cargo.env("RAYON_NUM_THREADS", threads.to_string()))?;
        measurements.extend(records(&checkout.target().join(RECORDS), &name, threads)?);
    }
    Ok(Value::Array(measurements))
}

/// The measurements that Criterion saved under `name`.
fn records(directory: &Path, name: &str, threads: usize) -> Result<Vec<Value>> {
    let unreadable = || format!("{} cannot be read: has Criterion changed its format?", directory.display());
    let mut records = Vec::new();
    for entry in fs::read_dir(directory).with_context(unreadable)? {
        let directory = entry?.path().join(name);
        if directory.is_dir() {
            records.push(record(&directory, threads).with_context(unreadable)?);
        }
    }
    Ok(records)
}

/// One measurement: its id is `PROGRAM WIDTH BATCH`.
fn record(directory: &Path, threads: usize) -> Result<Value> {
    let description = read(&directory.join("benchmark.json"))?;
    let id = description["function_id"].as_str().or(description["value_str"].as_str());
    let words: Vec<&str> = id.unwrap_or_default().split(' ').collect();
    let [program, width, batch] = words[..] else {
        return Err(anyhow!("{} names no program and size", directory.display()));
    };
    let median = read(&directory.join("estimates.json"))?["median"]["point_estimate"].as_f64();
    let sample = read(&directory.join("sample.json"))?;
    let numbers =
        |name: &str| sample[name].as_array().into_iter().flatten().filter_map(Value::as_f64).collect::<Vec<_>>();
    let best = numbers("times").into_iter().zip(numbers("iters")).map(|(time, runs)| time / runs).reduce(f64::min);
    Ok(json!({
        "program": program,
        "threads": threads,
        "width": width.parse::<usize>()?,
        "batch": batch.parse::<usize>()?,
        "bestMilliseconds": best.map(|nanoseconds| nanoseconds / 1e6),
        "medianMilliseconds": median.map(|nanoseconds| nanoseconds / 1e6),
    }))
}
