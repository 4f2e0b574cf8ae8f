//! The losses of the two networks, from the discriminator's logits.
//!
//! With `D(x) = sigmoid(logit)`: `-log D = softplus(-logit)` and `-log(1 - D) = softplus(logit)`. Every loss is a mean of
//! softplus, so that no probability is rounded before its logarithm is taken.

use super::numbers::{Element, for_element, slice, with_slices};
use crate::configuration::GeneratorLoss;
use crate::kernels::loss::{sigmoid, softplus};
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};

/// `mean(-log D(x))`: what D pays for doubting real images. `logits` is `(batch)`; the result is a scalar.
pub fn discriminator_loss_real(logits: &Tensor) -> Result<Tensor> {
    logits.contiguous()?.apply_op1(MeanSoftplus { inner: -1.0, outer: 1.0 })
}

/// `mean(-log(1 - D(G(z))))`: what D pays for believing generated images. `logits` is `(batch)`; the result is a scalar.
pub fn discriminator_loss_fake(logits: &Tensor) -> Result<Tensor> {
    logits.contiguous()?.apply_op1(MeanSoftplus { inner: 1.0, outer: 1.0 })
}

/// What G pays, from D's logits `(batch)` for generated images: D's opinion of them, turned around. The result is a
/// scalar.
pub fn generator_loss(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    match form {
        GeneratorLoss::NonSaturating => discriminator_loss_real(logits),
        GeneratorLoss::Softmax => unreachable!("made next"),
        GeneratorLoss::Minimax => logits.contiguous()?.apply_op1(MeanSoftplus { inner: 1.0, outer: -1.0 }),
    }
}

/// The mean of `D = sigmoid(logit)` over `logits` `(batch)`.
pub fn mean_probability(logits: &Tensor) -> Result<f32> {
    let logits = logits.to_vec1::<f32>()?;
    Ok(logits.iter().map(|&logit| sigmoid(logit)).sum::<f32>() / logits.len() as f32)
}

/// `outer * mean(softplus(inner * logit))`, where both factors are 1 or -1.
struct MeanSoftplus {
    inner: f64,
    outer: f64,
}

impl CustomOp1 for MeanSoftplus {
    fn name(&self) -> &'static str {
        "mean-softplus"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let value = for_element!(storage.dtype(), mean_softplus(self, storage, layout))?;
        Ok((value, Shape::from(())))
    }

    fn bwd(&self, logits: &Tensor, _loss: &Tensor, loss_gradient: &Tensor) -> Result<Option<Tensor>> {
        for_element!(logits.dtype(), mean_softplus_gradient(self, logits, loss_gradient)).map(Some)
    }
}

fn mean_softplus<T: Element>(loss: &MeanSoftplus, storage: &CpuStorage, layout: &Layout) -> Result<CpuStorage> {
    let logits = slice::<T>(storage, layout)?;
    // Divided before summing: logits near the largest number would overflow the sum.
    let share = T::from_f64(loss.outer / logits.len() as f64);
    let terms = logits.iter().map(|&logit| softplus(T::from_f64(loss.inner) * logit) * share);
    Ok(T::to_cpu_storage_owned(vec![terms.fold(T::default(), |sum, term| sum + term)]))
}

fn mean_softplus_gradient<T: Element>(loss: &MeanSoftplus, logits: &Tensor, loss_gradient: &Tensor) -> Result<Tensor> {
    with_slices([logits, loss_gradient], |[values, loss_gradient]: [&[T]; 2]| {
        let share = T::from_f64(loss.outer * loss.inner / values.len() as f64) * loss_gradient[0];
        let gradient = values.iter().map(|&logit| sigmoid(T::from_f64(loss.inner) * logit) * share).collect();
        Tensor::from_vec(gradient, logits.shape(), logits.device())
    })
}
