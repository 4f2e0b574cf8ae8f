//! What looking at the page costs the training: steps a second of the worker alone, and with each part of the page on screen.

use super::tables::{Table, decimals, elements, text};
use super::{Options, Processors, carry_out};
use crate::checkout::Checkout;
use crate::provision::{browser, npm};
use anyhow::Result;
use serde_json::{Value, json};

/// Trains in `benches/browser/screen.js`, all of it on one processor, and returns what it found.
pub fn measure(checkout: &Checkout, options: &Options) -> Result<Value> {
    let browser = browser::provision()?;
    npm::PAGE.provision(checkout)?;
    let flags: Vec<_> = options.javascript_flags.iter().map(|flags| format!("--js-flags={flags}")).collect();
    let (rounds, milliseconds) = if options.quick { (3, 5000) } else { (9, 8000) };
    let plan = json!({
        "flags": flags,
        "kernel": super::plan::OURS,
        "preset": "fast",
        "rounds": rounds,
        "milliseconds": milliseconds,
    });
    carry_out("screen.js", &plan, checkout, &browser, Processors::One)
}

/// Prints steps a second, best and median of the rounds, and how much less than the worker alone.
pub fn print(results: &Value) {
    let subjects: Vec<_> = elements(&results["screen"]["rates"]).collect();
    let Some(alone) = subjects.first().map(|subject| sorted(subject)) else { return };
    let mut table = Table::new(&["on screen", "rounds", "steps/s, best", "median", "cost, best", "median"]);
    for subject in &subjects {
        let rates = sorted(subject);
        let figures = [best(&rates), median(&rates)];
        let cost = |index: usize| 100.0 * (1.0 - figures[index] / [best(&alone), median(&alone)][index]);
        table.row([
            text(&subject["subject"]),
            rates.len().to_string(),
            decimals(figures[0], 0),
            decimals(figures[1], 0),
            decimals(cost(0), 1) + " %",
            decimals(cost(1), 1) + " %",
        ]);
    }
    table.print("Training on one processor, which worker, page and browser share, with a part of the page on screen.");
}

fn sorted(subject: &Value) -> Vec<f64> {
    let mut rates: Vec<f64> = elements(&subject["rates"]).filter_map(Value::as_f64).collect();
    rates.sort_by(f64::total_cmp);
    rates
}

fn best(sorted: &[f64]) -> f64 {
    sorted.last().copied().unwrap_or(f64::NAN)
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
