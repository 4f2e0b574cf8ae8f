//! The optimiser's update, one pass over a variable, and the norm of its gradient.

use super::parallel::for_each_chunk3;
use crate::simd::{F32x8, LANES};

/// The numbers of one update (Kingma and Ba 2015, algorithm 1), with the corrections of the start folded in.
#[derive(Clone, Copy, Debug)]
pub struct AdamUpdate {
    beta1: f32,
    beta2: f32,
    step_size: f32,
    root_correction: f32,
    epsilon: f32,
}

impl AdamUpdate {
    /// Update number `step`, the first being 1.
    pub fn new(learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64, step: u64) -> Self {
        let correction1 = 1.0 - beta1.powf(step as f64);
        let correction2 = 1.0 - beta2.powf(step as f64);
        Self {
            beta1: beta1 as f32,
            beta2: beta2 as f32,
            step_size: (learning_rate / correction1) as f32,
            root_correction: (1.0 / correction2.sqrt()) as f32,
            epsilon: epsilon as f32,
        }
    }
}

/// Numbers that one task updates.
const CHUNK: usize = 4096;

/// Moves `variable` against `gradient`, whose running mean and running mean square are `mean` and `square`.
pub fn update(update: &AdamUpdate, variable: &mut [f32], gradient: &[f32], mean: &mut [f32], square: &mut [f32]) {
    for_each_chunk3([variable, mean, square], CHUNK, |index, [variable, mean, square]| {
        update_chunk(update, variable, &gradient[index * CHUNK..], mean, square);
    });
}

fn update_chunk(update: &AdamUpdate, variable: &mut [f32], gradient: &[f32], mean: &mut [f32], square: &mut [f32]) {
    let whole = variable.len() / LANES * LANES;
    for start in (0..whole).step_by(LANES) {
        update_lanes(update, &mut variable[start..], &gradient[start..], &mut mean[start..], &mut square[start..]);
    }
    let rest = variable.len() - whole;
    if rest > 0 {
        let mut padded = [[0.0; LANES]; 4];
        for (padded, values) in padded.iter_mut().zip([&*variable, gradient, mean, square]) {
            padded[..rest].copy_from_slice(&values[whole..whole + rest]);
        }
        let [padded_variable, padded_gradient, padded_mean, padded_square] = &mut padded;
        update_lanes(update, padded_variable, padded_gradient, padded_mean, padded_square);
        variable[whole..].copy_from_slice(&padded_variable[..rest]);
        mean[whole..].copy_from_slice(&padded_mean[..rest]);
        square[whole..].copy_from_slice(&padded_square[..rest]);
    }
}

#[inline(always)]
fn update_lanes(update: &AdamUpdate, variable: &mut [f32], gradient: &[f32], mean: &mut [f32], square: &mut [f32]) {
    let gradient = F32x8::from_slice(gradient);
    let new_mean = F32x8::from_slice(mean) * F32x8::splat(update.beta1) + gradient * F32x8::splat(1.0 - update.beta1);
    let new_square =
        F32x8::from_slice(square) * F32x8::splat(update.beta2) + gradient * gradient * F32x8::splat(1.0 - update.beta2);
    let root = new_square.sqrt() * F32x8::splat(update.root_correction) + F32x8::splat(update.epsilon);
    let moved = F32x8::from_slice(variable) - new_mean * F32x8::splat(update.step_size) / root;
    moved.write_to(variable);
    new_mean.write_to(mean);
    new_square.write_to(square);
}

/// The sum of the squares of `values`.
pub fn sum_of_squares(values: &[f32]) -> f32 {
    let (eights, rest) = values.as_chunks::<LANES>();
    let sum = eights.iter().fold(F32x8::zero(), |sum, eight| {
        let eight = F32x8::from_slice(eight);
        eight.mul_add(eight, sum)
    });
    sum.sum() + rest.iter().map(|value| value * value).sum::<f32>()
}
