//! Three training steps, compared with PyTorch's in float64: every loss, every gradient, every final weight.
//!
//! The expected values are in `tests/golden/*.safetensors`, written by `tests/golden/make_golden.py`. Shown by
//! `cargo test --test core golden -- --nocapture`.

use crate::support::{elements, relative_error, shard};
use candle_core::{DType, Device, Tensor};
use dcgan_wasm::model::{Batch, Network};
use dcgan_wasm::{AdamConfiguration, Conditioning, Configuration, GeneratorLoss, Preset, Trainer};
use std::collections::HashMap;
use wasm_bindgen_test::wasm_bindgen_test;

const STEPS: usize = 3;
const TOLERANCE: f64 = 1e-4;

#[wasm_bindgen_test(unsupported = test)]
pub fn non_saturating_steps_agree_with_pytorch() {
    compare("non-saturating", include_bytes!("../golden/dcgan_nonsaturating.safetensors"), plain());
}

#[wasm_bindgen_test(unsupported = test)]
pub fn minimax_steps_agree_with_pytorch() {
    let configuration = Configuration { generator_loss: GeneratorLoss::Minimax, ..plain() };
    compare("minimax", include_bytes!("../golden/dcgan_minimax.safetensors"), configuration);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn labelled_steps_with_reused_fakes_agree_with_pytorch() {
    let configuration = Configuration { conditioning: Conditioning::Labels, reuse_fakes: true, ..plain() };
    compare("labelled", include_bytes!("../golden/dcgan_labelled.safetensors"), configuration);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn steps_without_batch_normalisation_and_with_larger_kernels_agree_with_pytorch() {
    let configuration = Configuration {
        base_width: 2,
        latent_size: 4,
        batch_size: 2,
        batch_normalization: false,
        kernel_size: 5,
        ..plain()
    };
    compare("variants", include_bytes!("../golden/dcgan_variants.safetensors"), configuration);
}

/// The settings that golden files share.
fn plain() -> Configuration {
    let adam = AdamConfiguration { learning_rate: 2e-4, beta1: 0.5, beta2: 0.999 };
    Configuration {
        base_width: 4,
        latent_size: 16,
        batch_size: 6,
        seed: 0,
        generator_adam: adam,
        discriminator_adam: adam,
        ..Preset::PLAIN.configuration
    }
}

fn compare(name: &str, file: &[u8], configuration: Configuration) {
    let golden = Golden::read(file);
    let mut trainer = Trainer::new(configuration, shard()).expect("the configuration is valid");
    trainer.generator().load_parameters(&golden.under("init.g.")).expect("the generator's shapes agree");
    trainer.discriminator().load_parameters(&golden.under("init.d.")).expect("the discriminator's shapes agree");

    let mut comparison = Comparison { golden: &golden, name, failures: Vec::new() };
    for step in 0..STEPS {
        compare_step(&mut comparison, &mut trainer, &format!("step{step}"));
    }
    for (network, parameters) in [("g", trainer.generator().parameters()), ("d", trainer.discriminator().parameters())]
    {
        for parameter in parameters {
            comparison.check(&format!("final.{network}.{}", parameter.full_name()), parameter.variable);
        }
    }
    assert!(comparison.failures.is_empty(), "relative error above {TOLERANCE}: {:?}", comparison.failures);
}

fn compare_step(comparison: &mut Comparison, trainer: &mut Trainer, step: &str) {
    let input = |name: &str| comparison.golden.tensor(&format!("{step}.{name}")).clone();
    let classes = |name: &str| comparison.golden.classes(&format!("{step}.{name}"));
    let real = Batch { images: input("real"), classes: classes("y_real") };
    let mut fake = trainer.generate(&input("z_d"), &classes("y_fake")).expect("the latent vectors fit");

    let turn = trainer.discriminator_turn(&real, &fake, &mut |_| ()).expect("D's turn succeeds");
    comparison.check_scalar(&format!("{step}.loss.d_real"), turn.loss_real);
    comparison.check_scalar(&format!("{step}.loss.d_fake"), turn.loss_fake);
    for parameter in trainer.discriminator().parameters() {
        let gradient = turn.gradients.get(parameter.variable).expect("every variable of D has a gradient");
        comparison.check(&format!("{step}.grad.d.{}", parameter.full_name()), gradient);
    }

    if !trainer.configuration().reuse_fakes {
        fake = trainer.generate(&input("z_g"), &[]).expect("the latent vectors fit");
    }
    let turn = trainer.generator_turn(&fake, &mut |_| ()).expect("G's turn succeeds");
    comparison.check_scalar(&format!("{step}.loss.g"), turn.loss);
    comparison.check(&format!("{step}.fake"), &turn.images);
    comparison.check(&format!("{step}.dgdx"), &turn.pixel_gradient);
    for parameter in trainer.generator().parameters() {
        let gradient = turn.gradients.get(parameter.variable).expect("every variable of G has a gradient");
        comparison.check(&format!("{step}.grad.g.{}", parameter.full_name()), gradient);
    }
}

/// The tensors of one golden file, by name.
struct Golden(HashMap<String, Tensor>);

impl Golden {
    fn read(file: &[u8]) -> Self {
        Self(candle_core::safetensors::load_buffer(file, &Device::Cpu).expect("the golden file is valid"))
    }

    fn tensor(&self, name: &str) -> &Tensor {
        self.0.get(name).unwrap_or_else(|| panic!("the golden file has no {name}"))
    }

    /// The classes of a batch; empty where the file has none.
    fn classes(&self, name: &str) -> Vec<u32> {
        self.0.get(name).map_or(Vec::new(), |classes| elements(classes).into_iter().map(|class| class as u32).collect())
    }

    /// The tensors whose names start with `prefix`, under the rest of their names.
    fn under(&self, prefix: &str) -> HashMap<String, Tensor> {
        let rest = |(name, tensor): (&String, &Tensor)| Some((name.strip_prefix(prefix)?.to_owned(), tensor.clone()));
        self.0.iter().filter_map(rest).collect()
    }
}

/// Prints the golden table and collects what is too far off.
struct Comparison<'a> {
    golden: &'a Golden,
    name: &'a str,
    failures: Vec<(String, f64)>,
}

impl Comparison<'_> {
    fn check(&mut self, name: &str, actual: &Tensor) {
        let error = relative_error(actual, self.golden.tensor(name));
        say(&format!("golden {} {name}: relative error {error:.1e}", self.name));
        if error >= TOLERANCE {
            self.failures.push((name.to_owned(), error));
        }
    }

    fn check_scalar(&mut self, name: &str, actual: f32) {
        let actual = Tensor::new(&[actual], &Device::Cpu).and_then(|tensor| tensor.to_dtype(DType::F32));
        self.check(name, &actual.expect("a scalar makes a tensor"));
    }
}

/// Prints to the terminal natively and to the browser's console in WebAssembly.
fn say(line: &str) {
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_test::console_log!("{line}");
    #[cfg(not(target_arch = "wasm32"))]
    println!("{line}");
}
