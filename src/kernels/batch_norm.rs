//! Batch normalisation (Ioffe and Szegedy 2015) with the activation that follows it, in two passes over the maps forwards and
//! two backwards.
//!
//! With mean `m` and variance `v` of a channel over its batch: `h = (x - m) / sqrt(v + epsilon)` and
//! `y = activation(scale h + shift)`. Back, from the gradient `g` of `scale h + shift` and N numbers in a channel (section 3,
//! the gradients written out there taken together):
//! `dx = scale / sqrt(v + epsilon) (g - mean(g) - h mean(g h))`.

use super::activation::{Activation, Curve, for_curve};
use super::gemm::fit;
use super::parallel::for_each_chunk;
use super::shape::{MapsShape, blocks_of, lanes_in_use};
use crate::simd::{F32x8, LANES};

/// Added to the variance, so that a constant channel divides by something.
pub const EPSILON: f32 = 1e-5;

/// Which maps are normalised together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batches {
    /// All the maps.
    pub maps: MapsShape,
    /// Images of each batch; every batch is normalised by itself, and begins with a block of its own.
    pub images: usize,
}

impl Batches {
    /// How many batches there are.
    pub fn count(&self) -> usize {
        self.maps.blocks / blocks_of(self.images)
    }

    /// Numbers of one channel in one batch.
    pub fn samples(&self) -> usize {
        self.images * self.maps.pixels()
    }

    /// Which batch a block belongs to.
    fn batch_of(&self, block: usize) -> usize {
        block / blocks_of(self.images)
    }

    /// One in the lanes of `block` that belong to an image, zero in the others.
    fn mask(&self, block: usize) -> F32x8 {
        let mut mask = [0.0; LANES];
        mask[..lanes_in_use(block, self.images)].fill(1.0);
        F32x8::from_slice(&mask)
    }
}

/// The layer's parameters, `(channels)` each, and its statistics, `(batches, channels)` each.
#[derive(Clone, Copy)]
pub struct Normalization<'a, T> {
    /// What the normalised maps are multiplied by.
    pub scale: &'a [T],
    /// What is added then.
    pub shift: &'a [T],
    /// The means.
    pub mean: &'a [T],
    /// The variances, with the divisor N.
    pub variance: &'a [T],
}

/// Finds mean and variance of each channel of each batch, in one pass.
///
/// Sums are of the distance from the channel's first number, because a sum of squares far from the mean loses its digits.
pub fn statistics(batches: &Batches, maps: &[f32], mean: &mut [f32], variance: &mut [f32], scratch: &mut Vec<f32>) {
    let (shape, channels) = (&batches.maps, batches.maps.channels);
    let blocks = blocks_of(batches.images);
    let partial = fit(scratch, shape.blocks * 2 * shape.pixel_length());
    for_each_chunk(partial, 2 * shape.pixel_length(), |block, partial| {
        let pivots = &maps[shape.pixel(batches.batch_of(block) * blocks, 0, 0)..];
        let maps = &maps[block * shape.block_length()..][..shape.block_length()];
        sum_distances(shape, maps, pivots, batches.mask(block), partial);
    });
    for (index, (mean, variance)) in mean.iter_mut().zip(variance).enumerate() {
        let (batch, channel) = (index / channels, index % channels);
        let [sum, squares] = sum_over_blocks(batches, partial, batch, channel);
        let samples = batches.samples() as f32;
        let distance = sum / samples;
        *mean = maps[shape.pixel(batch * blocks, 0, 0) + channel * LANES] + distance;
        *variance = (squares / samples - distance * distance).max(0.0);
    }
}

/// Sums over one block, lane by lane, each channel's distance from its pivot, then the squares of these.
fn sum_distances(shape: &MapsShape, maps: &[f32], pivots: &[f32], mask: F32x8, partial: &mut [f32]) {
    partial.fill(0.0);
    let (sums, squares) = partial.split_at_mut(shape.pixel_length());
    for pixel in maps.chunks_exact(shape.pixel_length()) {
        let totals = sums.chunks_exact_mut(LANES).zip(squares.chunks_exact_mut(LANES));
        let values = pixel.chunks_exact(LANES).zip(pivots.chunks_exact(LANES));
        for ((sum, square), (value, pivot)) in totals.zip(values) {
            let distance = (F32x8::from_slice(value) - F32x8::splat(pivot[0])) * mask;
            (F32x8::from_slice(sum) + distance).write_to(sum);
            distance.mul_add(distance, F32x8::from_slice(square)).write_to(square);
        }
    }
}

/// Adds up two partial sums of one channel over the blocks of a batch and their lanes.
fn sum_over_blocks(batches: &Batches, partial: &[f32], batch: usize, channel: usize) -> [f32; 2] {
    let length = batches.maps.pixel_length();
    let blocks = blocks_of(batches.images);
    let mut sums = [F32x8::zero(); 2];
    for partial in partial.chunks_exact(2 * length).skip(batch * blocks).take(blocks) {
        for (which, sum) in sums.iter_mut().enumerate() {
            *sum = *sum + F32x8::from_slice(&partial[which * length + channel * LANES..]);
        }
    }
    sums.map(F32x8::sum)
}

/// Normalises `maps` by the given statistics, multiplies by the scale, adds the shift, and applies the activation.
pub fn normalize_and_activate(
    batches: &Batches,
    activation: Activation,
    maps: &[f32],
    normalization: &Normalization<f32>,
    output: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let factors = &*channel_factors(batches, normalization, scratch);
    for_curve!(activation, normalize(batches, maps, factors, output));
}

/// What one channel of one batch is computed with.
const FACTORS: usize = 4;

/// For each channel of each batch: mean, one over the standard deviation, scale, shift.
fn channel_factors<'a>(
    batches: &Batches,
    normalization: &Normalization<f32>,
    scratch: &'a mut Vec<f32>,
) -> &'a mut [f32] {
    let channels = batches.maps.channels;
    let factors = fit(scratch, batches.count() * channels * FACTORS);
    for (index, factors) in factors.chunks_exact_mut(FACTORS).enumerate() {
        let deviation = (normalization.variance[index] + EPSILON).sqrt();
        let (scale, shift) = (normalization.scale[index % channels], normalization.shift[index % channels]);
        factors.copy_from_slice(&[normalization.mean[index], 1.0 / deviation, scale, shift]);
    }
    factors
}

fn normalize<C: Curve>(batches: &Batches, maps: &[f32], factors: &[f32], output: &mut [f32]) {
    let shape = &batches.maps;
    for_each_chunk(output, shape.row_length(), |row, output| {
        let factors = &factors[batches.batch_of(row / shape.height) * shape.channels * FACTORS..];
        let maps = maps[row * shape.row_length()..].chunks_exact(shape.pixel_length());
        for (pixel, output) in maps.zip(output.chunks_exact_mut(shape.pixel_length())) {
            let channels = pixel.chunks_exact(LANES).zip(factors.chunks_exact(FACTORS));
            for ((value, factors), output) in channels.zip(output.chunks_exact_mut(LANES)) {
                let normalized = normalized(value, factors);
                C::value(scaled(normalized, factors)).write_to(output);
            }
        }
    });
}

#[inline(always)]
fn normalized(value: &[f32], factors: &[f32]) -> F32x8 {
    (F32x8::from_slice(value) - F32x8::splat(factors[0])) * F32x8::splat(factors[1])
}

#[inline(always)]
fn scaled(normalized: F32x8, factors: &[f32]) -> F32x8 {
    normalized.mul_add(F32x8::splat(factors[2]), F32x8::splat(factors[3]))
}

/// The gradients that batch normalisation gives.
pub struct NormalizationGradients<'a, T> {
    /// Of the maps.
    pub maps: &'a mut [T],
    /// Of the scale, `(channels)`, summed over the batches.
    pub scale: &'a mut [T],
    /// Of the shift, `(channels)`, summed over the batches.
    pub shift: &'a mut [T],
}

/// Goes back through activation and batch normalisation, through the statistics as well.
pub fn gradients(
    batches: &Batches,
    activation: Activation,
    maps: &[f32],
    normalization: &Normalization<f32>,
    output_gradient: &[f32],
    gradients: NormalizationGradients<f32>,
    scratch: &mut Vec<f32>,
) {
    let (shape, channels) = (&batches.maps, batches.maps.channels);
    let all_factors = batches.count() * channels * FACTORS;
    let all_means = batches.count() * channels * 2;
    fit(scratch, all_factors + all_means + shape.blocks * 2 * shape.pixel_length());
    channel_factors(batches, normalization, scratch);
    let (factors, rest) = scratch.split_at_mut(all_factors);
    let (means, partial) = rest.split_at_mut(all_means);
    let partial = &mut partial[..shape.blocks * 2 * shape.pixel_length()];
    for_curve!(activation, sum_gradients(batches, maps, factors, output_gradient, partial));

    gradients.scale.fill(0.0);
    gradients.shift.fill(0.0);
    for (index, means) in means.chunks_exact_mut(2).enumerate() {
        let (batch, channel) = (index / channels, index % channels);
        let sums = sum_over_blocks(batches, partial, batch, channel);
        gradients.shift[channel] += sums[0];
        gradients.scale[channel] += sums[1];
        means.copy_from_slice(&sums.map(|sum| sum / batches.samples() as f32));
    }
    for_curve!(activation, input_gradient(batches, maps, factors, means, output_gradient, gradients.maps));
}

/// Sums over each block, lane by lane, `g` and `g h` of each channel.
fn sum_gradients<C: Curve>(
    batches: &Batches,
    maps: &[f32],
    factors: &[f32],
    output_gradient: &[f32],
    partial: &mut [f32],
) {
    let shape = &batches.maps;
    for_each_chunk(partial, 2 * shape.pixel_length(), |block, partial| {
        partial.fill(0.0);
        let (sums, products) = partial.split_at_mut(shape.pixel_length());
        let factors = &factors[batches.batch_of(block) * shape.channels * FACTORS..];
        let range = block * shape.block_length()..(block + 1) * shape.block_length();
        let gradients = output_gradient[range.clone()].chunks_exact(shape.pixel_length());
        for (pixel, gradient) in maps[range].chunks_exact(shape.pixel_length()).zip(gradients) {
            let channels =
                pixel.chunks_exact(LANES).zip(gradient.chunks_exact(LANES)).zip(factors.chunks_exact(FACTORS));
            let totals = sums.chunks_exact_mut(LANES).zip(products.chunks_exact_mut(LANES));
            for (((value, gradient), factors), (sum, product)) in channels.zip(totals) {
                let normalized = normalized(value, factors);
                let gradient = before_activation::<C>(normalized, factors, gradient);
                (F32x8::from_slice(sum) + gradient).write_to(sum);
                gradient.mul_add(normalized, F32x8::from_slice(product)).write_to(product);
            }
        }
    });
}

/// `g`: the output's gradient times the slope of the activation.
#[inline(always)]
fn before_activation<C: Curve>(normalized: F32x8, factors: &[f32], gradient: &[f32]) -> F32x8 {
    C::slope_at_value(C::value(scaled(normalized, factors))) * F32x8::from_slice(gradient)
}

fn input_gradient<C: Curve>(
    batches: &Batches,
    maps: &[f32],
    factors: &[f32],
    means: &[f32],
    output_gradient: &[f32],
    gradient: &mut [f32],
) {
    let shape = &batches.maps;
    for_each_chunk(gradient, shape.row_length(), |row, output| {
        let block = row / shape.height;
        let (batch, mask) = (batches.batch_of(block), batches.mask(block));
        let factors = factors[batch * shape.channels * FACTORS..].chunks_exact(FACTORS);
        let means = means[batch * shape.channels * 2..].chunks_exact(2);
        let start = row * shape.row_length();
        let pixels = maps[start..].chunks_exact(shape.pixel_length());
        let gradients = output_gradient[start..].chunks_exact(shape.pixel_length());
        for ((pixel, gradient), output) in pixels.zip(gradients).zip(output.chunks_exact_mut(shape.pixel_length())) {
            let values = pixel.chunks_exact(LANES).zip(gradient.chunks_exact(LANES));
            let channels = values.zip(factors.clone().zip(means.clone()));
            for (((value, gradient), (factors, means)), output) in channels.zip(output.chunks_exact_mut(LANES)) {
                let normalized = normalized(value, factors);
                let gradient = before_activation::<C>(normalized, factors, gradient);
                let centred = gradient - F32x8::splat(means[0]) - normalized * F32x8::splat(means[1]);
                (centred * F32x8::splat(factors[2] * factors[1]) * mask).write_to(output);
            }
        }
    });
}
