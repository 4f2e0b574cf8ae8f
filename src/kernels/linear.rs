//! The two linear layers of a DCGAN: the projection of latent vectors onto maps, and the read-out of maps to one number.
//!
//! [`super::reference`] defines what is computed.

use super::gemm::{Left, ROWS, Tile, accumulate, fit, load, opaque_lanes, store, transpose_square, zero_tile};
use super::images::write_front;
use super::parallel::for_each_chunk;
use super::reference;
use super::shape::{MapsShape, Projection};
use crate::simd::{F32x8, LANES};

/// Projects `latents` by `weight` onto `maps`.
pub fn project(projection: &Projection, latents: &[f32], weight: &[f32], maps: &mut [f32]) {
    let shape = &projection.maps;
    if shape.channels < ROWS {
        return reference::project(projection, latents, weight, maps);
    }
    for_each_chunk(maps, shape.row_length(), |row, output| {
        let right = &latents[row / shape.height * projection.latent * LANES..];
        for (x, output) in output.chunks_exact_mut(shape.pixel_length()).enumerate() {
            project_pixel(projection, right, weight, row % shape.height * shape.width + x, output);
        }
    });
}

/// One pixel of one block.
fn project_pixel(projection: &Projection, latents: &[f32], weight: &[f32], pixel: usize, output: &mut [f32]) {
    let Projection { latent, maps: shape } = projection;
    for panel in 0..shape.channels.div_ceil(ROWS) {
        // The last four channels may overlap with those before; they come out the same.
        let channel = (panel * ROWS).min(shape.channels - ROWS);
        let left = Left {
            values: &weight[(channel * shape.pixels() + pixel) * latent..],
            row_stride: shape.pixels() * latent,
            column_stride: 1,
        };
        store(accumulate(zero_tile(), left, latents, *latent), &mut output[channel * LANES..]);
    }
}

/// The gradient of a projection's weights.
pub fn project_weight_gradient(
    projection: &Projection,
    latents: &[f32],
    maps_gradient: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let (shape, latent) = (&projection.maps, projection.latent);
    let transposed = &*transpose_latents(projection, latents, scratch);
    for_each_chunk(gradient, ROWS * shape.pixels() * latent, |panel, output| {
        for pixel in 0..shape.pixels() {
            for (group, right) in transposed.chunks_exact(shape.blocks * LANES * LANES).enumerate() {
                let tile = product_over_blocks(shape, maps_gradient, pixel, panel, right);
                for (row, output) in tile.into_iter().zip(output.chunks_exact_mut(shape.pixels() * latent)) {
                    let output = &mut output[pixel * latent + group * LANES..];
                    let width = LANES.min(latent - group * LANES);
                    write_front(row, &mut output[..width]);
                }
            }
        }
    });
}

/// Turns latent vectors `(blocks, latent, 8)` into `(eight elements, blocks, 8 lanes, 8 elements)`.
fn transpose_latents<'a>(projection: &Projection, latents: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let (blocks, square) = (projection.maps.blocks, LANES * LANES);
    let transposed = fit(scratch, projection.latent.div_ceil(LANES) * blocks * square);
    for (index, output) in transposed.chunks_exact_mut(square).enumerate() {
        let (group, block) = (index / blocks, index % blocks);
        let vectors = &latents[block * projection.latent * LANES..][..projection.latent * LANES];
        transpose_square(&vectors[group * square..], output);
    }
    transposed
}

/// Four channels of a pixel's gradient times eight elements of the latent vectors, over all images.
fn product_over_blocks(shape: &MapsShape, maps_gradient: &[f32], pixel: usize, panel: usize, right: &[f32]) -> Tile {
    let depth = opaque_lanes();
    let mut padded = [0.0; ROWS * LANES];
    let mut tile = zero_tile();
    for (block, right) in right.chunks_exact(LANES * LANES).enumerate() {
        let channels =
            &maps_gradient[(block * shape.pixels() + pixel) * shape.pixel_length()..][..shape.pixel_length()];
        tile = accumulate(tile, Left::lanes(channels, panel, &mut padded), right, depth);
    }
    tile
}

/// The gradient of a projection's latent vectors.
pub fn project_input_gradient(projection: &Projection, maps_gradient: &[f32], weight: &[f32], gradient: &mut [f32]) {
    let Projection { latent, maps: shape } = *projection;
    if latent < ROWS {
        return reference::project_input_gradient(projection, maps_gradient, weight, gradient);
    }
    for_each_chunk(gradient, latent * LANES, |block, output| {
        let pixels = maps_gradient[block * shape.block_length()..].chunks_exact(shape.pixel_length());
        for panel in 0..latent.div_ceil(ROWS) {
            // The last four elements may overlap with those before; they come out the same.
            let element = (panel * ROWS).min(latent - ROWS);
            let mut tile = zero_tile();
            for (pixel, channels) in pixels.clone().take(shape.pixels()).enumerate() {
                let left = Left {
                    values: &weight[pixel * latent + element..],
                    row_stride: 1,
                    column_stride: shape.pixels() * latent,
                };
                tile = accumulate(tile, left, channels, shape.channels);
            }
            store(tile, &mut output[element * LANES..]);
        }
    });
}

/// Multiplies the maps of each image by `weight` `(channels, height, width)` and sums, to one number an image `(blocks, 8)`.
pub fn read_out(shape: &MapsShape, maps: &[f32], weight: &[f32], outputs: &mut [f32], scratch: &mut Vec<f32>) {
    let weight = &*order_by_pixel(shape, weight, scratch);
    for_each_chunk(outputs, LANES, |block, output| {
        let maps = &maps[block * shape.block_length()..][..shape.block_length()];
        // Four sums, because one would have to wait for itself.
        let mut sums = zero_tile();
        for (values, weights) in maps.chunks(ROWS * LANES).zip(weight.chunks(ROWS)) {
            for ((sum, value), &weight) in sums.iter_mut().zip(load(values)).zip(weights) {
                *sum = F32x8::splat(weight).mul_add(value, *sum);
            }
        }
        let [a, b, c, d] = sums;
        ((a + b) + (c + d)).write_to(output);
    });
}

/// The weights `(height, width, channels)` of a read-out's `(channels, height, width)`.
fn order_by_pixel<'a>(shape: &MapsShape, weight: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let ordered = fit(scratch, weight.len());
    for (index, value) in ordered.iter_mut().enumerate() {
        *value = weight[index % shape.channels * shape.pixels() + index / shape.channels];
    }
    ordered
}

/// The gradient of a read-out's maps.
pub fn read_out_input_gradient(
    shape: &MapsShape,
    output_gradient: &[f32],
    weight: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let weight = &*order_by_pixel(shape, weight, scratch);
    for_each_chunk(gradient, shape.block_length(), |block, gradient| {
        let outputs = F32x8::from_slice(&output_gradient[block * LANES..]);
        for (gradient, &weight) in gradient.chunks_exact_mut(LANES).zip(weight) {
            (F32x8::splat(weight) * outputs).write_to(gradient);
        }
    });
}

/// The gradient of a read-out's weights.
pub fn read_out_weight_gradient(shape: &MapsShape, maps: &[f32], output_gradient: &[f32], gradient: &mut [f32]) {
    for_each_chunk(gradient, shape.pixels(), |channel, gradient| {
        for (pixel, value) in gradient.iter_mut().enumerate() {
            let at_channel = pixel * shape.pixel_length() + channel * LANES;
            let mut sum = F32x8::zero();
            for (block, outputs) in output_gradient.chunks_exact(LANES).enumerate() {
                let maps = F32x8::from_slice(&maps[block * shape.block_length() + at_channel..]);
                sum = maps.mul_add(F32x8::from_slice(outputs), sum);
            }
            *value = sum.sum();
        }
    });
}
