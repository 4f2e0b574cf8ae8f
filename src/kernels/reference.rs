//! The definition of every kernel: plain loops over one number after the other, in `f32` or `f64`.
//!
//! Tests hold the fast kernels against these, and gradients are checked by finite differences of these in `f64`. Layouts and
//! arguments are those of the fast kernels.

use super::activation::{Activation, LEAK};
use super::batch_norm::{Batches, EPSILON, Normalization, NormalizationGradients};
use super::shape::{Convolution, MapsShape, Projection, blocks_of, first_image, lanes_in_use};
use crate::simd::LANES;
use num_traits::Float;

/// Convolves `large` with `weight` to `small`.
pub fn halve<T: Float>(convolution: &Convolution, large: &[T], weight: &[T], small: &mut [T]) {
    small.fill(T::zero());
    for_each_product(convolution, |small_index, large_index, weight_index| {
        small[small_index] = small[small_index] + weight[weight_index] * large[large_index];
    });
}

/// Convolves `small` with the transpose of `weight` to `large`.
pub fn double<T: Float>(convolution: &Convolution, small: &[T], weight: &[T], large: &mut [T]) {
    large.fill(T::zero());
    for_each_product(convolution, |small_index, large_index, weight_index| {
        large[large_index] = large[large_index] + weight[weight_index] * small[small_index];
    });
}

/// The gradient of the convolution's weights, where one of `small` and `large` is the input and the other the gradient of the
/// output.
pub fn weight_gradient<T: Float>(convolution: &Convolution, small: &[T], large: &[T], gradient: &mut [T]) {
    gradient.fill(T::zero());
    for_each_product(convolution, |small_index, large_index, weight_index| {
        gradient[weight_index] = gradient[weight_index] + small[small_index] * large[large_index];
    });
}

/// Calls `product` with the places in the small maps, in the large maps and in the weights that the convolution multiplies.
fn for_each_product(convolution: &Convolution, mut product: impl FnMut(usize, usize, usize)) {
    let (small, large) = (convolution.small(), convolution.large());
    let (kernel, padding, taps) = (convolution.kernel, convolution.padding(), convolution.taps());
    for (block, y, x) in pixels(&small) {
        for (ky, kx) in (0..taps).map(|tap| (tap / kernel, tap % kernel)) {
            let (Some(large_y), Some(large_x)) = ((2 * y + ky).checked_sub(padding), (2 * x + kx).checked_sub(padding))
            else {
                continue;
            };
            if large_y >= large.height || large_x >= large.width {
                continue;
            }
            let (at_small, at_large) = (small.pixel(block, y, x), large.pixel(block, large_y, large_x));
            for (s, l) in pairs(small.channels, large.channels) {
                for lane in 0..LANES {
                    let weight = (s * large.channels + l) * taps + ky * kernel + kx;
                    product(at_small + s * LANES + lane, at_large + l * LANES + lane, weight);
                }
            }
        }
    }
}

/// Projects `latents` by `weight` onto `maps`.
pub fn project<T: Float>(projection: &Projection, latents: &[T], weight: &[T], maps: &mut [T]) {
    maps.fill(T::zero());
    for_each_projected(projection, |latent_index, map_index, weight_index| {
        maps[map_index] = maps[map_index] + weight[weight_index] * latents[latent_index];
    });
}

/// The gradient of a projection's weights.
pub fn project_weight_gradient<T: Float>(
    projection: &Projection,
    latents: &[T],
    maps_gradient: &[T],
    gradient: &mut [T],
) {
    gradient.fill(T::zero());
    for_each_projected(projection, |latent_index, map_index, weight_index| {
        gradient[weight_index] = gradient[weight_index] + maps_gradient[map_index] * latents[latent_index];
    });
}

/// The gradient of a projection's latent vectors.
pub fn project_input_gradient<T: Float>(
    projection: &Projection,
    maps_gradient: &[T],
    weight: &[T],
    gradient: &mut [T],
) {
    gradient.fill(T::zero());
    for_each_projected(projection, |latent_index, map_index, weight_index| {
        gradient[latent_index] = gradient[latent_index] + weight[weight_index] * maps_gradient[map_index];
    });
}

fn for_each_projected(projection: &Projection, mut product: impl FnMut(usize, usize, usize)) {
    let maps = &projection.maps;
    for (block, y, x) in pixels(maps) {
        for (channel, k) in pairs(maps.channels, projection.latent) {
            let row = (channel * maps.height + y) * maps.width + x;
            for lane in 0..LANES {
                let map_index = maps.pixel(block, y, x) + channel * LANES + lane;
                product((block * projection.latent + k) * LANES + lane, map_index, row * projection.latent + k);
            }
        }
    }
}

/// Multiplies the maps of each image by `weight` `(channels, height, width)` and sums, to one number an image `(blocks, 8)`.
pub fn read_out<T: Float>(shape: &MapsShape, maps: &[T], weight: &[T], outputs: &mut [T]) {
    outputs.fill(T::zero());
    for_each_read(shape, |map_index, output_index, weight_index| {
        outputs[output_index] = outputs[output_index] + weight[weight_index] * maps[map_index];
    });
}

/// The gradient of a read-out's maps.
pub fn read_out_input_gradient<T: Float>(shape: &MapsShape, output_gradient: &[T], weight: &[T], gradient: &mut [T]) {
    for_each_read(shape, |map_index, output_index, weight_index| {
        gradient[map_index] = weight[weight_index] * output_gradient[output_index];
    });
}

/// The gradient of a read-out's weights.
pub fn read_out_weight_gradient<T: Float>(shape: &MapsShape, maps: &[T], output_gradient: &[T], gradient: &mut [T]) {
    gradient.fill(T::zero());
    for_each_read(shape, |map_index, output_index, weight_index| {
        gradient[weight_index] = gradient[weight_index] + maps[map_index] * output_gradient[output_index];
    });
}

/// Multiplies the maps of each image by the row of `weights` `(classes, channels, height, width)` that is its class, and sums, to
/// one number an image `(blocks, 8)`. `classes` `(blocks, 8)` has a class for every lane, in use or not.
pub fn class_read_out<T: Float>(shape: &MapsShape, maps: &[T], weights: &[T], classes: &[u32], outputs: &mut [T]) {
    outputs.fill(T::zero());
    for_each_class_read(shape, classes, |map_index, output_index, weight_index| {
        outputs[output_index] = outputs[output_index] + weights[weight_index] * maps[map_index];
    });
}

/// The gradient of a class read-out's maps.
pub fn class_read_out_input_gradient<T: Float>(
    shape: &MapsShape,
    output_gradient: &[T],
    weights: &[T],
    classes: &[u32],
    gradient: &mut [T],
) {
    for_each_class_read(shape, classes, |map_index, output_index, weight_index| {
        gradient[map_index] = weights[weight_index] * output_gradient[output_index];
    });
}

/// The gradient of a class read-out's weights.
pub fn class_read_out_weight_gradient<T: Float>(
    shape: &MapsShape,
    maps: &[T],
    output_gradient: &[T],
    classes: &[u32],
    gradient: &mut [T],
) {
    gradient.fill(T::zero());
    for_each_class_read(shape, classes, |map_index, output_index, weight_index| {
        gradient[weight_index] = gradient[weight_index] + maps[map_index] * output_gradient[output_index];
    });
}

fn for_each_class_read(shape: &MapsShape, classes: &[u32], mut product: impl FnMut(usize, usize, usize)) {
    for_each_read(shape, |map_index, output_index, weight_index| {
        let row = classes[output_index] as usize * shape.channels * shape.pixels();
        product(map_index, output_index, row + weight_index);
    });
}

fn for_each_read(shape: &MapsShape, mut product: impl FnMut(usize, usize, usize)) {
    for (block, y, x) in pixels(shape) {
        for (channel, lane) in pairs(shape.channels, LANES) {
            let weight_index = (channel * shape.height + y) * shape.width + x;
            product(shape.pixel(block, y, x) + channel * LANES + lane, block * LANES + lane, weight_index);
        }
    }
}

/// Every block, row and column.
fn pixels(shape: &MapsShape) -> impl Iterator<Item = (usize, usize, usize)> + use<> {
    let (height, width) = (shape.height, shape.width);
    (0..shape.blocks * height * width)
        .map(move |index| (index / (height * width), index / width % height, index % width))
}

/// Every pair of a number below `first` and one below `second`.
fn pairs(first: usize, second: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..first * second).map(move |index| (index / second, index % second))
}

/// The value of an activation function.
pub fn activate<T: Float>(activation: Activation, x: T) -> T {
    match activation {
        Activation::Identity => x,
        Activation::Relu => x.max(T::zero()),
        Activation::LeakyRelu => x.max(x * leak()),
        Activation::Tanh => x.tanh(),
    }
}

/// The slope of an activation function where its value is `y`.
pub fn slope_at_value<T: Float>(activation: Activation, y: T) -> T {
    match activation {
        Activation::Identity => T::one(),
        Activation::Relu => {
            if y > T::zero() {
                T::one()
            } else {
                T::zero()
            }
        }
        Activation::LeakyRelu => {
            if y > T::zero() {
                T::one()
            } else {
                leak()
            }
        }
        Activation::Tanh => T::one() - y * y,
    }
}

fn leak<T: Float>() -> T {
    number(f64::from(LEAK))
}

fn number<T: Float>(value: f64) -> T {
    T::from(value).expect("every f64 converts to a floating-point number")
}

/// Adds to `maps` the bias of each channel and applies the activation, in place.
pub fn add_bias_and_activate<T: Float>(shape: &MapsShape, activation: Activation, maps: &mut [T], bias: &[T]) {
    for (index, value) in maps.iter_mut().enumerate() {
        *value = activate(activation, *value + bias[channel_of(shape, index)]);
    }
}

/// Goes back through activation and bias.
pub fn activation_gradient<T: Float>(
    shape: &MapsShape,
    activation: Activation,
    output: &[T],
    output_gradient: &[T],
    input_gradient: &mut [T],
    bias_gradient: &mut [T],
) {
    bias_gradient.fill(T::zero());
    for (index, gradient) in input_gradient.iter_mut().enumerate() {
        *gradient = output_gradient[index] * slope_at_value(activation, output[index]);
        let sum = &mut bias_gradient[channel_of(shape, index)];
        *sum = *sum + *gradient;
    }
}

fn channel_of(shape: &MapsShape, index: usize) -> usize {
    index / LANES % shape.channels
}

/// Finds mean and variance of each channel of each batch.
pub fn statistics<T: Float>(batches: &Batches, maps: &[T], mean: &mut [T], variance: &mut [T]) {
    let samples = number::<T>(batches.samples() as f64);
    mean.fill(T::zero());
    variance.fill(T::zero());
    for_each_sample(batches, |index, statistic| mean[statistic] = mean[statistic] + maps[index] / samples);
    for_each_sample(batches, |index, statistic| {
        let distance = maps[index] - mean[statistic];
        variance[statistic] = variance[statistic] + distance * distance / samples;
    });
}

/// Calls `sample` with the place of each number that belongs to an image, and with that of its channel's statistics.
fn for_each_sample(batches: &Batches, mut sample: impl FnMut(usize, usize)) {
    for index in 0..batches.maps.length() {
        let block = index / batches.maps.block_length();
        if index % LANES < lanes_in_use(block, batches.images) {
            sample(index, statistic_of(batches, index));
        }
    }
}

/// Where the statistics of the batch and channel of number `index` lie.
fn statistic_of(batches: &Batches, index: usize) -> usize {
    let batch = index / batches.maps.block_length() / blocks_of(batches.images);
    batch * batches.maps.channels + channel_of(&batches.maps, index)
}

/// Normalises `maps` by the given statistics, multiplies by the scale, adds the shift, and applies the activation.
pub fn normalize_and_activate<T: Float>(
    batches: &Batches,
    activation: Activation,
    maps: &[T],
    normalization: &Normalization<T>,
    output: &mut [T],
) {
    for (index, output) in output.iter_mut().enumerate() {
        let channel = channel_of(&batches.maps, index);
        let (normalized, _) = normalized(batches, normalization, maps, index);
        *output = activate(activation, normalized * normalization.scale[channel] + normalization.shift[channel]);
    }
}

/// The normalised number, and one over its channel's standard deviation.
fn normalized<T: Float>(batches: &Batches, normalization: &Normalization<T>, maps: &[T], index: usize) -> (T, T) {
    let statistic = statistic_of(batches, index);
    let deviation = (normalization.variance[statistic] + number(f64::from(EPSILON))).sqrt();
    ((maps[index] - normalization.mean[statistic]) / deviation, T::one() / deviation)
}

/// Goes back through activation and batch normalisation, through the statistics as well.
pub fn normalization_gradients<T: Float>(
    batches: &Batches,
    activation: Activation,
    maps: &[T],
    normalization: &Normalization<T>,
    output_gradient: &[T],
    gradients: NormalizationGradients<T>,
) {
    let samples = number::<T>(batches.samples() as f64);
    let statistics = normalization.mean.len();
    let (mut sums, mut products) = (vec![T::zero(); statistics], vec![T::zero(); statistics]);
    let before_activation = |index: usize| {
        let channel = channel_of(&batches.maps, index);
        let (normalized, over_deviation) = normalized(batches, normalization, maps, index);
        let scaled = normalized * normalization.scale[channel] + normalization.shift[channel];
        let slope = slope_at_value(activation, activate(activation, scaled));
        (output_gradient[index] * slope, normalized, over_deviation)
    };
    for_each_sample(batches, |index, statistic| {
        let (gradient, normalized, _) = before_activation(index);
        sums[statistic] = sums[statistic] + gradient;
        products[statistic] = products[statistic] + gradient * normalized;
    });
    gradients.maps.fill(T::zero());
    for_each_sample(batches, |index, statistic| {
        let (gradient, normalized, over_deviation) = before_activation(index);
        let centred = gradient - sums[statistic] / samples - normalized * products[statistic] / samples;
        gradients.maps[index] = normalization.scale[channel_of(&batches.maps, index)] * over_deviation * centred;
    });
    for (total, parts) in [(gradients.shift, sums), (gradients.scale, products)] {
        for (channel, total) in total.iter_mut().enumerate() {
            let of_channel = parts.iter().skip(channel).step_by(batches.maps.channels);
            *total = of_channel.fold(T::zero(), |sum, &part| sum + part);
        }
    }
}

/// Adam's update number `step` of one variable (Kingma and Ba 2015, algorithm 1); `[learning_rate, beta1, beta2, epsilon]`.
pub fn adam<T: Float>(
    [learning_rate, beta1, beta2, epsilon]: [T; 4],
    step: i32,
    variable: &mut [T],
    gradient: &[T],
    mean: &mut [T],
    square: &mut [T],
) {
    for (index, value) in variable.iter_mut().enumerate() {
        let gradient = gradient[index];
        mean[index] = beta1 * mean[index] + (T::one() - beta1) * gradient;
        square[index] = beta2 * square[index] + (T::one() - beta2) * gradient * gradient;
        let corrected_mean = mean[index] / (T::one() - beta1.powi(step));
        let corrected_square = square[index] / (T::one() - beta2.powi(step));
        *value = *value - learning_rate * corrected_mean / (corrected_square.sqrt() + epsilon);
    }
}

/// Writes batches of `images` each, `(all images, channels, height, width)`, as `maps`.
pub fn to_maps<T: Float>(shape: &MapsShape, images: usize, values: &[T], maps: &mut [T]) {
    maps.fill(T::zero());
    for_each_place(shape, images, |value, place| maps[place] = values[value]);
}

/// Writes `maps` as batches of `images` each, `(all images, channels, height, width)`.
pub fn from_maps<T: Float>(shape: &MapsShape, images: usize, maps: &[T], values: &mut [T]) {
    for_each_place(shape, images, |value, place| values[value] = maps[place]);
}

/// Calls `each` with the place of every number among the images and its place in the maps.
fn for_each_place(shape: &MapsShape, images: usize, mut each: impl FnMut(usize, usize)) {
    for (block, y, x) in pixels(shape) {
        for (channel, lane) in pairs(shape.channels, lanes_in_use(block, images)) {
            let image = first_image(block, images) + lane;
            let value = ((image * shape.channels + channel) * shape.height + y) * shape.width + x;
            each(value, shape.pixel(block, y, x) + channel * LANES + lane);
        }
    }
}
