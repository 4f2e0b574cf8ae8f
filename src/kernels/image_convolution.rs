//! The 4x4 convolution of stride 2 where the large maps are images of one channel.
//!
//! One channel is too little for the products of [`super::direct_convolution`]; here the sixteen pixels under the kernel, the patch,
//! take the channels' place (im2col, one patch at a time, so that it stays in the first cache).

use super::direct_convolution::taps_inside;
use super::gemm::{Left, ROWS, accumulate, fit, opaque_lanes, store, transpose_square, zero_tile};
use super::parallel::for_each_chunk;
use super::shape::{Convolution, KERNEL, MapsShape, TAPS};
use crate::simd::{F32x8, LANES};

/// Numbers of a patch of eight images.
const PATCH: usize = TAPS * LANES;

/// Convolves images `large` with `weight` to `small`.
pub fn halve(convolution: &Convolution, large: &[f32], weight: &[f32], small: &mut [f32], scratch: &mut Vec<f32>) {
    let packed = &*pack(convolution, weight, scratch);
    let (shape, images) = (convolution.small(), convolution.large());
    // As many as there are taps, but not to the compiler: see `opaque_lanes`.
    let depth = packed.len() / (convolution.small_channels.div_ceil(ROWS) * ROWS);
    for_each_chunk(small, shape.row_length(), |row, output| {
        let mut patch = [0.0; PATCH];
        for (x, pixel) in output.chunks_exact_mut(shape.pixel_length()).enumerate() {
            gather(&images, large, row / shape.height, row % shape.height, x, &mut patch);
            for (panel, output) in pixel.chunks_mut(ROWS * LANES).enumerate() {
                let left = Left::packed(&packed[panel * TAPS * ROWS..]);
                store(accumulate(zero_tile(), left, &patch, depth), output);
            }
        }
    });
}

/// Orders the weights `(panel of four small channels, tap, 4)`.
fn pack<'a>(convolution: &Convolution, weight: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let panels = convolution.small_channels.div_ceil(ROWS);
    let packed = fit(scratch, panels * TAPS * ROWS);
    packed.fill(0.0);
    for (s, kernel) in weight.chunks_exact(TAPS).enumerate() {
        for (tap, &value) in kernel.iter().enumerate() {
            packed[(s / ROWS * TAPS + tap) * ROWS + s % ROWS] = value;
        }
    }
    packed
}

/// Copies the pixels under the kernel at `(y, x)` of the small maps; those of the padding are zero.
fn gather(shape: &MapsShape, images: &[f32], block: usize, y: usize, x: usize, patch: &mut [f32; PATCH]) {
    let (rows, columns) = (taps_inside(KERNEL, y, shape.height / 2), taps_inside(KERNEL, x, shape.width / 2));
    if rows.len() * columns.len() < TAPS {
        patch.fill(0.0);
    }
    for ky in rows {
        let source = shape.pixel(block, 2 * y + ky - 1, 2 * x + columns.start - 1);
        let target = (ky * KERNEL + columns.start) * LANES;
        let length = columns.len() * LANES;
        patch[target..target + length].copy_from_slice(&images[source..source + length]);
    }
}

/// Convolves `small` with the transpose of `weight` to images `large`.
pub fn double(convolution: &Convolution, small: &[f32], weight: &[f32], large: &mut [f32], _scratch: &mut Vec<f32>) {
    let (shape, images) = (convolution.small(), convolution.large());
    for_each_chunk(large, images.block_length(), |block, output| {
        output.fill(0.0);
        let mut patch = [0.0; PATCH];
        for y in 0..shape.height {
            for x in 0..shape.width {
                let right = &small[shape.pixel(block, y, x)..];
                for (four, output) in patch.chunks_exact_mut(ROWS * LANES).enumerate() {
                    let left = Left { values: &weight[four * ROWS..], row_stride: 1, column_stride: TAPS };
                    store(accumulate(zero_tile(), left, right, shape.channels), output);
                }
                scatter(&images, &patch, y, x, output);
            }
        }
    });
}

/// Adds a patch to the pixels under the kernel at `(y, x)` of the small maps, to those inside the images.
fn scatter(shape: &MapsShape, patch: &[f32; PATCH], y: usize, x: usize, block: &mut [f32]) {
    let columns = taps_inside(KERNEL, x, shape.width / 2);
    for ky in taps_inside(KERNEL, y, shape.height / 2) {
        let target = shape.pixel(0, 2 * y + ky - 1, 2 * x + columns.start - 1);
        let source = (ky * KERNEL + columns.start) * LANES;
        let length = columns.len() * LANES;
        let pixels = block[target..target + length].chunks_exact_mut(LANES);
        for (pixel, addend) in pixels.zip(patch[source..source + length].chunks_exact(LANES)) {
            (F32x8::from_slice(pixel) + F32x8::from_slice(addend)).write_to(pixel);
        }
    }
}

/// The gradient of the weights, where one of `small` and images `large` is the input and the other the gradient of the output.
pub fn weight_gradient(
    convolution: &Convolution,
    small: &[f32],
    large: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let shape = convolution.small();
    let transposed = &*transpose_patches(convolution, large, scratch);
    let row = shape.row_length();
    for_each_chunk(gradient, PANELS_AT_ONCE * ROWS * TAPS, |part, output| {
        output.fill(0.0);
        // Row by row of the maps, so that the patches of a row stay in the first cache for all panels.
        for (pixels, patches) in small.chunks_exact(row).zip(transposed.chunks_exact(shape.width * PATCH)) {
            for (panel, output) in output.chunks_mut(ROWS * TAPS).enumerate() {
                add_row_products(&shape, pixels, patches, part * PANELS_AT_ONCE + panel, output);
            }
        }
    });
}

/// Panels of weights that one task of `weight_gradient` works on.
const PANELS_AT_ONCE: usize = 4;

/// Adds to the weights of four small channels, `(4, taps)`, what a row of pixels gives to their gradient.
fn add_row_products(shape: &MapsShape, pixels: &[f32], patches: &[f32], panel: usize, output: &mut [f32]) {
    let depth = opaque_lanes();
    let mut padded = [0.0; ROWS * LANES];
    for group in 0..TAPS / LANES {
        let mut tile = zero_tile();
        for (pixel, patch) in pixels.chunks_exact(shape.pixel_length()).zip(patches.chunks_exact(PATCH)) {
            let right = &patch[group * LANES * LANES..];
            tile = accumulate(tile, Left::lanes(pixel, panel, &mut padded), right, depth);
        }
        for (row, output) in tile.into_iter().zip(output.chunks_exact_mut(TAPS)) {
            let output = &mut output[group * LANES..];
            (F32x8::from_slice(output) + row).write_to(output);
        }
    }
}

/// Every patch as `(blocks, pixels, eight taps, 8 lanes, 8 taps)`.
fn transpose_patches<'a>(convolution: &Convolution, images: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let (shape, large) = (convolution.small(), convolution.large());
    let transposed = fit(scratch, shape.blocks * shape.pixels() * PATCH);
    for_each_chunk(transposed, shape.width * PATCH, |row, output| {
        let mut patch = [0.0; PATCH];
        for (x, output) in output.chunks_exact_mut(PATCH).enumerate() {
            gather(&large, images, row / shape.height, row % shape.height, x, &mut patch);
            for (eight, output) in patch.chunks_exact(LANES * LANES).zip(output.chunks_exact_mut(LANES * LANES)) {
                transpose_square(eight, output);
            }
        }
    });
    transposed
}
