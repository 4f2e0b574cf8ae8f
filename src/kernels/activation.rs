//! Activation functions, with the bias that precedes them.

use super::gemm::fit;
use super::parallel::for_each_chunk;
use super::shape::MapsShape;
use crate::simd::{F32x8, LANES};

/// A function applied to every number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `x` itself.
    Identity,
    /// `max(x, 0)`.
    Relu,
    /// `x` where positive, `0.2 x` elsewhere; 0.2 is DCGAN's slope (Radford et al. 2016, section 3).
    LeakyRelu,
    /// The hyperbolic tangent.
    Tanh,
}

/// The slope of [`Activation::LeakyRelu`] below zero.
pub const LEAK: f32 = 0.2;

/// An activation function as code that loops are compiled for.
pub(super) trait Curve: Sync {
    /// The function's value.
    fn value(x: F32x8) -> F32x8;

    /// The function's slope where its value is `y`.
    fn slope_at_value(y: F32x8) -> F32x8;
}

pub(super) struct Identity;
pub(super) struct Relu;
pub(super) struct LeakyRelu;
pub(super) struct Tanh;

impl Curve for Identity {
    #[inline(always)]
    fn value(x: F32x8) -> F32x8 {
        x
    }

    #[inline(always)]
    fn slope_at_value(_: F32x8) -> F32x8 {
        F32x8::splat(1.0)
    }
}

impl Curve for Relu {
    #[inline(always)]
    fn value(x: F32x8) -> F32x8 {
        x.max(F32x8::zero())
    }

    #[inline(always)]
    fn slope_at_value(y: F32x8) -> F32x8 {
        y.where_positive(F32x8::splat(1.0), F32x8::zero())
    }
}

impl Curve for LeakyRelu {
    #[inline(always)]
    fn value(x: F32x8) -> F32x8 {
        x.max(x * F32x8::splat(LEAK))
    }

    #[inline(always)]
    fn slope_at_value(y: F32x8) -> F32x8 {
        y.where_positive(F32x8::splat(1.0), F32x8::splat(LEAK))
    }
}

impl Curve for Tanh {
    #[inline(always)]
    fn value(x: F32x8) -> F32x8 {
        tanh(x)
    }

    #[inline(always)]
    fn slope_at_value(y: F32x8) -> F32x8 {
        F32x8::splat(1.0) - y * y
    }
}

/// Calls `$function` with the type of `$activation`'s curve.
macro_rules! for_curve {
    ($activation:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $activation {
            $crate::kernels::activation::Activation::Identity => $function::<$crate::kernels::activation::Identity>($($argument),*),
            $crate::kernels::activation::Activation::Relu => $function::<$crate::kernels::activation::Relu>($($argument),*),
            $crate::kernels::activation::Activation::LeakyRelu => $function::<$crate::kernels::activation::LeakyRelu>($($argument),*),
            $crate::kernels::activation::Activation::Tanh => $function::<$crate::kernels::activation::Tanh>($($argument),*),
        }
    };
}
pub(super) use for_curve;

/// The hyperbolic tangent as a ratio of two polynomials, to four units in the last place (Eigen's `ptanh_float`).
#[inline(always)]
fn tanh(x: F32x8) -> F32x8 {
    // Beyond this bound the tangent rounds to one.
    const BOUND: f32 = 7.905_311;
    const NUMERATOR: [f32; 7] = [
        -2.760_768_4e-16,
        2.000_188e-13,
        -8.604_672e-11,
        5.122_297_3e-8,
        1.485_722_35e-5,
        6.372_619_5e-4,
        4.893_524_6e-3,
    ];
    const DENOMINATOR: [f32; 4] = [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_7e-3, 4.893_525e-3];
    let x = x.min(F32x8::splat(BOUND)).max(F32x8::splat(-BOUND));
    let square = x * x;
    x * polynomial(square, NUMERATOR) / polynomial(square, DENOMINATOR)
}

/// The polynomial with these coefficients, highest power first, by Horner's rule.
#[inline(always)]
fn polynomial<const TERMS: usize>(x: F32x8, coefficients: [f32; TERMS]) -> F32x8 {
    let highest = F32x8::splat(coefficients[0]);
    coefficients[1..].iter().fold(highest, |sum, &coefficient| sum.mul_add(x, F32x8::splat(coefficient)))
}

/// Adds to `maps` the bias of each channel and applies the activation, in place.
pub fn add_bias_and_activate(shape: &MapsShape, activation: Activation, maps: &mut [f32], bias: &[f32]) {
    for_curve!(activation, activate(shape, maps, bias));
}

fn activate<C: Curve>(shape: &MapsShape, maps: &mut [f32], bias: &[f32]) {
    for_each_chunk(maps, shape.row_length(), |_, row| {
        for pixel in row.chunks_exact_mut(shape.pixel_length()) {
            for (value, &bias) in pixel.chunks_exact_mut(LANES).zip(bias) {
                C::value(F32x8::from_slice(value) + F32x8::splat(bias)).write_to(value);
            }
        }
    });
}

/// Goes back through activation and bias: from the gradient of the activated `output` to `input_gradient`, the gradient of the
/// maps before the bias, and to the gradient of the bias.
pub fn activation_gradient(
    shape: &MapsShape,
    activation: Activation,
    output: &[f32],
    output_gradient: &[f32],
    input_gradient: &mut [f32],
    bias_gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    for_curve!(activation, multiply_by_slope(shape, output, output_gradient, input_gradient));
    sum_by_channel(shape, input_gradient, bias_gradient, scratch);
}

fn multiply_by_slope<C: Curve>(shape: &MapsShape, output: &[f32], output_gradient: &[f32], gradient: &mut [f32]) {
    for_each_chunk(gradient, shape.row_length(), |row, gradient| {
        let start = row * shape.row_length();
        let values = output[start..].chunks_exact(LANES).zip(output_gradient[start..].chunks_exact(LANES));
        for (gradient, (value, slope)) in gradient.chunks_exact_mut(LANES).zip(values) {
            (C::slope_at_value(F32x8::from_slice(value)) * F32x8::from_slice(slope)).write_to(gradient);
        }
    });
}

/// The sum of each channel over all blocks, pixels and lanes: by block first, so that blocks can be summed in parallel.
fn sum_by_channel(shape: &MapsShape, maps: &[f32], sums: &mut [f32], scratch: &mut Vec<f32>) {
    let partial = fit(scratch, shape.blocks * shape.pixel_length());
    for_each_chunk(partial, shape.pixel_length(), |block, partial| {
        partial.fill(0.0);
        let maps = &maps[block * shape.block_length()..][..shape.block_length()];
        for pixel in maps.chunks_exact(shape.pixel_length()) {
            for (sum, value) in partial.chunks_exact_mut(LANES).zip(pixel.chunks_exact(LANES)) {
                (F32x8::from_slice(sum) + F32x8::from_slice(value)).write_to(sum);
            }
        }
    });
    for (channel, sum) in sums.iter_mut().enumerate() {
        let blocks = partial.chunks_exact(shape.pixel_length());
        *sum = blocks.fold(F32x8::zero(), |sum, block| sum + F32x8::from_slice(&block[channel * LANES..])).sum();
    }
}
