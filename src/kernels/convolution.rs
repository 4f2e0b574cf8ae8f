//! The convolution of stride 2 and its transpose, by the algorithm that is fastest for the shape.
//!
//! [`super::reference`] defines what is computed. Which algorithm wins is measured by `cargo xtask bench`; ARCHITECTURE.md has the
//! table.

use super::precision::Scratch;
use super::shape::{Convolution, KERNEL};
use super::{direct_convolution, image_convolution, toom_cook};
use std::sync::atomic::{AtomicBool, Ordering};

/// Convolves `large` with `weight` to `small`.
pub fn halve(convolution: &Convolution, large: &[f32], weight: &[f32], small: &mut [f32], scratch: &mut Scratch) {
    let halve = match Algorithm::of(convolution) {
        Algorithm::Patches => image_convolution::halve,
        Algorithm::ToomCook => toom_cook::halve,
        Algorithm::Direct => direct_convolution::halve,
    };
    halve(convolution, large, weight, small, scratch);
}

/// Convolves `small` with the transpose of `weight` to `large`.
pub fn double(convolution: &Convolution, small: &[f32], weight: &[f32], large: &mut [f32], scratch: &mut Scratch) {
    let double = match Algorithm::of(convolution) {
        Algorithm::Patches => image_convolution::double,
        Algorithm::ToomCook => toom_cook::double,
        Algorithm::Direct => direct_convolution::double,
    };
    double(convolution, small, weight, large, scratch);
}

/// The gradient of the weights, where one of `small` and `large` is the input and the other the gradient of the output.
pub fn weight_gradient(
    convolution: &Convolution,
    small: &[f32],
    large: &[f32],
    gradient: &mut [f32],
    scratch: &mut Scratch,
) {
    let weight_gradient = match Algorithm::of(convolution) {
        Algorithm::Patches => image_convolution::weight_gradient,
        Algorithm::ToomCook => toom_cook::weight_gradient,
        Algorithm::Direct => direct_convolution::weight_gradient,
    };
    weight_gradient(convolution, small, large, gradient, scratch);
}

#[derive(Clone, Copy)]
enum Algorithm {
    Patches,
    ToomCook,
    Direct,
}

impl Algorithm {
    fn of(convolution: &Convolution) -> Self {
        if convolution.large_channels == 1 && convolution.kernel == KERNEL {
            Self::Patches
        } else if toom_cook::fits(convolution) && !DIRECT_ONLY.load(Ordering::Relaxed) {
            Self::ToomCook
        } else {
            Self::Direct
        }
    }
}

static DIRECT_ONLY: AtomicBool = AtomicBool::new(false);

/// Whether to leave out the Toom-Cook form, whose rounding errors are larger, from now on: to compare training with and without it.
pub fn set_direct_only(direct_only: bool) {
    DIRECT_ONLY.store(direct_only, Ordering::Relaxed);
}
