//! Where the time of a training step goes.

use dcgan_wasm::trainer::Phase;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker was started.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// The phases, as the tables call them.
pub const NAMES: [&str; 6] = ["D forward", "D backward", "G forward", "G backward", "Adam", "the rest"];

/// Milliseconds spent in each phase.
#[derive(Default)]
pub struct PhaseTimes {
    /// In the order of [`NAMES`].
    pub milliseconds: [f64; NAMES.len()],
    last: f64,
}

impl PhaseTimes {
    /// A step begins.
    pub fn start(&mut self) {
        self.last = now();
    }

    /// A phase of it ends, and the next one begins.
    pub fn end(&mut self, phase: Phase) {
        let now = now();
        self.milliseconds[index(phase)] += now - self.last;
        self.last = now;
    }
}

fn index(phase: Phase) -> usize {
    match phase {
        Phase::DiscriminatorForward => 0,
        Phase::DiscriminatorBackward => 1,
        Phase::GeneratorForward => 2,
        Phase::GeneratorBackward => 3,
        Phase::Adam => 4,
        Phase::Other => 5,
    }
}
