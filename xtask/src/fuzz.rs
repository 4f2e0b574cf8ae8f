//! `cargo xtask fuzz`: libFuzzer tries what comes from outside.

use crate::checkout::Checkout;
use crate::process::run;
use crate::provision::{say, tools};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use std::fs;
use std::str::FromStr;
use std::time::Instant;

/// A kind of input, fuzz/fuzz_targets/NAME.rs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    name: &'static str,
    /// The longest input in bytes: room for the seeds.
    longest: usize,
}

impl Target {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self { name: "idx", longest: 4096 },
        Self { name: "checkpoint", longest: 20_000 },
        Self { name: "configuration", longest: 1024 },
        Self { name: "messages", longest: 1024 },
    ];
}

impl FromStr for Target {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|target| target.name == name).ok_or(())
    }
}

/// How long each target is tried: until one of these is reached.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    pub runs: Option<u64>,
    pub seconds: Option<u64>,
}

/// Seconds for each target unless told.
const SECONDS: u64 = 60;

/// An input may take so long, and a target so much memory: room for the largest data set twice.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=1024"];

/// Tries `targets` one after the other, up to the first that fails.
pub fn fuzz(checkout: &Checkout, targets: &[Target], effort: Effort) -> Result<()> {
    tools::provision_fuzzer(checkout)?;
    for target in targets {
        let start = Instant::now();
        fuzz_one(checkout, *target, effort).with_context(|| {
            format!(
                "{} fails on the input in fuzz/artifacts/{} named above: mend the reader, and move the input to fuzz/corpus/{}",
                target.name, target.name, target.name
            )
        })?;
        say(&format!("{} withstood it for {:.0} s", target.name, start.elapsed().as_secs_f64()));
    }
    Ok(())
}

fn fuzz_one(checkout: &Checkout, Target { name, longest }: Target, effort: Effort) -> Result<()> {
    // What leads to new code is kept for the next time, but not with the sources.
    let found = checkout.scratch("fuzz").join(name);
    let seeds = checkout.path("fuzz/corpus").join(name);
    fs::create_dir_all(&found).with_context(|| format!("{} cannot be made", found.display()))?;
    if !seeds.is_dir() {
        bail!("{} is missing: restore it with `git checkout fuzz/corpus`", seeds.display());
    }
    let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
    // The compiler of the stable channel has what instruments a program, but keeps it for the nightly one.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // Without a sanitizer, which would find errors of memory: everything that reads is safe Rust, and ten times as fast so.
    cargo.args(["fuzz", "run", "--release", "--sanitizer", "none", name]).args([found, seeds]);
    cargo.arg("--").args(LIMITS).arg(format!("-max_len={longest}")).args(effort.arguments());
    run(&mut cargo)
}

impl Effort {
    fn arguments(self) -> Vec<String> {
        let runs = self.runs.map(|runs| format!("-runs={runs}"));
        let seconds = self.seconds.or_else(|| self.runs.is_none().then_some(SECONDS));
        runs.into_iter().chain(seconds.map(|seconds| format!("-max_total_time={seconds}"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_source_and_seeds_that_fit() {
        let checkout = Checkout::find().unwrap();
        let sources = fs::read_dir(checkout.path("fuzz/fuzz_targets")).unwrap().count();
        assert_eq!(sources, Target::ALL.len());
        for Target { name, longest } in Target::ALL {
            assert!(checkout.path("fuzz/fuzz_targets").join(format!("{name}.rs")).is_file());
            for seed in fs::read_dir(checkout.path("fuzz/corpus").join(name)).unwrap() {
                let seed = seed.unwrap();
                assert!(seed.metadata().unwrap().len() <= longest as u64, "{} would be cut", seed.path().display());
            }
        }
    }

    #[test]
    fn an_effort_is_always_bounded() {
        assert_eq!(Effort::default().arguments(), ["-max_total_time=60"]);
        assert_eq!(Effort { runs: Some(5), seconds: None }.arguments(), ["-runs=5"]);
        assert_eq!(Effort { runs: Some(5), seconds: Some(7) }.arguments(), ["-runs=5", "-max_total_time=7"]);
    }
}
