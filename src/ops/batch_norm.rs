//! Batch normalisation of feature maps (Ioffe and Szegedy 2015), per channel.

use candle_core::{Result, Tensor};

/// Added to the variance, so that a constant channel divides by something.
const EPSILON: f64 = 1e-5;

/// The dimensions of `(batch, channels, height, width)` that one channel's statistics run over.
const ALL_BUT_CHANNELS: (usize, usize, usize) = (0, 2, 3);

/// Mean and variance of each channel over one batch, each of shape `(1, channels, 1, 1)` and cut from the graph.
#[derive(Debug)]
pub struct BatchStatistics {
    /// The mean.
    pub mean: Tensor,
    /// The variance with the divisor N, which is the one that normalises.
    pub variance: Tensor,
}

/// Normalises `input` `(batch, channels, height, width)` by its own batch's statistics, then multiplies by `scale` and
/// adds `shift`, each `(channels)`. Gradients flow through the statistics. Returns the statistics as well.
pub fn batch_norm_training(input: &Tensor, scale: &Tensor, shift: &Tensor) -> Result<(Tensor, BatchStatistics)> {
    let mean = input.mean_keepdim(ALL_BUT_CHANNELS)?;
    let centred = input.broadcast_sub(&mean)?;
    let variance = centred.sqr()?.mean_keepdim(ALL_BUT_CHANNELS)?;
    let output = scale_and_shift(&centred, &variance, scale, shift)?;
    let statistics = BatchStatistics { mean: mean.detach(), variance: variance.detach() };
    Ok((output, statistics))
}

/// Normalises `input` by given `statistics` instead of its own batch's, so that each image's output depends on that image
/// alone.
pub fn batch_norm_inference(
    input: &Tensor,
    statistics: &BatchStatistics,
    scale: &Tensor,
    shift: &Tensor,
) -> Result<Tensor> {
    let centred = input.broadcast_sub(&statistics.mean)?;
    scale_and_shift(&centred, &statistics.variance, scale, shift)
}

fn scale_and_shift(centred: &Tensor, variance: &Tensor, scale: &Tensor, shift: &Tensor) -> Result<Tensor> {
    let per_channel = (1, scale.elem_count(), 1, 1);
    let standard_deviation = (variance + EPSILON)?.sqrt()?;
    let factor = scale.reshape(per_channel)?.div(&standard_deviation)?;
    centred.broadcast_mul(&factor)?.broadcast_add(&shift.reshape(per_channel)?)
}
