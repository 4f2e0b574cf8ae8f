//! What the benchmark in the browser measures: `cargo xtask bench` compiles it once for each flavour of WebAssembly, and
//! `worker.js` beside it takes the times.
#![cfg(target_arch = "wasm32")]
#![deny(missing_docs)]

mod kernels;
mod peak;
mod phases;

use candle_core::DType;
use dcgan_wasm::{Configuration, Dataset, Preset};
use phases::PhaseTimes;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Length of every latent vector.
const LATENT: usize = 64;

/// Everything that can be measured, on one data set.
#[wasm_bindgen]
pub struct Bench(Arc<Dataset>);

#[wasm_bindgen]
impl Bench {
    /// Reads MNIST's pair of IDX files, which every training step draws from.
    #[wasm_bindgen(constructor)]
    pub fn new(images: &[u8], labels: &[u8]) -> Result<Bench, JsError> {
        Ok(Self(Arc::new(Dataset::from_idx(images, labels)?)))
    }

    /// Leaves out fast algorithms of convolution from now on.
    #[wasm_bindgen(js_name = setDirectOnly)]
    pub fn set_direct_only(&self) {
        dcgan_wasm::kernels::convolution::set_direct_only(true);
    }

    /// Multiply-adds that never leave the registers: the most that this module can compute in this browser.
    pub fn peak(&self) -> Subject {
        Subject::new("peak", peak::FLOPS, || {
            std::hint::black_box(peak::multiply_adds(std::hint::black_box(1e-3)));
            Ok(())
        })
    }

    /// Every kernel at the shapes of one size of networks.
    pub fn kernels(&self, width: usize, batch: usize) -> Vec<Subject> {
        let kernels = kernels::kernels(width, batch, LATENT).into_iter();
        kernels
            .map(|kernels::Kernel { name, flops, mut run }| {
                Subject::new(&name, flops, move || {
                    run();
                    Ok(())
                })
            })
            .collect()
    }

    /// Whole training steps on candle's own operations.
    #[wasm_bindgen(js_name = baselineStep)]
    pub fn baseline_step(&self, width: usize, batch: usize) -> Result<Subject, JsError> {
        let configuration = configuration(width, batch);
        let flops = dcgan_baseline::direct_convolution_flops(&configuration);
        let mut trainer = dcgan_baseline::Trainer::new(configuration, Arc::clone(&self.0), DType::F32)?;
        Ok(Subject::new("step", flops, move || Ok(trainer.step().map(drop)?)))
    }

    /// Whole training steps as the page takes them.
    pub fn step(&self, width: usize, batch: usize) -> Result<Subject, JsError> {
        let (mut trainer, flops) = self.trainer(width, batch)?;
        Ok(Subject::new("step", flops, move || Ok(trainer.step().map(drop)?)))
    }

    /// The same steps with a look at the clock after each of their phases.
    #[wasm_bindgen(js_name = observedStep)]
    pub fn observed_step(&self, width: usize, batch: usize) -> Result<Subject, JsError> {
        let (mut trainer, flops) = self.trainer(width, batch)?;
        let phases = Rc::new(RefCell::new(PhaseTimes::default()));
        let observed = Rc::clone(&phases);
        let mut subject = Subject::new("observed step", flops, move || {
            let mut phases = observed.borrow_mut();
            phases.start();
            Ok(trainer.step_observed(&mut |phase| phases.end(phase)).map(drop)?)
        });
        subject.phases = Some(phases);
        Ok(subject)
    }
}

impl Bench {
    fn trainer(&self, width: usize, batch: usize) -> Result<(dcgan_wasm::Trainer, u64), JsError> {
        let configuration = configuration(width, batch);
        let flops = dcgan_baseline::direct_convolution_flops(&configuration);
        Ok((dcgan_wasm::Trainer::new(configuration, Arc::clone(&self.0))?, flops))
    }
}

fn configuration(width: usize, batch: usize) -> Configuration {
    Configuration { base_width: width, batch_size: batch, latent_size: LATENT, ..Preset::PLAIN.configuration }
}

/// Something whose time is measured.
#[wasm_bindgen]
pub struct Subject {
    name: String,
    flops: u64,
    run: Box<dyn FnMut() -> Result<(), JsError>>,
    phases: Option<Rc<RefCell<PhaseTimes>>>,
}

impl Subject {
    fn new(name: &str, flops: u64, run: impl FnMut() -> Result<(), JsError> + 'static) -> Self {
        Self { name: name.to_owned(), flops, run: Box::new(run), phases: None }
    }
}

#[wasm_bindgen]
impl Subject {
    /// What the tables call it.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// The floating-point operations of one run.
    #[wasm_bindgen(getter)]
    pub fn flops(&self) -> f64 {
        self.flops as f64
    }

    /// Runs `times` times in one call from JavaScript.
    pub fn run(&mut self, times: u32) -> Result<(), JsError> {
        (0..times).try_for_each(|_| (self.run)())
    }

    /// The names of its phases; none unless it is observed.
    #[wasm_bindgen(getter, js_name = phaseNames)]
    pub fn phase_names(&self) -> Vec<String> {
        self.phases.iter().flat_map(|_| phases::NAMES.map(str::to_owned)).collect()
    }

    /// The milliseconds spent in each phase since the last call.
    #[wasm_bindgen(js_name = takePhaseTimes)]
    pub fn take_phase_times(&mut self) -> Vec<f64> {
        self.phases.iter().flat_map(|phases| phases.take().milliseconds).collect()
    }
}
