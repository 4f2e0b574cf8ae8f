//! The convolution of stride 2 between maps of many channels, with any kernel, by definition: no im2col, no zeros inserted, and no
//! multiplication with the padding.
//!
//! The channels of pixels side by side are one panel of the microkernel, so that a pixel of the result is the sum of at most
//! as many products with whole runs of pixels as the kernel has rows. [`super::reference`] defines what is computed.

use super::gemm::{Left, ROWS, accumulate, fit, load, opaque_lanes, store, transpose_square, zero_tile};
use super::parallel::for_each_chunk;
use super::shape::{Convolution, MapsShape};
use crate::simd::LANES;
use std::ops::Range;

/// Convolves `large` with `weight` to `small`.
pub fn halve(convolution: &Convolution, large: &[f32], weight: &[f32], small: &mut [f32], scratch: &mut Vec<f32>) {
    let packed = &*pack_to_halve(convolution, weight, scratch);
    let shape = convolution.small();
    for_each_chunk(small, shape.row_length(), |row, output| {
        halve_row(convolution, large, packed, row / shape.height, row % shape.height, output);
    });
}

/// Orders the weights `(ky, panel of four small channels, kx, large channel, 4)`: as a row of the kernel meets a run of pixels.
fn pack_to_halve<'a>(convolution: &Convolution, weight: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let panels = convolution.small_channels.div_ceil(ROWS);
    let run = convolution.large_channels * ROWS;
    let packed = fit(scratch, convolution.taps() * panels * run);
    packed.fill(0.0);
    for_each_weight(convolution, weight, |s, l, ky, kx, value| {
        packed[((ky * panels + s / ROWS) * convolution.kernel + kx) * run + l * ROWS + s % ROWS] = value;
    });
    packed
}

/// Calls `visit` with each weight, behind its small channel, its large channel, and its row and column in the kernel.
fn for_each_weight(convolution: &Convolution, weight: &[f32], mut visit: impl FnMut(usize, usize, usize, usize, f32)) {
    for (pair, taps) in weight.chunks_exact(convolution.taps()).enumerate() {
        let (s, l) = (pair / convolution.large_channels, pair % convolution.large_channels);
        for (ky, row) in taps.chunks_exact(convolution.kernel).enumerate() {
            row.iter().enumerate().for_each(|(kx, &value)| visit(s, l, ky, kx, value));
        }
    }
}

/// One row of the small maps of one block.
fn halve_row(convolution: &Convolution, large: &[f32], packed: &[f32], block: usize, y: usize, output: &mut [f32]) {
    let (shape, kernel, padding) = (convolution.large(), convolution.kernel, convolution.padding());
    let panels = convolution.small_channels.div_ceil(ROWS);
    let run = convolution.large_channels * ROWS;
    for panel in 0..panels {
        for (x, pixel) in output.chunks_exact_mut(convolution.small().pixel_length()).enumerate() {
            let columns = taps_inside(kernel, x, convolution.width);
            let mut tile = zero_tile();
            for ky in taps_inside(kernel, y, convolution.height) {
                let left = &packed[((ky * panels + panel) * kernel + columns.start) * run..];
                let right = &large[shape.pixel(block, 2 * y + ky - padding, 2 * x + columns.start - padding)..];
                tile = accumulate(tile, Left::packed(left), right, columns.len() * shape.channels);
            }
            store(tile, &mut pixel[panel * ROWS * LANES..]);
        }
    }
}

/// The rows of a kernel of `kernel` rows that meet the large maps where the small row is `y` of `height`; so with columns.
pub(super) fn taps_inside(kernel: usize, y: usize, height: usize) -> Range<usize> {
    let padding = (kernel - 1) / 2;
    padding.saturating_sub(2 * y)..kernel.min(2 * (height - y) + padding)
}

/// Convolves `small` with the transpose of `weight` to `large`.
pub fn double(convolution: &Convolution, small: &[f32], weight: &[f32], large: &mut [f32], scratch: &mut Vec<f32>) {
    let packed = &*pack_to_double(convolution, weight, scratch);
    let shape = convolution.large();
    for_each_chunk(large, shape.row_length(), |row, output| {
        double_row(convolution, small, packed, row / shape.height, row % shape.height, output);
    });
}

/// Orders the weights `(phase, ky, panel of four large channels, which of the small pixels that reach a large one from left to right,
/// small channel, 4)`, where the phase is whether `kx` is odd: a large column is reached by columns of one phase alone.
fn pack_to_double<'a>(convolution: &Convolution, weight: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let panels = convolution.large_channels.div_ceil(ROWS);
    let (run, reaching) = (convolution.small_channels * ROWS, convolution.kernel.div_ceil(2));
    let packed = fit(scratch, 2 * convolution.kernel * panels * reaching * run);
    packed.fill(0.0);
    for_each_weight(convolution, weight, |s, l, ky, kx, value| {
        let segment = (kx % 2 * convolution.kernel + ky) * panels + l / ROWS;
        packed[(segment * reaching + reaching - 1 - kx / 2) * run + s * ROWS + l % ROWS] = value;
    });
    packed
}

/// One row of the large maps of one block.
fn double_row(convolution: &Convolution, small: &[f32], packed: &[f32], block: usize, y: usize, output: &mut [f32]) {
    let (shape, kernel, padding) = (convolution.small(), convolution.kernel, convolution.padding());
    let panels = convolution.large_channels.div_ceil(ROWS);
    let (run, reaching) = (convolution.small_channels * ROWS, kernel.div_ceil(2));
    for panel in 0..panels {
        for (x, pixel) in output.chunks_exact_mut(convolution.large().pixel_length()).enumerate() {
            let columns = reaching_pixels(convolution, x, convolution.width);
            // The leftmost of them meets the column of the kernel that is farthest to the right.
            let kx = x + padding - 2 * columns.start;
            let mut tile = zero_tile();
            for small_y in reaching_pixels(convolution, y, convolution.height) {
                let ky = y + padding - 2 * small_y;
                let segment = (kx % 2 * kernel + ky) * panels + panel;
                let left = &packed[(segment * reaching + reaching - 1 - kx / 2) * run..];
                let right = &small[shape.pixel(block, small_y, columns.start)..];
                tile = accumulate(tile, Left::packed(left), right, columns.len() * shape.channels);
            }
            store(tile, &mut pixel[panel * ROWS * LANES..]);
        }
    }
}

/// The small rows, of `height`, that reach large row `y`; so with columns.
fn reaching_pixels(convolution: &Convolution, y: usize, height: usize) -> Range<usize> {
    let last_tap = y + convolution.padding();
    (last_tap + 1).saturating_sub(convolution.kernel).div_ceil(2)..height.min(last_tap / 2 + 1)
}

/// The gradient of the weights, where one of `small` and `large` is the input and the other the gradient of the output.
pub fn weight_gradient(
    convolution: &Convolution,
    small: &[f32],
    large: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let (shape, taps) = (convolution.small(), convolution.taps());
    let groups = shape.channels.div_ceil(LANES);
    let group_length = shape.blocks * shape.pixels() * LANES * LANES;
    let rows_length = convolution.large_channels * LANES;
    let scratch = fit(scratch, groups * (group_length + taps * rows_length));
    let (transposed, products) = scratch.split_at_mut(groups * group_length);
    transpose_maps(&shape, small, transposed);
    let transposed = &*transposed;
    for_each_chunk(products, rows_length, |index, rows| {
        let group = &transposed[index / taps * group_length..];
        products_of_tap(convolution, group, large, index % taps, rows);
    });
    order_by_weight(convolution, products, gradient);
}

/// Turns maps `(blocks, pixels, channels, 8)` into `(eight channels, blocks, pixels, 8 lanes, 8 channels)`.
fn transpose_maps(shape: &MapsShape, maps: &[f32], transposed: &mut [f32]) {
    let square = LANES * LANES;
    for_each_chunk(transposed, shape.blocks * shape.pixels() * square, |group, output| {
        for (pixel, output) in maps.chunks_exact(shape.pixel_length()).zip(output.chunks_exact_mut(square)) {
            transpose_square(&pixel[group * square..], output);
        }
    });
}

/// What one tap's weights to eight small channels get: a row of eight for each large channel.
fn products_of_tap(convolution: &Convolution, transposed: &[f32], large: &[f32], tap: usize, rows: &mut [f32]) {
    let (shape, padding) = (convolution.large(), convolution.padding());
    let (ky, kx) = (tap / convolution.kernel, tap % convolution.kernel);
    let depth = opaque_lanes();
    let mut padded = [0.0; ROWS * LANES];
    rows.fill(0.0);
    // Block by block, so that the transposed pixels of a block stay in the first cache for all panels.
    for block in 0..convolution.blocks {
        for panel in 0..shape.channels.div_ceil(ROWS) {
            let rows = &mut rows[panel * ROWS * LANES..];
            let mut tile = load(rows);
            for y in meeting(padding, ky, convolution.height) {
                for x in meeting(padding, kx, convolution.width) {
                    let pixel = (block * convolution.height + y) * convolution.width + x;
                    let channels = shape.pixel(block, 2 * y + ky - padding, 2 * x + kx - padding);
                    let channels = &large[channels..][..shape.pixel_length()];
                    let left = Left::lanes(channels, panel, &mut padded);
                    tile = accumulate(tile, left, &transposed[pixel * LANES * LANES..], depth);
                }
            }
            store(tile, rows);
        }
    }
}

/// The small rows, of `height`, where row `ky` of the kernel meets the large maps and not their padding; so with columns.
fn meeting(padding: usize, ky: usize, height: usize) -> Range<usize> {
    padding.saturating_sub(ky).div_ceil(2)..height.min((2 * height + padding + 1 - ky) / 2)
}

/// Copies the products `(eight small channels, tap, large channel, 8)` to the weights' order.
fn order_by_weight(convolution: &Convolution, products: &[f32], gradient: &mut [f32]) {
    let (large_channels, taps) = (convolution.large_channels, convolution.taps());
    for (pair, kernel) in gradient.chunks_exact_mut(taps).enumerate() {
        let (s, l) = (pair / large_channels, pair % large_channels);
        for (tap, value) in kernel.iter_mut().enumerate() {
            *value = products[((s / LANES * taps + tap) * large_channels + l) * LANES + s % LANES];
        }
    }
}
