//! Every fast kernel against the scalar reference in float64, at the shapes in use and at odd ones.

use dcgan_wasm::kernels::activation::{self, Activation};
use dcgan_wasm::kernels::adam::{self, AdamUpdate};
use dcgan_wasm::kernels::batch_norm::{self, Batches, Normalization, NormalizationGradients};
use dcgan_wasm::kernels::images::{from_maps, to_maps};
use dcgan_wasm::kernels::shape::{Convolution, MapsShape, Projection, blocks_of};
use dcgan_wasm::kernels::{class_read_out, direct_convolution, image_convolution, linear, reference, toom_cook};
use dcgan_wasm::random::{Purpose, Random};
use wasm_bindgen_test::wasm_bindgen_test;

/// The same for the Toom-Cook form, which interpolates polynomials.
pub const TOOM_COOK_TOLERANCE: f64 = 1e-4;

/// Permitted error relative to the largest number of a result: a few roundings of `f32`, in sums of up to ten thousand terms.
pub const TOLERANCE: f64 = 1e-5;

const ACTIVATIONS: [Activation; 4] = [Activation::Identity, Activation::Relu, Activation::LeakyRelu, Activation::Tanh];

fn noise(length: usize, seed: u32) -> Vec<f32> {
    Random::new(seed, Purpose::Latents).standard_normal(length)
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| f64::from(value)).collect()
}

/// Compares what `fast` and `reference` write into `length` numbers that held something else before.
fn compare(what: &str, length: usize, fast: impl FnOnce(&mut [f32]), reference: impl FnOnce(&mut [f64])) {
    compare_within(TOLERANCE, what, length, fast, reference);
}

fn compare_within(
    tolerance: f64,
    what: &str,
    length: usize,
    fast: impl FnOnce(&mut [f32]),
    reference: impl FnOnce(&mut [f64]),
) {
    let (mut actual, mut expected) = (vec![9.0; length], vec![-9.0; length]);
    fast(&mut actual);
    reference(&mut expected);
    let largest = expected.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    for (index, (&actual, expected)) in actual.iter().zip(expected).enumerate() {
        let error = (f64::from(actual) - expected).abs();
        assert!(error <= tolerance * largest, "{what}[{index}]: {actual:e} instead of {expected:e}");
    }
}

pub type Pass = fn(&Convolution, &[f32], &[f32], &mut [f32], &mut Vec<f32>);

/// Checks the passes `[halve, double, weight_gradient]` of one algorithm.
pub fn check_convolution(tolerance: f64, passes: [Pass; 3], shape: Convolution) {
    let [small, large] = [noise(shape.small().length(), 1), noise(shape.large().length(), 2)];
    let weight = noise(shape.weights(), 3);
    let [wide_small, wide_large, wide_weight] = [wide(&small), wide(&large), wide(&weight)];
    let ([halve, double, weight_gradient], scratch) = (passes, &mut Vec::new());
    compare_within(
        tolerance,
        &format!("halve {shape:?}"),
        small.len(),
        |output| halve(&shape, &large, &weight, output, scratch),
        |output| reference::halve(&shape, &wide_large, &wide_weight, output),
    );
    compare_within(
        tolerance,
        &format!("double {shape:?}"),
        large.len(),
        |output| double(&shape, &small, &weight, output, scratch),
        |output| reference::double(&shape, &wide_small, &wide_weight, output),
    );
    compare_within(
        tolerance,
        &format!("weight gradient {shape:?}"),
        weight.len(),
        |output| weight_gradient(&shape, &small, &large, output, scratch),
        |output| reference::weight_gradient(&shape, &wide_small, &wide_large, output),
    );
}

#[wasm_bindgen_test(unsupported = test)]
pub fn direct_convolutions() {
    use direct_convolution::{double, halve, weight_gradient};
    let of_model = [(24, 12, 2, 7, 7), (16, 8, 1, 7, 7)];
    let of_images = [(12, 1, 2, 14, 14), (5, 1, 1, 3, 2)];
    let odd = [(4, 4, 1, 7, 7), (5, 6, 1, 3, 4), (3, 2, 2, 2, 2), (8, 3, 1, 4, 3), (9, 7, 3, 7, 7), (2, 4, 1, 1, 1)];
    for (small_channels, large_channels, blocks, height, width) in of_model.into_iter().chain(of_images).chain(odd) {
        for kernel in [4, 5] {
            let shape = Convolution { blocks, height, width, small_channels, large_channels, kernel };
            check_convolution(TOLERANCE, [halve, double, weight_gradient], shape);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn convolutions_of_images() {
    use image_convolution::{double, halve, weight_gradient};
    for (small_channels, blocks, height, width) in
        [(12, 2, 14, 14), (32, 1, 14, 14), (5, 1, 14, 14), (1, 1, 3, 2), (2, 2, 7, 7)]
    {
        let shape = Convolution { blocks, height, width, small_channels, large_channels: 1, kernel: 4 };
        check_convolution(TOLERANCE, [halve, double, weight_gradient], shape);
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn toom_cook_convolutions() {
    use toom_cook::{double, halve, weight_gradient};
    for (small_channels, large_channels) in [(24, 12), (16, 8), (1, 2), (2, 3), (5, 5), (3, 12), (9, 7), (64, 32)] {
        for blocks in 1..=3 {
            let shape = Convolution { blocks, height: 7, width: 7, small_channels, large_channels, kernel: 4 };
            assert!(toom_cook::fits(&shape));
            check_convolution(TOOM_COOK_TOLERANCE, [halve, double, weight_gradient], shape);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn projections() {
    let of_generator = [(64, 24, 2, 7), (16, 8, 1, 7), (5, 4, 3, 7), (1, 1, 1, 7), (9, 6, 1, 7), (17, 3, 2, 7)];
    let dense = [(1568, 32, 2, 1), (32, 11, 1, 1), (6, 5, 3, 1)];
    for (latent, channels, blocks, side) in of_generator.into_iter().chain(dense) {
        let shape = Projection { latent, maps: MapsShape { blocks, height: side, width: side, channels } };
        check_projection(shape);
    }
}

pub fn check_projection(shape: Projection) {
    let latents = noise(shape.maps.blocks * shape.latent * 8, 1);
    let [weight, gradient] = [noise(shape.weights(), 2), noise(shape.maps.length(), 3)];
    let [wide_latents, wide_weight, wide_gradient] = [wide(&latents), wide(&weight), wide(&gradient)];
    compare(
        &format!("project {shape:?}"),
        gradient.len(),
        |output| linear::project(&shape, &latents, &weight, output),
        |output| reference::project(&shape, &wide_latents, &wide_weight, output),
    );
    compare(
        &format!("weight gradient {shape:?}"),
        weight.len(),
        |output| linear::project_weight_gradient(&shape, &latents, &gradient, output, &mut Vec::new()),
        |output| reference::project_weight_gradient(&shape, &wide_latents, &wide_gradient, output),
    );
    compare(
        &format!("input gradient {shape:?}"),
        latents.len(),
        |output| linear::project_input_gradient(&shape, &gradient, &weight, output),
        |output| reference::project_input_gradient(&shape, &wide_gradient, &wide_weight, output),
    );
}

#[wasm_bindgen_test(unsupported = test)]
pub fn read_outs() {
    for (channels, blocks, height, width) in [(24, 2, 7, 7), (8, 1, 7, 7), (1, 3, 1, 1), (3, 2, 3, 5)] {
        let shape = MapsShape { blocks, height, width, channels };
        check_read_out(shape);
    }
}

pub fn check_read_out(shape: MapsShape) {
    let [maps, weight] = [noise(shape.length(), 1), noise(shape.channels * shape.pixels(), 2)];
    let gradient = noise(shape.blocks * 8, 3);
    let [wide_maps, wide_weight, wide_gradient] = [wide(&maps), wide(&weight), wide(&gradient)];
    let scratch = &mut Vec::new();
    compare(
        &format!("read out {shape:?}"),
        gradient.len(),
        |output| linear::read_out(&shape, &maps, &weight, output, scratch),
        |output| reference::read_out(&shape, &wide_maps, &wide_weight, output),
    );
    compare(
        &format!("input gradient {shape:?}"),
        maps.len(),
        |output| linear::read_out_input_gradient(&shape, &gradient, &weight, output, scratch),
        |output| reference::read_out_input_gradient(&shape, &wide_gradient, &wide_weight, output),
    );
    compare(
        &format!("weight gradient {shape:?}"),
        weight.len(),
        |output| linear::read_out_weight_gradient(&shape, &maps, &gradient, output),
        |output| reference::read_out_weight_gradient(&shape, &wide_maps, &wide_gradient, output),
    );
}

#[wasm_bindgen_test(unsupported = test)]
pub fn class_read_outs() {
    for (channels, blocks, height, width, rows) in
        [(24, 2, 7, 7, 10), (8, 1, 7, 7, 3), (1, 3, 1, 1, 2), (3, 2, 3, 5, 1)]
    {
        let shape = MapsShape { blocks, height, width, channels };
        check_class_read_out(shape, rows);
    }
}

pub fn check_class_read_out(shape: MapsShape, rows: usize) {
    let [maps, weights] = [noise(shape.length(), 1), noise(rows * shape.channels * shape.pixels(), 2)];
    let gradient = noise(shape.blocks * 8, 3);
    let [wide_maps, wide_weights, wide_gradient] = [wide(&maps), wide(&weights), wide(&gradient)];
    // Some classes come several times in a block.
    let classes: Vec<u32> = (0..shape.blocks as u32 * 8).map(|lane| lane * lane % 7 % rows as u32).collect();
    compare(
        &format!("class read-out {shape:?}"),
        gradient.len(),
        |output| class_read_out::class_read_out(&shape, &maps, &weights, &classes, output),
        |output| reference::class_read_out(&shape, &wide_maps, &wide_weights, &classes, output),
    );
    compare(
        &format!("input gradient {shape:?}"),
        maps.len(),
        |output| class_read_out::input_gradient(&shape, &gradient, &weights, &classes, output),
        |output| {
            reference::class_read_out_input_gradient(&shape, &wide_gradient, &wide_weights, &classes, output);
        },
    );
    compare(
        &format!("weight gradient {shape:?}"),
        weights.len(),
        |output| class_read_out::weight_gradient(&shape, &maps, &gradient, &classes, output),
        |output| {
            reference::class_read_out_weight_gradient(&shape, &wide_maps, &wide_gradient, &classes, output);
        },
    );
}

#[wasm_bindgen_test(unsupported = test)]
pub fn biases_and_activations() {
    let shape = MapsShape { blocks: 2, height: 3, width: 2, channels: 5 };
    let [maps, output_gradient] = [noise(shape.length(), 1), noise(shape.length(), 2)];
    let bias = noise(shape.channels, 3);
    let [wide_maps, wide_gradient, wide_bias] = [wide(&maps), wide(&output_gradient), wide(&bias)];
    for activation in ACTIVATIONS {
        let output = &mut maps.clone();
        activation::add_bias_and_activate(&shape, activation, output, &bias);
        let wide_output = &mut wide_maps.clone();
        reference::add_bias_and_activate(&shape, activation, wide_output, &wide_bias);
        compare(
            &format!("{activation:?}"),
            maps.len(),
            |target| target.copy_from_slice(output),
            |target| target.copy_from_slice(wide_output),
        );
        compare(
            &format!("gradients of {activation:?}"),
            maps.len() + bias.len(),
            |target| {
                let (of_maps, of_bias) = target.split_at_mut(maps.len());
                let scratch = &mut Vec::new();
                activation::activation_gradient(
                    &shape,
                    activation,
                    output,
                    &output_gradient,
                    of_maps,
                    of_bias,
                    scratch,
                );
            },
            |target| {
                let (of_maps, of_bias) = target.split_at_mut(maps.len());
                reference::activation_gradient(&shape, activation, wide_output, &wide_gradient, of_maps, of_bias);
            },
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_hyperbolic_tangent_from_end_to_end() {
    let shape = MapsShape { blocks: 1, height: 1, width: 4001, channels: 1 };
    let inputs: Vec<f32> = (0..shape.length()).map(|index| (index as f32 - 16004.0) / 1600.0).collect();
    let mut outputs = inputs.clone();
    activation::add_bias_and_activate(&shape, Activation::Tanh, &mut outputs, &[0.0]);
    for (input, output) in inputs.into_iter().zip(outputs) {
        let exact = f64::from(input).tanh();
        assert!((f64::from(output) - exact).abs() <= 4e-7 * exact.abs(), "tanh({input:e}) = {output:e}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn batch_normalisation() {
    for (images, batches, channels) in [(8, 1, 4), (6, 2, 3), (16, 2, 24), (1, 1, 2), (11, 3, 5)] {
        let maps_shape = MapsShape { blocks: batches * blocks_of(images), height: 3, width: 5, channels };
        let shape = Batches { maps: maps_shape, images };
        check_batch_normalisation(shape);
    }
}

pub fn check_batch_normalisation(shape: Batches) {
    let Batches { maps: maps_shape, .. } = shape;
    let channels = maps_shape.channels;
    // Far from zero, where a sum of squares would lose its digits.
    let maps: Vec<f32> = noise(maps_shape.length(), 1).into_iter().map(|value| value + 30.0).collect();
    let wide_maps = wide(&maps);
    let statistics = 2 * shape.count() * channels;
    compare(
        &format!("statistics {shape:?}"),
        statistics,
        |target| {
            let (mean, variance) = target.split_at_mut(statistics / 2);
            batch_norm::statistics(&shape, &maps, mean, variance, &mut Vec::new());
        },
        |target| {
            let (mean, variance) = target.split_at_mut(statistics / 2);
            reference::statistics(&shape, &wide_maps, mean, variance);
        },
    );
    for activation in ACTIVATIONS {
        check_normalization(&shape, activation, &maps);
    }
}

fn check_normalization(shape: &Batches, activation: Activation, maps: &[f32]) {
    let (count, channels) = (shape.count(), shape.maps.channels);
    let [mut mean, mut variance] = [vec![0.0; count * channels], vec![0.0; count * channels]];
    batch_norm::statistics(shape, maps, &mut mean, &mut variance, &mut Vec::new());
    let [scale, shift] = [noise(channels, 2), noise(channels, 3)];
    let output_gradient = gradient_of_images(shape);
    let [wide_maps, wide_gradient] = [wide(maps), wide(&output_gradient)];
    let [wide_mean, wide_variance, wide_scale, wide_shift] = [wide(&mean), wide(&variance), wide(&scale), wide(&shift)];
    let normalization = Normalization { scale: &scale, shift: &shift, mean: &mean, variance: &variance };
    let wide_normalization =
        Normalization { scale: &wide_scale, shift: &wide_shift, mean: &wide_mean, variance: &wide_variance };
    let scratch = &mut Vec::new();
    compare(
        &format!("normalised {shape:?} {activation:?}"),
        maps.len(),
        |target| batch_norm::normalize_and_activate(shape, activation, maps, &normalization, target, scratch),
        |target| {
            reference::normalize_and_activate(shape, activation, &wide_maps, &wide_normalization, target);
        },
    );
    compare(
        &format!("gradients {shape:?} {activation:?}"),
        maps.len() + 2 * channels,
        |target| {
            let gradients = split(target, channels);
            batch_norm::gradients(
                shape,
                activation,
                maps,
                &normalization,
                &output_gradient,
                gradients,
                &mut Vec::new(),
            );
        },
        |target| {
            let gradients = split(target, channels);
            reference::normalization_gradients(
                shape,
                activation,
                &wide_maps,
                &wide_normalization,
                &wide_gradient,
                gradients,
            );
        },
    );
}

/// Noise in the lanes of images, zero in the others.
fn gradient_of_images(shape: &Batches) -> Vec<f32> {
    let images = shape.count() * shape.images;
    let length = shape.maps.pixels() * shape.maps.channels;
    let mut maps = vec![0.0; shape.maps.length()];
    to_maps(&shape.maps, shape.images, &noise(images * length, 4), &mut maps);
    maps
}

fn split<T>(target: &mut [T], channels: usize) -> NormalizationGradients<'_, T> {
    let (maps, rest) = target.split_at_mut(target.len() - 2 * channels);
    let (scale, shift) = rest.split_at_mut(channels);
    NormalizationGradients { maps, scale, shift }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn images_and_maps_are_the_same_numbers() {
    let shapes = [(8, 1, 28, 28, 1), (6, 2, 28, 28, 1), (17, 1, 1, 1, 13), (3, 3, 2, 3, 2), (20, 2, 3, 3, 1)];
    for (images, batches, height, width, channels) in shapes {
        let shape = MapsShape { blocks: batches * blocks_of(images), height, width, channels };
        check_images(shape, images);
    }
}

pub fn check_images(shape: MapsShape, images: usize) {
    let MapsShape { blocks, height, width, channels } = shape;
    let batches = blocks / blocks_of(images);
    let length = height * width * channels;
    let values = noise(batches * images * length, 1);
    let mut maps = vec![9.0; shape.length()];
    to_maps(&shape, images, &values, &mut maps);
    let mut expected = vec![-9.0; shape.length()];
    reference::to_maps(&shape, images, &values, &mut expected);
    assert_eq!(maps, expected);
    let (mut back, mut expected) = (vec![9.0; values.len()], vec![-9.0; values.len()]);
    from_maps(&shape, images, &maps, &mut back);
    reference::from_maps(&shape, images, &maps, &mut expected);
    assert_eq!((&back, &expected), (&values, &values));
    // One of the first images of the last batch, the last channel and pixel.
    let lane = images.min(3) - 1;
    let place = shape.pixel((batches - 1) * blocks_of(images), height - 1, width - 1) + (channels - 1) * 8 + lane;
    assert_eq!(maps[place], values[((batches - 1) * images + lane) * length + length - 1]);
    assert_eq!(maps.iter().filter(|&&value| value != 0.0).count(), values.len());
}

#[wasm_bindgen_test(unsupported = test)]
pub fn adam_moves_as_defined() {
    for length in [1, 8, 21, 5000] {
        check_adam(length);
    }
}

pub fn check_adam(length: usize) {
    let [mut variable, mut mean, mut square] = [noise(length, 1), vec![0.0; length], vec![0.0; length]];
    let [mut wide_variable, mut wide_mean, mut wide_square] = [wide(&variable), wide(&mean), wide(&square)];
    for step in 1..=5 {
        let gradient = noise(length, 10 + step);
        let update = AdamUpdate::new(0.01, 0.5, 0.999, 1e-8, u64::from(step));
        adam::update(&update, &mut variable, &gradient, &mut mean, &mut square);
        reference::adam(
            [0.01, 0.5, 0.999, 1e-8],
            step as i32,
            &mut wide_variable,
            &wide(&gradient),
            &mut wide_mean,
            &mut wide_square,
        );
    }
    compare(
        &format!("{length} numbers"),
        length,
        |target| target.copy_from_slice(&variable),
        |target| target.copy_from_slice(&wide_variable),
    );
}

#[wasm_bindgen_test(unsupported = test)]
pub fn sums_of_squares() {
    for length in [0, 1, 8, 13, 1000] {
        check_sum_of_squares(length);
    }
}

pub fn check_sum_of_squares(length: usize) {
    let values = noise(length, 1);
    let exact: f64 = wide(&values).iter().map(|value| value * value).sum();
    assert!((f64::from(adam::sum_of_squares(&values)) - exact).abs() <= TOLERANCE * exact);
}
