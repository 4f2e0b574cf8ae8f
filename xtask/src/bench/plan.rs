//! What the browser is told to measure: `benches/browser/harness.js` carries the plan out.

use super::Options;
use super::build::{Module, Modules};
use super::peers::Peer;
use serde_json::{Value, json};
use std::str::FromStr;
use std::thread::available_parallelism;

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Every kernel at every shape in use.
    Kernels,
    /// Whole training steps, and the time that each of their phases takes.
    Steps,
    /// How the time of a step grows with the width and the batch.
    Growth,
    /// The memory of a long run.
    Memory,
    /// Other ways to train the same networks, beside ours.
    Peers,
    /// Whole training steps compiled for this machine.
    Native,
    /// How soon the page's digits can be read.
    Quality,
    /// What looking at the page costs the training.
    Screen,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 8] = [
        Self::Kernels,
        Self::Steps,
        Self::Growth,
        Self::Memory,
        Self::Peers,
        Self::Native,
        Self::Quality,
        Self::Screen,
    ];

    /// The name that the command line and the results use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kernels => "kernels",
            Self::Steps => "steps",
            Self::Growth => "growth",
            Self::Memory => "memory",
            Self::Peers => "peers",
            Self::Native => "native",
            Self::Quality => "quality",
            Self::Screen => "screen",
        }
    }

    /// Whether it is measured unless the person chooses: long runs take a quarter of an hour, and peers have to be fetched.
    pub fn is_usual(self) -> bool {
        !matches!(self, Self::Memory | Self::Peers | Self::Quality | Self::Screen)
    }

    /// Whether `harness.js` measures it.
    pub fn is_in_browser(self) -> bool {
        !matches!(self, Self::Native | Self::Quality | Self::Screen)
    }
}

impl FromStr for Part {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|part| part.name() == name).ok_or(())
    }
}

/// A size of the networks: base width and batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    width: usize,
    batch: usize,
}

const fn case(width: usize, batch: usize) -> Case {
    Case { width, batch }
}

/// The sizes in use: the page's presets, and two of the literature's.
const CASES: [Case; 5] = [case(8, 16), case(12, 16), case(16, 16), case(32, 64), case(64, 64)];
const QUICK_CASES: [Case; 2] = [case(12, 16), case(32, 64)];

/// Sizes that differ in the width only, then in the batch only.
const GROWTH_CASES: [Case; 8] =
    [case(8, 16), case(16, 16), case(32, 16), case(64, 16), case(16, 8), case(16, 32), case(16, 64), case(16, 128)];

/// The size whose memory is watched, and for how many times a hundred steps.
const MEMORY_CASE: Case = case(32, 64);
const MEMORY_HUNDREDS: usize = 100;

/// The sizes at which peers are compared with.
const PEER_CASES: [Case; 2] = [case(12, 16), case(32, 64)];

/// How long a subject is measured each time it is its turn, in milliseconds.
const PEAK_TURN: usize = 20;
const KERNEL_TURN: usize = 20;
const STEP_TURN: usize = 300;

/// As many threads as the page starts at most.
const MOST_THREADS: usize = 8;

/// The whole plan.
pub fn plan(options: &Options, modules: &Modules, peers: &[Peer]) -> Value {
    let flags: Vec<_> = options.javascript_flags.iter().map(|flags| format!("--js-flags={flags}")).collect();
    let cases: &[Case] = if options.quick { &QUICK_CASES } else { &CASES };
    let rounds = if options.quick { 4 } else { 12 };
    let mut groups = Vec::new();
    if options.includes(Part::Kernels) {
        groups.extend(cases.iter().map(|&case| group(Part::Kernels, case, rounds, kernel_programs(modules, case))));
    }
    if options.includes(Part::Steps) {
        groups.extend(cases.iter().map(|&case| group(Part::Steps, case, rounds, step_programs(modules, case))));
    }
    if options.includes(Part::Growth) {
        groups.extend(GROWTH_CASES.map(|case| group(Part::Growth, case, rounds / 2, growth_programs(modules, case))));
    }
    if options.includes(Part::Memory) {
        groups.push(group(Part::Memory, MEMORY_CASE, MEMORY_HUNDREDS, memory_programs(modules)));
    }
    if options.includes(Part::Peers) {
        groups.extend(PEER_CASES.map(|case| group(Part::Peers, case, rounds, peer_programs(modules, peers, case))));
    }
    json!({ "flags": flags, "groups": groups })
}

/// Programs that take turns.
fn group(part: Part, case: Case, rounds: usize, programs: Vec<Value>) -> Value {
    let Case { width, batch } = case;
    json!({ "part": part.name(), "width": width, "batch": batch, "rounds": rounds, "programs": programs })
}

/// What is measured of a module in a worker.
fn program(name: &str, module: &Module, subjects: &[Value]) -> Value {
    json!({
        "name": name,
        "worker": "benches/browser/worker.js",
        "load": { "module": module.address, "threads": 1, "directOnly": false },
        "subjects": subjects,
    })
}

/// The same without fast algorithms of convolution.
fn direct_program(module: &Module, subjects: &[Value]) -> Value {
    let mut program = program(&format!("{}, direct", module.name), module, subjects);
    program["load"]["directOnly"] = json!(true);
    program
}

/// The same for each number of threads that is worth knowing: one, and as many as there are processors.
fn programs(module: &Module, subjects: &[Value]) -> Vec<Value> {
    if !module.has_threads {
        return vec![program(module.name, module, subjects)];
    }
    let processors = available_parallelism().map_or(1, |count| count.get()).min(MOST_THREADS);
    let mut counts = vec![1, processors];
    counts.dedup();
    let threaded = |threads| {
        let mut program = program(&format!("{} x{threads}", module.name), module, subjects);
        program["load"]["threads"] = json!(threads);
        program
    };
    counts.into_iter().map(threaded).collect()
}

fn subject(kind: &str, case: Case, turn: usize) -> Value {
    json!({ "kind": kind, "width": case.width, "batch": case.batch, "milliseconds": turn })
}

fn kernel_programs(modules: &Modules, case: Case) -> Vec<Value> {
    let subjects = [subject("peak", case, PEAK_TURN), subject("kernels", case, KERNEL_TURN)];
    modules
        .flavours
        .iter()
        .filter(|module| !module.has_threads)
        .map(|module| program(module.name, module, &subjects))
        .collect()
}

/// candle's own operations and every flavour, each with the peak of its own module; and [`OURS`] without fast algorithms.
fn step_programs(modules: &Modules, case: Case) -> Vec<Value> {
    let peak = subject("peak", case, PEAK_TURN);
    let baseline = [peak.clone(), subject("baseline", case, STEP_TURN)];
    let ours = [peak, subject("step", case, STEP_TURN), subject("phases", case, STEP_TURN)];
    let mut all = vec![program("candle", &modules.candle, &baseline)];
    all.extend(modules.flavours.iter().flat_map(|module| programs(module, &ours)));
    all.extend(
        modules.flavours.iter().filter(|module| module.name == OURS).map(|module| direct_program(module, &ours)),
    );
    all
}

/// The quickest flavour of one thread.
pub const OURS: &str = "relaxed";

/// candle's own operations and [`OURS`].
fn growth_programs(modules: &Modules, case: Case) -> Vec<Value> {
    let ours = modules.flavours.iter().filter(|module| module.name == OURS);
    std::iter::once(program("candle", &modules.candle, &[subject("baseline", case, STEP_TURN)]))
        .chain(ours.map(|module| program(module.name, module, &[subject("step", case, STEP_TURN)])))
        .collect()
}

/// Ours on one thread, candle's own operations, and the peers.
fn peer_programs(modules: &Modules, peers: &[Peer], case: Case) -> Vec<Value> {
    let mut programs = growth_programs(modules, case);
    let turn = subject("step", case, STEP_TURN);
    programs.extend(peers.iter().map(|peer| {
        json!({ "name": peer.name, "worker": peer.worker, "command": peer.command, "load": { "module": peer.module }, "subjects": [turn] })
    }));
    programs
}

fn memory_programs(modules: &Modules) -> Vec<Value> {
    let Case { width, batch } = MEMORY_CASE;
    let subject = json!({ "kind": "step", "width": width, "batch": batch, "runs": 100 });
    modules.flavours.iter().flat_map(|module| programs(module, std::slice::from_ref(&subject))).collect()
}
