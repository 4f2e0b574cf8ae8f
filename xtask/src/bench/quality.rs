//! How soon the page's digits can be read: the page itself in a browser, for several presets and seeds.

use super::tables::{Table, decimals, elements, text};
use super::{Options, Processors, carry_out};
use crate::checkout::Checkout;
use crate::provision::{browser, npm};
use anyhow::Result;
use serde_json::{Value, json};

/// Trains in `benches/browser/quality.js` and returns what it found.
pub fn measure(checkout: &Checkout, options: &Options) -> Result<Value> {
    let browser = browser::provision()?;
    npm::PAGE.provision(checkout)?;
    carry_out("quality.js", &plan(options), checkout, &browser, Processors::All)
}

/// Every preset that shows digits within a minute; the default with as many seeds as it takes to see whether one fails.
fn plan(options: &Options) -> Value {
    let flags: Vec<_> = options.javascript_flags.iter().map(|flags| format!("--js-flags={flags}")).collect();
    let until = |preset: &str, seeds: usize, steps: Option<usize>, milliseconds: Option<usize>| json!({ "preset": preset, "seeds": seeds, "steps": steps, "milliseconds": milliseconds });
    let for_steps = |preset, seeds, steps| until(preset, seeds, Some(steps), None);
    let for_seconds = |preset, seeds, seconds: usize| until(preset, seeds, None, Some(1000 * seconds));
    let (presets, rounds) = if options.quick {
        (vec![for_steps("fast", 3, 2500), for_seconds("unlabelled", 1, 60)], 2)
    } else {
        let others = [for_seconds("unlabelled", 3, 60), for_steps("tiny", 3, 2500), for_seconds("plain", 3, 60)];
        ([vec![for_steps("fast", 20, 2500)], others.to_vec()].concat(), 5)
    };
    let cost = json!({ "preset": "fast", "rounds": rounds, "milliseconds": 5000 });
    json!({ "flags": flags, "kernel": super::plan::OURS, "presets": presets, "cost": cost })
}

/// A run that ends with fewer readable images than this, or without one of the ten digits, has failed.
const LEAST_READABLE: f64 = 0.5;

/// Prints what was measured: medians over seeds, with the worst in parentheses.
pub fn print(results: &Value) {
    let mut table = Table::new(&[
        "preset",
        "seeds",
        "s to 80 %",
        "to 90 %",
        "steps to 80 %",
        "to 90 %",
        "at the end: step",
        "readable",
        "digits",
        "failed",
    ]);
    let runs: Vec<_> = elements(&results["quality"]["runs"]).collect();
    for runs in runs.chunk_by(|one, next| one["preset"] == next["preset"]) {
        let milestone = |share: f64, figure: &'static str| {
            over(runs, |run| {
                let reached = elements(&run["readable"]).find(|milestone| milestone["share"] == share);
                reached.and_then(|milestone| milestone[figure].as_f64()).unwrap_or(f64::INFINITY)
            })
        };
        let seconds = |share| milestone(share, "heardMilliseconds").map(|value| decimals(value / 1000.0, 2));
        let steps = |share| milestone(share, "step").map(|value| decimals(value, 0));
        let end = |figure: &'static str| over(runs, |run| -last(run, figure)).map(|value| -value);
        table.row([
            text(&runs[0]["preset"]),
            runs.len().to_string(),
            shown(seconds(0.8)),
            shown(seconds(0.9)),
            shown(steps(0.8)),
            shown(steps(0.9)),
            decimals(end("step")[0], 0),
            shown(end("readable").map(|value| decimals(100.0 * value, 1) + " %")),
            decimals(end("digitsCovered")[1], 0),
            runs.iter().filter(|run| has_failed(run)).count().to_string(),
        ]);
    }
    table.print(
        "Fresh images the judge can read, on one core, from the click on Train: the median over seeds (the worst).",
    );
    print_cost(&results["quality"]["cost"]);
}

/// A figure of the last verdict of a run.
fn last(run: &Value, figure: &str) -> f64 {
    elements(&run["verdicts"]).last().and_then(|verdict| verdict[figure].as_f64()).unwrap_or(f64::NAN)
}

fn has_failed(run: &Value) -> bool {
    let is_readable = last(run, "readable") >= LEAST_READABLE && last(run, "digitsCovered") == 10.0;
    !run["failure"].is_null() || !is_readable
}

/// The median and the largest of a figure.
fn over(runs: &[&Value], figure: impl Fn(&Value) -> f64) -> [f64; 2] {
    let mut values: Vec<_> = runs.iter().map(|run| figure(run)).collect();
    values.sort_by(f64::total_cmp);
    [values[values.len() / 2], values[values.len() - 1]]
}

fn shown([median, worst]: [String; 2]) -> String {
    format!("{median} ({worst})")
}

/// Prints what judging takes of the training.
fn print_cost(cost: &Value) {
    let best = |kind: &str| elements(&cost[kind]).filter_map(Value::as_f64).fold(f64::NAN, f64::max);
    let (judged, unjudged) = (best("judged"), best("unjudged"));
    if judged.is_finite() && unjudged.is_finite() {
        println!(
            "\nJudging: {judged:.1} steps/s with, {unjudged:.1} without, in the best rounds; {:.1} % of the training.",
            100.0 * (1.0 - judged / unjudged)
        );
    }
}
