//! The 4x4 convolution of stride 2 between maps of many channels, by definition: no im2col, no zeros inserted, and no
//! multiplication with the padding.
//!
//! The channels of pixels side by side are one panel of the microkernel, so that a pixel of the result is the sum of at most
//! four products with whole runs of pixels. [`super::reference`] defines what is computed.

use super::gemm::{Left, ROWS, accumulate, fit, load, opaque_lanes, store, transpose_square, zero_tile};
use super::parallel::for_each_chunk;
use super::shape::{Convolution, KERNEL, MapsShape, TAPS};
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
    let packed = fit(scratch, TAPS * panels * run);
    packed.fill(0.0);
    for (pair, kernel) in weight.chunks_exact(TAPS).enumerate() {
        let (s, l) = (pair / convolution.large_channels, pair % convolution.large_channels);
        for (tap, &value) in kernel.iter().enumerate() {
            let (ky, kx) = (tap / KERNEL, tap % KERNEL);
            packed[((ky * panels + s / ROWS) * KERNEL + kx) * run + l * ROWS + s % ROWS] = value;
        }
    }
    packed
}

/// One row of the small maps of one block.
fn halve_row(convolution: &Convolution, large: &[f32], packed: &[f32], block: usize, y: usize, output: &mut [f32]) {
    let shape = convolution.large();
    let panels = convolution.small_channels.div_ceil(ROWS);
    let run = convolution.large_channels * ROWS;
    for panel in 0..panels {
        for (x, pixel) in output.chunks_exact_mut(convolution.small().pixel_length()).enumerate() {
            let columns = taps_inside(x, convolution.width);
            let mut tile = zero_tile();
            for ky in taps_inside(y, convolution.height) {
                let left = &packed[((ky * panels + panel) * KERNEL + columns.start) * run..];
                let right = &large[shape.pixel(block, 2 * y + ky - 1, 2 * x + columns.start - 1)..];
                tile = accumulate(tile, Left::packed(left), right, columns.len() * shape.channels);
            }
            store(tile, &mut pixel[panel * ROWS * LANES..]);
        }
    }
}

/// The rows of the kernel that meet the large maps where the small row is `y` of `height`; so with columns.
pub(super) fn taps_inside(y: usize, height: usize) -> Range<usize> {
    let first = if y == 0 { 1 } else { 0 };
    let end = if y + 1 == height { KERNEL - 1 } else { KERNEL };
    first..end
}

/// Convolves `small` with the transpose of `weight` to `large`.
pub fn double(convolution: &Convolution, small: &[f32], weight: &[f32], large: &mut [f32], scratch: &mut Vec<f32>) {
    let packed = &*pack_to_double(convolution, weight, scratch);
    let shape = convolution.large();
    for_each_chunk(large, shape.row_length(), |row, output| {
        double_row(convolution, small, packed, row / shape.height, row % shape.height, output);
    });
}

/// For each column of the kernel: the parity of the large columns it reaches, and which of the two small pixels that reach
/// them, from left to right, it belongs to.
const COLUMN_PHASES: [(usize, usize); KERNEL] = [(1, 1), (0, 1), (1, 0), (0, 0)];

/// Small pixels in a row that reach a large one.
const REACHING: usize = 2;

/// Orders the weights `(parity of the column, ky, panel of four large channels, left or right pixel, small channel, 4)`.
fn pack_to_double<'a>(convolution: &Convolution, weight: &[f32], scratch: &'a mut Vec<f32>) -> &'a mut [f32] {
    let panels = convolution.large_channels.div_ceil(ROWS);
    let run = convolution.small_channels * ROWS;
    let packed = fit(scratch, TAPS * panels * run);
    packed.fill(0.0);
    for (pair, kernel) in weight.chunks_exact(TAPS).enumerate() {
        let (s, l) = (pair / convolution.large_channels, pair % convolution.large_channels);
        for (tap, &value) in kernel.iter().enumerate() {
            let (parity, pixel) = COLUMN_PHASES[tap % KERNEL];
            let segment = (parity * KERNEL + tap / KERNEL) * panels + l / ROWS;
            packed[(segment * REACHING + pixel) * run + s * ROWS + l % ROWS] = value;
        }
    }
    packed
}

/// One row of the large maps of one block.
fn double_row(convolution: &Convolution, small: &[f32], packed: &[f32], block: usize, y: usize, output: &mut [f32]) {
    let shape = convolution.small();
    let panels = convolution.large_channels.div_ceil(ROWS);
    let run = convolution.small_channels * ROWS;
    for panel in 0..panels {
        for (x, pixel) in output.chunks_exact_mut(convolution.large().pixel_length()).enumerate() {
            let (parity, first, pixels) = reaching_pixels(x, convolution.width);
            let mut tile = zero_tile();
            for (ky, small_y) in reaching_rows(y, convolution.height) {
                let segment = (parity * KERNEL + ky) * panels + panel;
                let left = &packed[(segment * REACHING + pixels.start) * run..];
                let right = &small[shape.pixel(block, small_y, first)..];
                tile = accumulate(tile, Left::packed(left), right, pixels.len() * shape.channels);
            }
            store(tile, &mut pixel[panel * ROWS * LANES..]);
        }
    }
}

/// The parity of large column `x`, the first small column that reaches it, and which of the left and right pixel that is.
fn reaching_pixels(x: usize, width: usize) -> (usize, usize, Range<usize>) {
    let (parity, centre) = (x % 2, x / 2);
    match parity {
        0 if centre == 0 => (0, 0, 1..REACHING),
        0 => (0, centre - 1, 0..REACHING),
        _ if centre + 1 == width => (1, centre, 0..1),
        _ => (1, centre, 0..REACHING),
    }
}

/// The rows of the kernel that reach large row `y`, each with the small row it does so from.
fn reaching_rows(y: usize, height: usize) -> impl Iterator<Item = (usize, usize)> {
    let centre = y / 2;
    let (near, far) = if y.is_multiple_of(2) {
        ((1, centre), centre.checked_sub(1).map(|above| (3, above)))
    } else {
        ((2, centre), (centre + 1 < height).then_some((0, centre + 1)))
    };
    std::iter::once(near).chain(far)
}

/// The gradient of the weights, where one of `small` and `large` is the input and the other the gradient of the output.
pub fn weight_gradient(
    convolution: &Convolution,
    small: &[f32],
    large: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let shape = convolution.small();
    let groups = shape.channels.div_ceil(LANES);
    let group_length = shape.blocks * shape.pixels() * LANES * LANES;
    let rows_length = convolution.large_channels * LANES;
    let scratch = fit(scratch, groups * (group_length + TAPS * rows_length));
    let (transposed, products) = scratch.split_at_mut(groups * group_length);
    transpose_maps(&shape, small, transposed);
    let transposed = &*transposed;
    for_each_chunk(products, rows_length, |index, rows| {
        let group = &transposed[index / TAPS * group_length..];
        products_of_tap(convolution, group, large, index % TAPS, rows);
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
    let shape = convolution.large();
    let (ky, kx) = (tap / KERNEL, tap % KERNEL);
    let depth = opaque_lanes();
    let mut padded = [0.0; ROWS * LANES];
    rows.fill(0.0);
    // Block by block, so that the transposed pixels of a block stay in the first cache for all panels.
    for block in 0..convolution.blocks {
        for panel in 0..shape.channels.div_ceil(ROWS) {
            let rows = &mut rows[panel * ROWS * LANES..];
            let mut tile = load(rows);
            for y in meeting(ky, convolution.height) {
                for x in meeting(kx, convolution.width) {
                    let pixel = (block * convolution.height + y) * convolution.width + x;
                    let channels = &large[shape.pixel(block, 2 * y + ky - 1, 2 * x + kx - 1)..][..shape.pixel_length()];
                    let left = Left::lanes(channels, panel, &mut padded);
                    tile = accumulate(tile, left, &transposed[pixel * LANES * LANES..], depth);
                }
            }
            store(tile, rows);
        }
    }
}

/// The small rows where row `ky` of the kernel meets the large maps and not their padding.
fn meeting(ky: usize, height: usize) -> Range<usize> {
    let first = if ky == 0 { 1 } else { 0 };
    let end = if ky + 1 == KERNEL { height - 1 } else { height };
    first..end
}

/// Copies the products `(eight small channels, tap, large channel, 8)` to the weights' order.
fn order_by_weight(convolution: &Convolution, products: &[f32], gradient: &mut [f32]) {
    let large_channels = convolution.large_channels;
    for (pair, kernel) in gradient.chunks_exact_mut(TAPS).enumerate() {
        let (s, l) = (pair / large_channels, pair % large_channels);
        for (tap, value) in kernel.iter_mut().enumerate() {
            *value = products[((s / LANES * TAPS + tap) * large_channels + l) * LANES + s % LANES];
        }
    }
}
