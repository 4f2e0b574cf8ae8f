//! The benchmark's results as tables.

use super::plan::{OURS, Part};
use super::{quality, screen};
use serde_json::Value;

/// The phases of a step, as benches/browser calls them.
const PHASES: [&str; 6] = ["D forward", "D backward", "G forward", "G backward", "Adam", "the rest"];

/// Prints a table for each part that was measured.
pub fn print(results: &Value) {
    let machine = &results["machine"];
    if let (Some(processor), Some(browser)) = (machine["processor"].as_str(), machine["browser"].as_str()) {
        println!("\n{processor}, {} processors, headless Chromium {browser}", machine["processors"]);
    }
    for flag in elements(&results["flags"]).filter_map(Value::as_str) {
        println!("with {flag}");
    }
    print_kernels(results);
    print_steps(results);
    print_phases(results);
    print_growth(results);
    print_memory(results);
    print_peers(results);
    print_native(results);
    quality::print(results);
    screen::print(results);
}

fn print_kernels(results: &Value) {
    let mut table = Table::new(&["kernel", "f", "batch", "flavour", "best µs", "median µs", "GFLOP/s", "of peak"]);
    for group in groups(results, Part::Kernels) {
        for measurement in measurements(group).filter(|measurement| measurement["subject"] != "peak") {
            let speed = speed(measurement);
            table.row([
                text(&measurement["subject"]),
                text(&group["width"]),
                text(&group["batch"]),
                text(&measurement["program"]),
                decimals(1000.0 * best(measurement), 1),
                decimals(1000.0 * median(measurement), 1),
                decimals(speed, 1),
                decimals(speed / peak(group, measurement), 2),
            ]);
        }
    }
    table.print("Kernels in the browser, one thread. Peak: multiply-adds in registers, in the same module and rounds.");
}

fn print_steps(results: &Value) {
    let mut table = Table::new(&[
        "f",
        "batch",
        "program",
        "best ms",
        "median ms",
        "against candle: best",
        "median",
        "GFLOP/s",
        "of peak",
        "heap MB",
    ]);
    for group in groups(results, Part::Steps) {
        let candle = measurements(group)
            .find(|measurement| measurement["program"] == "candle" && measurement["subject"] == "step");
        let ratio =
            |measure: fn(&Value) -> f64, of: &Value| candle.map_or(f64::NAN, |candle| measure(candle) / measure(of));
        for measurement in measurements(group).filter(|measurement| measurement["subject"] == "step") {
            let speed = speed(measurement);
            table.row([
                text(&group["width"]),
                text(&group["batch"]),
                text(&measurement["program"]),
                decimals(best(measurement), 2),
                decimals(median(measurement), 2),
                decimals(ratio(best, measurement), 2) + "x",
                decimals(ratio(median, measurement), 2) + "x",
                decimals(speed, 1),
                decimals(speed / peak(group, measurement), 2),
                megabytes(&measurement["bytes"]),
            ]);
        }
    }
    table.print("A training step in the browser. GFLOP/s count direct convolutions, whatever was computed instead.");
}

fn print_phases(results: &Value) {
    let mut table = Table::new(&[&["f", "batch", "program"][..], &PHASES[..]].concat());
    for group in groups(results, Part::Steps) {
        for measurement in measurements(group).filter(|measurement| measurement["phases"].is_object()) {
            let phases = PHASES.map(|name| measurement["phases"][name].as_f64().unwrap_or(f64::NAN));
            let total: f64 = phases.iter().sum();
            let size = [text(&group["width"]), text(&group["batch"]), text(&measurement["program"])];
            let shares = phases.map(|phase| format!("{phase:.2} ({:.0}%)", 100.0 * phase / total));
            table.row(size.into_iter().chain(shares));
        }
    }
    table.print("The same step by phase: milliseconds, and share of the step, in the quickest round.");
}

fn print_growth(results: &Value) {
    let mut table = Table::new(&["f", "batch", "program", "best ms", "µs an image", "GFLOP/s"]);
    for group in groups(results, Part::Growth) {
        for measurement in measurements(group) {
            let batch = group["batch"].as_f64().unwrap_or(f64::NAN);
            table.row([
                text(&group["width"]),
                text(&group["batch"]),
                text(&measurement["program"]),
                decimals(best(measurement), 2),
                decimals(1000.0 * best(measurement) / batch, 1),
                decimals(speed(measurement), 1),
            ]);
        }
    }
    table.print("How a step's cost grows with the width at batch 16, and with the batch at width 16.");
}

fn print_memory(results: &Value) {
    let mut table = Table::new(&["f", "batch", "program", "steps", "heap MB after 100", "at the end"]);
    for group in groups(results, Part::Memory) {
        for measurement in measurements(group) {
            table.row([
                text(&group["width"]),
                text(&group["batch"]),
                text(&measurement["program"]),
                text(&measurement["runs"]),
                megabytes(&measurement["firstBytes"]),
                megabytes(&measurement["bytes"]),
            ]);
        }
    }
    table.print("Memory of the WebAssembly module in a long run.");
}

fn print_peers(results: &Value) {
    let mut table = Table::new(&["f", "batch", "program", "best ms", "median ms", "times ours: best", "median"]);
    for group in groups(results, Part::Peers) {
        let ours = measurements(group).find(|measurement| measurement["program"] == OURS);
        let ratio = |measure: fn(&Value) -> f64, of: &Value| ours.map_or(f64::NAN, |ours| measure(of) / measure(ours));
        for measurement in measurements(group) {
            table.row([
                text(&group["width"]),
                text(&group["batch"]),
                text(&measurement["program"]),
                decimals(best(measurement), 2),
                decimals(median(measurement), 2),
                decimals(ratio(best, measurement), 2) + "x",
                decimals(ratio(median, measurement), 2) + "x",
            ]);
        }
    }
    table.print("The same step by other programs, one thread each.");
}

fn print_native(results: &Value) {
    let mut records: Vec<_> = elements(&results["native"]).collect();
    records.sort_by_key(|record| [&record["width"], &record["batch"], &record["threads"]].map(Value::as_u64));
    let mut table = Table::new(&["f", "batch", "program", "processors", "best ms", "median ms"]);
    for record in records {
        table.row([
            text(&record["width"]),
            text(&record["batch"]),
            text(&record["program"]),
            text(&record["threads"]),
            decimals(best(record), 2),
            decimals(median(record), 2),
        ]);
    }
    table.print("A training step compiled for this machine.");
}

pub(super) fn elements(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().into_iter().flatten()
}

fn groups(results: &Value, part: Part) -> impl Iterator<Item = &Value> {
    elements(&results["groups"]).filter(move |group| group["part"] == part.name())
}

fn measurements(group: &Value) -> impl Iterator<Item = &Value> {
    elements(&group["measurements"])
}

fn best(measurement: &Value) -> f64 {
    measurement["bestMilliseconds"].as_f64().unwrap_or(f64::NAN)
}

fn median(measurement: &Value) -> f64 {
    measurement["medianMilliseconds"].as_f64().unwrap_or(f64::NAN)
}

/// Billions of floating-point operations in a second, in the best run.
fn speed(measurement: &Value) -> f64 {
    measurement["flops"].as_f64().unwrap_or(f64::NAN) / best(measurement) / 1e6
}

/// The speed of the registers that `measurement`'s program reached in the same group.
fn peak(group: &Value, measurement: &Value) -> f64 {
    let is_peak = |other: &&Value| other["subject"] == "peak" && other["program"] == measurement["program"];
    measurements(group).find(is_peak).map_or(f64::NAN, speed)
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) fn decimals(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:.digits$}") } else { "-".to_owned() }
}

fn megabytes(bytes: &Value) -> String {
    decimals(bytes.as_f64().unwrap_or(f64::NAN) / 1e6, 1)
}

/// Lines of cells under a header, each column as wide as it has to be.
pub(super) struct Table {
    lines: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(header: &[&str]) -> Self {
        Self { lines: vec![header.iter().map(|&cell| cell.to_owned()).collect()] }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.lines.push(cells.into_iter().collect());
    }

    /// Prints the table below `title`, unless it has no rows.
    pub(super) fn print(&self, title: &str) {
        if self.lines.len() == 1 {
            return;
        }
        println!("\n{title}");
        for line in &self.lines {
            let cells = line.iter().enumerate().map(|(column, cell)| format!("{cell:>0$}", self.width(column)));
            println!("{}", cells.collect::<Vec<_>>().join("  "));
        }
    }

    fn width(&self, column: usize) -> usize {
        self.lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}
