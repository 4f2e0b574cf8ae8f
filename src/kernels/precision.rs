//! Which kernels each precision has: `f32`, which trains, the fast ones; `f64`, in which gradients are checked, the reference.

use super::activation::{self, Activation};
use super::batch_norm::{self, Batches, Normalization, NormalizationGradients};
use super::loss::Transcendental;
use super::shape::{Convolution, MapsShape, Projection};
use super::{class_read_out, convolution, images, linear, reference};

/// A buffer that kernels work in, reused from call to call and from step to step.
pub type Scratch = Vec<f32>;

/// A floating-point type with kernels of its own.
pub trait Precision: Transcendental + Default + Send + Sync + 'static {
    /// The kernels for this type.
    const KERNELS: Kernels<Self>;
}

/// One implementation of the kernels. What each computes, from what and on which layouts, is said in [`mod@reference`].
#[allow(missing_docs, clippy::type_complexity)]
pub struct Kernels<T> {
    pub to_maps: fn(&MapsShape, images: usize, values: &[T], maps: &mut [T]),
    pub from_maps: fn(&MapsShape, images: usize, maps: &[T], values: &mut [T]),
    pub halve: fn(&Convolution, large: &[T], weight: &[T], small: &mut [T], &mut Scratch),
    pub double: fn(&Convolution, small: &[T], weight: &[T], large: &mut [T], &mut Scratch),
    pub weight_gradient: fn(&Convolution, small: &[T], large: &[T], gradient: &mut [T], &mut Scratch),
    pub project: fn(&Projection, latents: &[T], weight: &[T], maps: &mut [T]),
    pub project_weight_gradient: fn(&Projection, latents: &[T], maps_gradient: &[T], gradient: &mut [T], &mut Scratch),
    pub project_input_gradient: fn(&Projection, maps_gradient: &[T], weight: &[T], gradient: &mut [T]),
    pub read_out: fn(&MapsShape, maps: &[T], weight: &[T], outputs: &mut [T], &mut Scratch),
    pub read_out_input_gradient: fn(&MapsShape, output_gradient: &[T], weight: &[T], gradient: &mut [T], &mut Scratch),
    pub read_out_weight_gradient: fn(&MapsShape, maps: &[T], output_gradient: &[T], gradient: &mut [T]),
    pub class_read_out: fn(&MapsShape, maps: &[T], weights: &[T], classes: &[u32], outputs: &mut [T]),
    pub class_read_out_input_gradient:
        fn(&MapsShape, output_gradient: &[T], weights: &[T], classes: &[u32], gradient: &mut [T]),
    pub class_read_out_weight_gradient:
        fn(&MapsShape, maps: &[T], output_gradient: &[T], classes: &[u32], gradient: &mut [T]),
    pub add_bias_and_activate: fn(&MapsShape, Activation, maps: &mut [T], bias: &[T]),
    pub activation_gradient: fn(
        &MapsShape,
        Activation,
        output: &[T],
        output_gradient: &[T],
        input_gradient: &mut [T],
        bias_gradient: &mut [T],
        &mut Scratch,
    ),
    pub statistics: fn(&Batches, maps: &[T], mean: &mut [T], variance: &mut [T], &mut Scratch),
    pub normalize_and_activate: fn(&Batches, Activation, maps: &[T], &Normalization<T>, output: &mut [T], &mut Scratch),
    pub normalization_gradients: fn(
        &Batches,
        Activation,
        maps: &[T],
        &Normalization<T>,
        output_gradient: &[T],
        NormalizationGradients<T>,
        &mut Scratch,
    ),
}

impl Precision for f32 {
    const KERNELS: Kernels<Self> = Kernels {
        to_maps: images::to_maps,
        from_maps: images::from_maps,
        halve: convolution::halve,
        double: convolution::double,
        weight_gradient: convolution::weight_gradient,
        project: linear::project,
        project_weight_gradient: linear::project_weight_gradient,
        project_input_gradient: linear::project_input_gradient,
        read_out: linear::read_out,
        read_out_input_gradient: linear::read_out_input_gradient,
        read_out_weight_gradient: linear::read_out_weight_gradient,
        class_read_out: class_read_out::class_read_out,
        class_read_out_input_gradient: class_read_out::input_gradient,
        class_read_out_weight_gradient: class_read_out::weight_gradient,
        add_bias_and_activate: activation::add_bias_and_activate,
        activation_gradient: activation::activation_gradient,
        statistics: batch_norm::statistics,
        normalize_and_activate: batch_norm::normalize_and_activate,
        normalization_gradients: batch_norm::gradients,
    };
}

impl Precision for f64 {
    const KERNELS: Kernels<Self> = Kernels {
        to_maps: reference::to_maps,
        from_maps: reference::from_maps,
        halve: |shape, large, weight, small, _| reference::halve(shape, large, weight, small),
        double: |shape, small, weight, large, _| reference::double(shape, small, weight, large),
        weight_gradient: |shape, small, large, gradient, _| reference::weight_gradient(shape, small, large, gradient),
        project: reference::project,
        project_weight_gradient: |shape, latents, maps_gradient, gradient, _| {
            reference::project_weight_gradient(shape, latents, maps_gradient, gradient);
        },
        project_input_gradient: reference::project_input_gradient,
        read_out: |shape, maps, weight, outputs, _| reference::read_out(shape, maps, weight, outputs),
        read_out_input_gradient: |shape, output_gradient, weight, gradient, _| {
            reference::read_out_input_gradient(shape, output_gradient, weight, gradient);
        },
        read_out_weight_gradient: reference::read_out_weight_gradient,
        class_read_out: reference::class_read_out,
        class_read_out_input_gradient: reference::class_read_out_input_gradient,
        class_read_out_weight_gradient: reference::class_read_out_weight_gradient,
        add_bias_and_activate: reference::add_bias_and_activate,
        activation_gradient: |shape, activation, output, output_gradient, input_gradient, bias_gradient, _| {
            reference::activation_gradient(shape, activation, output, output_gradient, input_gradient, bias_gradient);
        },
        statistics: |batches, maps, mean, variance, _| reference::statistics(batches, maps, mean, variance),
        normalize_and_activate: |batches, activation, maps, normalization, output, _| {
            reference::normalize_and_activate(batches, activation, maps, normalization, output);
        },
        normalization_gradients: |batches, activation, maps, normalization, output_gradient, gradients, _| {
            reference::normalization_gradients(batches, activation, maps, normalization, output_gradient, gradients);
        },
    };
}
