//! The losses of the two networks, from the discriminator's logits.
//!
//! With `D(x) = sigmoid(logit)`: `-log D = softplus(-logit)` and `-log(1 - D) = softplus(logit)`.

use super::softplus;
use crate::configuration::GeneratorLoss;
use candle_core::{Result, Tensor};

/// `mean(-log D(x))`: what D pays for doubting real images. `logits` is `(batch)`; the result is a scalar.
pub fn discriminator_loss_real(logits: &Tensor) -> Result<Tensor> {
    mean(&softplus(&logits.neg()?)?)
}

/// `mean(-log(1 - D(G(z))))`: what D pays for believing generated images. `logits` is `(batch)`; the result is a scalar.
pub fn discriminator_loss_fake(logits: &Tensor) -> Result<Tensor> {
    mean(&softplus(logits)?)
}

/// What G pays, from D's logits `(batch)` for generated images: D's opinion of them, turned around. The result is a
/// scalar.
pub fn generator_loss(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    match form {
        GeneratorLoss::NonSaturating => mean(&softplus(&logits.neg()?)?),
        GeneratorLoss::Minimax => mean(&softplus(logits)?)?.neg(),
    }
}

/// The mean of `D = sigmoid(logit)` over `logits` `(batch)`.
pub fn mean_probability(logits: &Tensor) -> Result<Tensor> {
    mean(&candle_nn::ops::sigmoid(logits)?)
}

/// The mean, divided before summing: logits near the largest `f32` would overflow the sum.
fn mean(values: &Tensor) -> Result<Tensor> {
    (values / values.elem_count() as f64)?.sum_all()
}
