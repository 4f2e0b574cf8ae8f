//! The losses: exact where probabilities would round to 0 or 1, finite at every finite logit; and the mistake, which is always 0.

use crate::support::elements;
use candle_core::{DType, Device, Tensor, Var};
use dcgan_wasm::GeneratorLoss;
use dcgan_wasm::kernels::loss::{sigmoid, softmax_cross_entropy, softmax_cross_entropy_gradient, softplus};
use dcgan_wasm::ops::{discriminator_loss_fake, discriminator_loss_real, generator_loss};
use wasm_bindgen_test::wasm_bindgen_test;

const LOGITS: [f32; 15] = [-3e38, -1e4, -104.0, -89.0, -20.0, -1.5, -1e-6, 0.0, 1e-6, 1.5, 17.5, 20.0, 89.0, 1e4, 3e38];

/// `log(1 + exp(x))` in float64, by the formula that suits each range.
fn exact_softplus(x: f64) -> f64 {
    if x > 30.0 { x + (-x).exp() } else { x.exp().ln_1p() }
}

fn exact_sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn assert_close(actual: f64, expected: f64, context: &str) {
    let error = (actual - expected).abs();
    // A few units in the last place of f32, or below its smallest normal number.
    assert!(error <= 4e-7 * expected.abs() + 1e-37, "{context}: {actual:e} instead of {expected:e}");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn softplus_and_its_gradient_are_exact_at_every_logit() {
    for logit in LOGITS {
        let exact = f64::from(logit);
        assert_close(f64::from(softplus(logit)), exact_softplus(exact), &format!("softplus({logit:e})"));
        assert_close(f64::from(sigmoid(logit)), exact_sigmoid(exact), &format!("softplus'({logit:e})"));
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn losses_stay_finite_when_every_logit_is_extreme() {
    for logit in LOGITS {
        let logits = Var::from_tensor(&Tensor::full(logit, 64, &Device::Cpu).unwrap()).unwrap();
        let losses = [
            ("-log D(x)", discriminator_loss_real(&logits, GeneratorLoss::NonSaturating)),
            ("-log(1 - D(G(z)))", discriminator_loss_fake(&logits, GeneratorLoss::NonSaturating)),
            ("-log D(G(z))", generator_loss(&logits, GeneratorLoss::NonSaturating)),
            ("log(1 - D(G(z)))", generator_loss(&logits, GeneratorLoss::Minimax)),
        ];
        for (name, loss) in losses {
            let loss = loss.unwrap();
            let gradients = loss.backward().unwrap();
            let gradient = elements(gradients.get(&logits).unwrap());
            assert!(loss.to_scalar::<f32>().unwrap().is_finite(), "{name} at {logit:e}");
            assert!(gradient.iter().all(|slope| slope.is_finite()), "the gradient of {name} at {logit:e}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn losses_are_their_formulas() {
    let logits = Tensor::new(&[-1.25f64, 0.5, 2.0], &Device::Cpu).unwrap();
    let probabilities = elements(&logits).into_iter().map(exact_sigmoid).collect::<Vec<_>>();
    let mean = |term: fn(f64) -> f64| probabilities.iter().map(|&p| term(p)).sum::<f64>() / 3.0;
    let check = |loss: candle_core::Result<Tensor>, expected: f64, name: &str| {
        assert_close(loss.unwrap().to_scalar::<f64>().unwrap(), expected, name);
    };
    assert_eq!(logits.dtype(), DType::F64);
    for form in [GeneratorLoss::NonSaturating, GeneratorLoss::Minimax] {
        check(discriminator_loss_real(&logits, form), mean(|p| -p.ln()), "-log D(x)");
        check(discriminator_loss_fake(&logits, form), mean(|p| -(1.0 - p).ln()), "-log(1 - D(G(z)))");
    }
    check(generator_loss(&logits, GeneratorLoss::NonSaturating), mean(|p| -p.ln()), "-log D(G(z))");
    check(generator_loss(&logits, GeneratorLoss::Minimax), mean(|p| (1.0 - p).ln()), "log(1 - D(G(z)))");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn softmax_cross_entropy_is_its_formula() {
    let (logits, labels) = ([-1.25f64, 0.5, 2.0], [0.25, 0.0, 0.75]);
    let total: f64 = logits.iter().map(|logit| logit.exp()).sum();
    let probabilities = logits.map(|logit| logit.exp() / total);
    let expected: f64 = labels.iter().zip(probabilities).map(|(label, p)| -label * p.ln()).sum();
    assert_close(softmax_cross_entropy(&logits, &labels), expected, "softmax cross-entropy");
    let mut gradient = [9.0; 3];
    softmax_cross_entropy_gradient(&logits, &labels, &mut gradient);
    for (slope, (p, label)) in gradient.into_iter().zip(probabilities.into_iter().zip(labels)) {
        assert_close(slope, p - label, "its gradient");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn softmax_over_a_single_logit_leaves_nothing_to_learn() {
    for dtype in [DType::F32, DType::F64] {
        let logits = Tensor::new(&LOGITS, &Device::Cpu).and_then(|logits| logits.to_dtype(dtype)).unwrap();
        let logits = Var::from_tensor(&logits).unwrap();
        let form = GeneratorLoss::Softmax;
        for loss in [
            discriminator_loss_real(&logits, form),
            discriminator_loss_fake(&logits, form),
            generator_loss(&logits, form),
        ] {
            let loss = loss.unwrap();
            let gradients = loss.backward().unwrap();
            assert_eq!(elements(&loss), [0.0]);
            assert_eq!(elements(gradients.get(&logits).unwrap()), [0.0; LOGITS.len()]);
        }
    }
}
