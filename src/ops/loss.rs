//! The losses of the two networks, from the discriminator's logits.
//!
//! With `D(x) = sigmoid(logit)`: `-log D = softplus(-logit)` and `-log(1 - D) = softplus(logit)`. Every right loss is a mean of
//! softplus, so that no probability is rounded before its logarithm is taken.
//!
//! The wrong one, [`GeneratorLoss::Softmax`], is computed as it would be in any framework, from a row of as many logits as D gives
//! an image: one. Softmax shares out a probability of 1 among the classes, and a single class gets all of it, whatever its logit:
//! `log softmax = 0`, so that the cross-entropy is 0 for the label 1 and for the label 0, and its gradient `softmax * sum(labels) -
//! label` is 0 as well.

use super::numbers::{Element, for_element, slice, with_slices};
use crate::configuration::GeneratorLoss;
use crate::kernels::loss::{sigmoid, softmax_cross_entropy, softmax_cross_entropy_gradient, softplus};
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};

/// `mean(-log D(x))`: what D pays for doubting real images. `logits` is `(batch)`; the result is a scalar. D's own loss follows
/// G's `form` in the mistake alone.
pub fn discriminator_loss_real(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    mean(logits, Term::new(form, 1.0))
}

/// `mean(-log(1 - D(G(z))))`: what D pays for believing generated images. `logits` is `(batch)`; the result is a scalar.
pub fn discriminator_loss_fake(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    mean(logits, Term::new(form, 0.0))
}

/// What G pays, from D's logits `(batch)` for generated images: D's opinion of them, turned around. The result is a
/// scalar.
pub fn generator_loss(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    match form {
        GeneratorLoss::NonSaturating | GeneratorLoss::Softmax => discriminator_loss_real(logits, form),
        GeneratorLoss::Minimax => mean(logits, Term::Softplus { inner: 1.0, outer: -1.0 }),
    }
}

/// The mean of `D = sigmoid(logit)` over `logits` `(batch)`.
pub fn mean_probability(logits: &Tensor) -> Result<f32> {
    let logits = logits.to_vec1::<f32>()?;
    Ok(logits.iter().map(|&logit| sigmoid(logit)).sum::<f32>() / logits.len() as f32)
}

/// What one logit adds to a mean.
enum Term {
    /// `outer * softplus(inner * logit)`, where both factors are 1 or -1.
    Softplus { inner: f64, outer: f64 },
    /// The softmax cross-entropy of the row that holds this logit alone, with the label `label`.
    SoftmaxCrossEntropy { label: f64 },
}

impl Term {
    /// What D pays for an image that is real, where `label` is 1, or generated, where it is 0.
    fn new(form: GeneratorLoss, label: f64) -> Self {
        match form {
            GeneratorLoss::NonSaturating | GeneratorLoss::Minimax => {
                Self::Softplus { inner: 1.0 - 2.0 * label, outer: 1.0 }
            }
            GeneratorLoss::Softmax => Self::SoftmaxCrossEntropy { label },
        }
    }

    fn value<T: Element>(&self, logit: T) -> T {
        match *self {
            Self::Softplus { inner, outer } => softplus(T::from_f64(inner) * logit) * T::from_f64(outer),
            Self::SoftmaxCrossEntropy { label } => softmax_cross_entropy(&[logit], &[T::from_f64(label)]),
        }
    }

    /// The derivative of [`Self::value`].
    fn slope<T: Element>(&self, logit: T) -> T {
        match *self {
            Self::Softplus { inner, outer } => sigmoid(T::from_f64(inner) * logit) * T::from_f64(outer * inner),
            Self::SoftmaxCrossEntropy { label } => {
                let mut slope = [T::default()];
                softmax_cross_entropy_gradient(&[logit], &[T::from_f64(label)], &mut slope);
                slope[0]
            }
        }
    }
}

fn mean(logits: &Tensor, of: Term) -> Result<Tensor> {
    logits.contiguous()?.apply_op1(Mean(of))
}

/// The mean of a term over all logits.
struct Mean(Term);

impl CustomOp1 for Mean {
    fn name(&self) -> &'static str {
        "mean-loss"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let value = for_element!(storage.dtype(), mean_value(&self.0, storage, layout))?;
        Ok((value, Shape::from(())))
    }

    fn bwd(&self, logits: &Tensor, _loss: &Tensor, loss_gradient: &Tensor) -> Result<Option<Tensor>> {
        for_element!(logits.dtype(), mean_gradient(&self.0, logits, loss_gradient)).map(Some)
    }
}

fn mean_value<T: Element>(term: &Term, storage: &CpuStorage, layout: &Layout) -> Result<CpuStorage> {
    let logits = slice::<T>(storage, layout)?;
    // Divided before summing: logits near the largest number would overflow the sum.
    let share = T::from_f64(1.0 / logits.len() as f64);
    let terms = logits.iter().map(|&logit| term.value(logit) * share);
    Ok(T::to_cpu_storage_owned(vec![terms.fold(T::default(), |sum, term| sum + term)]))
}

fn mean_gradient<T: Element>(term: &Term, logits: &Tensor, loss_gradient: &Tensor) -> Result<Tensor> {
    with_slices([logits, loss_gradient], |[values, loss_gradient]: [&[T]; 2]| {
        let share = T::from_f64(1.0 / values.len() as f64) * loss_gradient[0];
        let gradient = values.iter().map(|&logit| term.slope(logit) * share).collect();
        Tensor::from_vec(gradient, logits.shape(), logits.device())
    })
}
