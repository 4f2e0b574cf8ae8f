//! The read-out of maps to one number by weights that depend on the image's class: what a projection discriminator adds.
//!
//! [`super::reference`] defines what is computed. The eight images of a block have eight rows of weights; eight pixels of each are
//! transposed into the maps' layout where they are used, so that no class costs more than another and their number does not matter.

use super::images::{front, write_front};
use super::parallel::for_each_chunk;
use super::shape::MapsShape;
use crate::simd::{F32x8, LANES, transpose};
use std::array::from_fn;
use std::ops::Range;

/// Multiplies the maps of each image by its class's row of `weights`, and sums.
pub fn class_read_out(shape: &MapsShape, maps: &[f32], weights: &[f32], classes: &[u32], outputs: &mut [f32]) {
    for_each_chunk(outputs, LANES, |block, output| {
        let maps = &maps[block * shape.block_length()..][..shape.block_length()];
        let mut sum = F32x8::zero();
        for eight in eights(shape) {
            let weights = weights_of(shape, weights, &classes[block * LANES..], &eight);
            for (place, weight) in places(shape, &eight).zip(weights) {
                sum = weight.mul_add(F32x8::from_slice(&maps[place..]), sum);
            }
        }
        sum.write_to(output);
    });
}

/// The gradient of the maps.
pub fn input_gradient(
    shape: &MapsShape,
    output_gradient: &[f32],
    weights: &[f32],
    classes: &[u32],
    gradient: &mut [f32],
) {
    for_each_chunk(gradient, shape.block_length(), |block, gradient| {
        let outputs = F32x8::from_slice(&output_gradient[block * LANES..]);
        for eight in eights(shape) {
            let weights = weights_of(shape, weights, &classes[block * LANES..], &eight);
            for (place, weight) in places(shape, &eight).zip(weights) {
                (weight * outputs).write_to(&mut gradient[place..]);
            }
        }
    });
}

/// The gradient of the weights, by one thread: several would add to the same rows.
pub fn weight_gradient(
    shape: &MapsShape,
    maps: &[f32],
    output_gradient: &[f32],
    classes: &[u32],
    gradient: &mut [f32],
) {
    gradient.fill(0.0);
    for (block, maps) in maps.chunks_exact(shape.block_length()).enumerate() {
        let outputs = F32x8::from_slice(&output_gradient[block * LANES..]);
        for eight in eights(shape) {
            let mut products = [F32x8::zero(); LANES];
            for (place, product) in places(shape, &eight).zip(&mut products) {
                *product = F32x8::from_slice(&maps[place..]) * outputs;
            }
            for (&class, product) in classes[block * LANES..].iter().zip(transpose(products)) {
                let row = &mut gradient[eight.in_row(shape, class)];
                write_front(front(row) + product, row);
            }
        }
    }
}

/// Up to eight neighbouring pixels of one channel.
struct Eight {
    channel: usize,
    pixels: Range<usize>,
}

impl Eight {
    /// Where the weights of `class` for these pixels lie.
    fn in_row(&self, shape: &MapsShape, class: u32) -> Range<usize> {
        let start = (class as usize * shape.channels + self.channel) * shape.pixels();
        start + self.pixels.start..start + self.pixels.end
    }
}

fn eights(shape: &MapsShape) -> impl Iterator<Item = Eight> + use<> {
    let (channels, pixels) = (shape.channels, shape.pixels());
    let starts = move |channel| (0..pixels).step_by(LANES).map(move |start| (channel, start));
    (0..channels)
        .flat_map(starts)
        .map(move |(channel, start)| Eight { channel, pixels: start..(start + LANES).min(pixels) })
}

/// Where the pixels' numbers begin in the maps of a block.
fn places(shape: &MapsShape, eight: &Eight) -> impl Iterator<Item = usize> + use<> {
    let (length, offset) = (shape.pixel_length(), eight.channel * LANES);
    eight.pixels.clone().map(move |pixel| pixel * length + offset)
}

/// The weights of the eight images of a block, one vector for each pixel.
#[inline(always)]
fn weights_of(shape: &MapsShape, weights: &[f32], classes: &[u32], eight: &Eight) -> [F32x8; LANES] {
    transpose(from_fn(|lane| front(&weights[eight.in_row(shape, classes[lane])])))
}
