//! The 4x4 convolution of stride 2 between 14x14 and 7x7 maps as products of polynomials, with a third of the multiplications.
//!
//! Split by the parity of their rows and columns, the large maps are four *phases* of 7x7 pixels, and a phase meets the small
//! maps in a 2x2 kernel, a quarter of the taps. A map of seven rows is a polynomial of degree 6, a kernel of two rows one of
//! degree 1. The coefficients of their product, of degree 7, are the rows of the phase as the zero padding wants them, and one
//! more that falls off the border. The product is known from its values at eight points (Toom 1963, Cook 1966; Winograd 1980),
//! so that in two dimensions 8x8 multiplications replace 13x13. With E the values of a map at the points, W those of a kernel,
//! and I the coefficients of a product from its values, a small map x, the kernel w of a phase and the phase y meet in
//!
//! - `double`: y = I ((W w W<sup>T</sup>) ∘ (E x E<sup>T</sup>)) I<sup>T</sup>,
//! - `halve`: x = E<sup>T</sup> ((W w W<sup>T</sup>) ∘ (I<sup>T</sup> y I)) E,
//! - `weight_gradient`: w = W<sup>T</sup> ((E x E<sup>T</sup>) ∘ (I<sup>T</sup> y I)) W,
//!
//! of which the latter two are adjoints of the first. Summed over channels, or over images, each ∘ is 64 matrix products, one
//! for each pair of points; all else is arithmetic on eight images at once.
//!
//! What stands in parentheses, the *values* at the points, is made by `ToomCook`, which then finishes each pass from them.

#![allow(unsafe_code)]

use super::gemm::{Left, ROWS, accumulate, fit, opaque_lanes, store, transpose_square, zero_tile};
use super::parallel::for_each_chunk;
use super::shape::{Convolution, KERNEL, MapsShape, TAPS};
use crate::simd::{F32x8, LANES, transpose};
use std::array::from_fn;
use std::ops::Range;

/// Rows, and columns, of the small maps and of a phase.
const SMALL_SIDE: usize = 7;

/// Rows, and columns, of the large maps.
const LARGE_SIDE: usize = 2 * SMALL_SIDE;

/// Points, one more than the degree of a product: 0, 1, -1, 2, -2, 1/2, -1/2 and ∞, where the value at ∞ is the coefficient of
/// the highest power.
const POINTS: usize = 8;

/// Pairs of points, at which a map has values.
const GRID: usize = POINTS * POINTS;

/// Phases of the large maps. Number `(ky % 2) * 2 + kx % 2` is the one that tap `(ky, kx)` reaches.
const PHASES: usize = 4;

/// Rows, and columns, of the kernel of a phase.
const PHASE_KERNEL: usize = KERNEL / 2;

/// The numbers that belong to the same place in eight images.
type Eight = [f32; LANES];

/// Whether the convolution is one of this file's.
pub fn fits(convolution: &Convolution) -> bool {
    (convolution.height, convolution.width, convolution.kernel) == (SMALL_SIDE, SMALL_SIDE, KERNEL)
}

/// Convolves `small` with the transpose of `weight` to `large`.
pub fn double(convolution: &Convolution, small: &[f32], weight: &[f32], large: &mut [f32], scratch: &mut Vec<f32>) {
    let form = ToomCook::new(convolution);
    let [small_values, weight_values, scratch] =
        split(scratch, [form.small_values(), form.weight_values(), form.scratch()]);
    form.evaluate_small(small, small_values);
    form.evaluate_weight(weight, weight_values, scratch);
    form.double(small_values, weight_values, large, scratch);
}

/// Convolves `large` with `weight` to `small`.
pub fn halve(convolution: &Convolution, large: &[f32], weight: &[f32], small: &mut [f32], scratch: &mut Vec<f32>) {
    let form = ToomCook::new(convolution);
    let [large_values, weight_values, scratch] =
        split(scratch, [form.large_values(), form.weight_values(), form.scratch()]);
    form.evaluate_large(large, large_values);
    form.evaluate_weight(weight, weight_values, scratch);
    form.halve(large_values, weight_values, small, scratch);
}

/// The gradient of the weights, where one of `small` and `large` is the input and the other the gradient of the output.
pub fn weight_gradient(
    convolution: &Convolution,
    small: &[f32],
    large: &[f32],
    gradient: &mut [f32],
    scratch: &mut Vec<f32>,
) {
    let form = ToomCook::new(convolution);
    let [small_values, large_values, scratch] =
        split(scratch, [form.small_values(), form.large_values(), form.scratch()]);
    form.evaluate_small(small, small_values);
    form.evaluate_large(large, large_values);
    form.weight_gradient(small_values, large_values, gradient, scratch);
}

/// Parts of `scratch` of the given lengths.
fn split<const N: usize>(scratch: &mut Vec<f32>, lengths: [usize; N]) -> [&mut [f32]; N] {
    let mut rest = fit(scratch, lengths.iter().sum());
    lengths.map(|length| rest.split_off_mut(..length).expect("the scratch has the sum of all lengths"))
}

/// The passes of one convolution by way of values at the points.
///
/// Values lie in buffers of the length that a method says, and begin where a line of the cache does, wherever the buffer lies.
///
/// The strides are distances between points, counted in eights.
struct ToomCook {
    small: MapsShape,
    large: MapsShape,
    /// Eights of small channels, the last perhaps not whole.
    groups: usize,
    /// In the small maps' values, `(blocks, points, small channels, 8)`.
    small_stride: usize,
    /// In the large maps' values, `(blocks, points, large channels, phases, 8)`.
    large_stride: usize,
    /// In the weights' values, `(points, small channels, large channels, phases)`.
    weight_stride: usize,
    /// From small channel to small channel in the weights' values.
    weight_row: usize,
    /// In the products that make large maps, `(points, blocks, large channels, phases, 8)`.
    doubled_stride: usize,
    /// In the products that make small maps, `(points, blocks, small channels, 8)`.
    halved_stride: usize,
    /// In the products that make the gradient, `(points, large channels, groups, phases, 8)`, each point's after the panels of
    /// the small maps' values that they are made from, `(groups, blocks, 8 lanes, 8 channels)`.
    gradient_stride: usize,
}

impl ToomCook {
    /// The passes of `convolution`.
    ///
    /// # Panics
    /// When it does not fit.
    fn new(convolution: &Convolution) -> Self {
        assert!(fits(convolution), "the small maps are not 7x7, or the kernel is not 4x4: take the direct convolution");
        let (small, large) = (convolution.small(), convolution.large());
        let groups = small.channels.div_ceil(LANES);
        let rows = small.channels.next_multiple_of(ROWS);
        let weight_row = odd_lines((large.channels * PHASES).div_ceil(LANES));
        Self {
            small,
            large,
            groups,
            small_stride: odd_lines(small.channels),
            large_stride: odd_lines(large.channels * PHASES),
            weight_stride: rows * weight_row,
            weight_row,
            doubled_stride: odd_lines(large.blocks * large.channels * PHASES),
            halved_stride: odd_lines(small.blocks * rows),
            gradient_stride: odd_lines(groups * (small.blocks * LANES + large.channels * PHASES)),
        }
    }

    /// Length of a buffer for the values of small maps.
    fn small_values(&self) -> usize {
        with_room_to_align(self.small.blocks * GRID * self.small_stride)
    }

    /// Length of a buffer for the values of large maps.
    fn large_values(&self) -> usize {
        with_room_to_align(self.large.blocks * GRID * self.large_stride)
    }

    /// Length of a buffer for the values of the weights.
    fn weight_values(&self) -> usize {
        with_room_to_align(GRID * self.weight_stride)
    }

    /// Length of a buffer for any method to work in.
    fn scratch(&self) -> usize {
        let products = self.doubled_stride.max(self.halved_stride).max(self.gradient_stride);
        with_room_to_align(GRID * products.max(self.weight_stride))
    }

    /// The values of small maps, E x E<sup>T</sup>.
    fn evaluate_small(&self, small: &[f32], values: &mut [f32]) {
        let small = eights(small);
        let values = align_mut(values, self.small.blocks * GRID * self.small_stride);
        for_each_chunk(values, GRID * self.small_stride, |block, values| {
            let first = block * self.small.block_length() / LANES;
            for channel in 0..self.small.channels {
                let map = Square::<SMALL_SIDE>::map(&small[first..], self.small.channels, channel);
                let mut grid = SquareMut::grid(values, self.small_stride, channel);
                in_both_directions(
                    evaluate,
                    (0..SMALL_SIDE, 0..POINTS),
                    |y, x| map.get(y, x),
                    |i, j, value| grid.set(i, j, value),
                );
            }
        });
    }

    /// The values of large maps, I<sup>T</sup> y I for each phase y.
    fn evaluate_large(&self, large: &[f32], values: &mut [f32]) {
        let large = eights(large);
        let values = align_mut(values, self.large.blocks * GRID * self.large_stride);
        for_each_chunk(values, GRID * self.large_stride, |block, values| {
            let first = block * self.large.block_length() / LANES;
            for (row, channel, phase) in phases(self.large.channels) {
                let map = Square::<LARGE_SIDE>::map(&large[first..], self.large.channels, channel);
                let mut grid = SquareMut::grid(values, self.large_stride, row);
                in_both_directions(
                    interpolate_adjoint,
                    (phase.rows(), 0..POINTS),
                    |y, x| phase.pixel(y, x).map_or(F32x8::zero(), |(y, x)| map.get(y, x)),
                    |i, j, value| grid.set(i, j, value),
                );
            }
        });
    }

    /// The values of the weights, W w W<sup>T</sup> for the kernel w of each phase.
    fn evaluate_weight(&self, weight: &[f32], values: &mut [f32], scratch: &mut [f32]) {
        let stride = self.weight_stride;
        let taps = align_mut(scratch, PHASE_KERNEL * PHASE_KERNEL * stride);
        self.order_taps(weight, taps);
        let taps = &*taps;
        for_each_chunk(align_mut(values, GRID * stride), POINTS * stride, |i, values| {
            let [first, second] = KERNEL_VALUES[i].map(F32x8::splat);
            for place in 0..stride {
                let tap = |k: usize, l: usize| F32x8::from_slice(&taps[(k * PHASE_KERNEL + l) * stride + place]);
                let row = from_fn(|l| tap(1, l).mul_add(second, tap(0, l) * first));
                for (j, value) in evaluate_kernel(row).into_iter().enumerate() {
                    value.write_to(&mut values[j * stride + place]);
                }
            }
        });
    }

    /// Orders the weights `(2, 2, small channels, large channels, phases)`: all phases' kernels, tap by tap.
    fn order_taps(&self, weight: &[f32], taps: &mut [Eight]) {
        let (kernels, _) = weight.as_chunks::<TAPS>();
        for_each_chunk(taps, self.weight_stride, |tap, taps| {
            let first = (tap / PHASE_KERNEL * KERNEL + tap % PHASE_KERNEL) * 2;
            let rows = taps.chunks_exact_mut(self.weight_row);
            for (row, kernels) in rows.zip(kernels.chunks_exact(self.large.channels)) {
                let (row, _) = row.as_flattened_mut().as_chunks_mut::<PHASES>();
                for (phases, kernel) in row.iter_mut().zip(kernels) {
                    *phases = [0, 1, KERNEL, KERNEL + 1].map(|phase| kernel[first + phase]);
                }
            }
        });
    }

    /// Convolves small maps with the transpose of the weights to `large`.
    fn double(&self, small_values: &[f32], weight_values: &[f32], large: &mut [f32], scratch: &mut [f32]) {
        let products = align_mut(scratch, GRID * self.doubled_stride);
        self.multiply_to_double(align(small_values), align(weight_values), products);
        self.collect_large(products, large);
    }

    fn multiply_to_double(&self, small_values: &[Eight], weight_values: &[Eight], products: &mut [Eight]) {
        for_each_chunk(products, self.doubled_stride, |point, products| {
            let weights = weight_values[point * self.weight_stride..][..self.weight_stride].as_flattened();
            for channel in 0..self.large.channels {
                let values = &weights[channel * PHASES..];
                let left = Left { values, row_stride: 1, column_stride: self.weight_row * LANES };
                for block in 0..self.small.blocks {
                    let right = small_values[(block * GRID + point) * self.small_stride..].as_flattened();
                    let tile = accumulate(zero_tile(), left, right, self.small.channels);
                    let place = (block * self.large.channels + channel) * PHASES;
                    store(tile, products[place..][..ROWS].as_flattened_mut());
                }
            }
        });
    }

    /// I p I<sup>T</sup> for the products p of each phase.
    fn collect_large(&self, products: &[Eight], large: &mut [f32]) {
        for_each_chunk(eights_mut(large), self.large.block_length() / LANES, |block, large| {
            for (row, channel, phase) in phases(self.large.channels) {
                let grid = Square::grid(products, self.doubled_stride, block * self.large.channels * PHASES + row);
                let mut map = SquareMut::<LARGE_SIDE>::map(large, self.large.channels, channel);
                in_both_directions(
                    interpolate,
                    (0..POINTS, phase.columns()),
                    |i, j| grid.get(i, j),
                    |y, x, value| {
                        if let Some((y, x)) = phase.pixel(y, x) {
                            map.set(y, x, value);
                        }
                    },
                );
            }
        });
    }

    /// Convolves large maps with the weights to `small`.
    fn halve(&self, large_values: &[f32], weight_values: &[f32], small: &mut [f32], scratch: &mut [f32]) {
        let products = align_mut(scratch, GRID * self.halved_stride);
        self.multiply_to_halve(align(large_values), align(weight_values), products);
        self.collect_small(products, small);
    }

    fn multiply_to_halve(&self, large_values: &[Eight], weight_values: &[Eight], products: &mut [Eight]) {
        let panels = self.small.channels.div_ceil(ROWS);
        for_each_chunk(products, self.halved_stride, |point, products| {
            let weights = &weight_values[point * self.weight_stride..][..self.weight_stride];
            for panel in 0..panels {
                let values = weights[panel * ROWS * self.weight_row..].as_flattened();
                let left = Left { values, row_stride: self.weight_row * LANES, column_stride: 1 };
                for block in 0..self.large.blocks {
                    let right = large_values[(block * GRID + point) * self.large_stride..].as_flattened();
                    let tile = accumulate(zero_tile(), left, right, self.large.channels * PHASES);
                    store(tile, products[(block * panels + panel) * ROWS..][..ROWS].as_flattened_mut());
                }
            }
        });
    }

    /// E<sup>T</sup> p E for the products p of each small channel.
    fn collect_small(&self, products: &[Eight], small: &mut [f32]) {
        let rows = self.small.channels.next_multiple_of(ROWS);
        for_each_chunk(eights_mut(small), self.small.block_length() / LANES, |block, small| {
            for channel in 0..self.small.channels {
                let grid = Square::grid(products, self.halved_stride, block * rows + channel);
                let mut map = SquareMut::<SMALL_SIDE>::map(small, self.small.channels, channel);
                in_both_directions(
                    evaluate_adjoint,
                    (0..POINTS, 0..SMALL_SIDE),
                    |i, j| grid.get(i, j),
                    |y, x, value| map.set(y, x, value),
                );
            }
        });
    }

    /// The gradient of the weights from the values of small and of large maps.
    fn weight_gradient(&self, small_values: &[f32], large_values: &[f32], gradient: &mut [f32], scratch: &mut [f32]) {
        let products = align_mut(scratch, GRID * self.gradient_stride);
        self.multiply_to_gradient(align(small_values), align(large_values), products);
        self.collect_gradient(products, gradient);
    }

    fn multiply_to_gradient(&self, small_values: &[Eight], large_values: &[Eight], products: &mut [Eight]) {
        let blocks = self.small.blocks;
        let lanes = opaque_lanes();
        for_each_chunk(products, self.gradient_stride, |point, products| {
            let (panels, products) = products.split_at_mut(self.groups * blocks * LANES);
            self.transpose_to_panels(point, small_values, panels);
            for (channel, products) in products.chunks_exact_mut(self.groups * PHASES).enumerate() {
                for (group, products) in products.chunks_exact_mut(PHASES).enumerate() {
                    let mut tile = zero_tile();
                    for block in 0..blocks {
                        let place = (block * GRID + point) * self.large_stride + channel * PHASES;
                        let values = large_values[place..].as_flattened();
                        let left = Left { values, row_stride: LANES, column_stride: 1 };
                        let right = panels[(group * blocks + block) * LANES..].as_flattened();
                        tile = accumulate(tile, left, right, lanes);
                    }
                    store(tile, products.as_flattened_mut());
                }
            }
        });
    }

    /// Turns one point's values of small maps into panels `(groups, blocks, 8 lanes, 8 channels)`.
    fn transpose_to_panels(&self, point: usize, small_values: &[Eight], panels: &mut [Eight]) {
        let blocks = self.small.blocks;
        for (index, panel) in panels.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let (group, block) = (index / blocks, index % blocks);
            let channels = &small_values[(block * GRID + point) * self.small_stride..][..self.small.channels];
            transpose_square(channels[group * LANES..].as_flattened(), panel.as_flattened_mut());
        }
    }

    /// W<sup>T</sup> p W for the products p of each pair of channels and each phase.
    fn collect_gradient(&self, products: &[Eight], gradient: &mut [f32]) {
        let channels = self.large.channels;
        let panels = self.groups * self.small.blocks * LANES;
        for_each_chunk(gradient, LANES * channels * TAPS, |group, gradient| {
            for channel in 0..channels {
                let mut taps = [F32x8::zero(); TAPS];
                for phase in 0..PHASES {
                    let place = panels + (channel * self.groups + group) * PHASES + phase;
                    let grid = Square::grid(products, self.gradient_stride, place);
                    in_both_directions(
                        evaluate_kernel_adjoint,
                        (0..POINTS, 0..PHASE_KERNEL),
                        |i, j| grid.get(i, j),
                        |k, l, value| taps[(2 * k + phase / 2) * KERNEL + 2 * l + phase % 2] = value,
                    );
                }
                write_kernels(taps, channel, gradient.chunks_exact_mut(channels * TAPS));
            }
        });
    }
}

/// Writes the kernels of large channel `channel` and eight small channels, which are the lanes of `taps`, into the rows of the
/// weights that belong to the small channels.
fn write_kernels<'a>(taps: [F32x8; TAPS], channel: usize, rows: impl Iterator<Item = &'a mut [f32]>) {
    let [upper, lower] = [0, LANES].map(|first| transpose(from_fn(|tap| taps[first + tap])));
    for ((row, upper), lower) in rows.zip(upper).zip(lower) {
        let kernel = &mut row[channel * TAPS..][..TAPS];
        upper.write_to(kernel);
        lower.write_to(&mut kernel[LANES..]);
    }
}

/// Where a phase begins in the large maps.
#[derive(Clone, Copy)]
struct Phase {
    first_row: usize,
    first_column: usize,
}

impl Phase {
    fn new(number: usize) -> Self {
        // Because of the padding of 1, even rows of the kernel meet odd rows of the maps.
        Self { first_row: 1 - number / 2, first_column: 1 - number % 2 }
    }

    /// The powers whose coefficients are rows of the phase.
    fn rows(self) -> Range<usize> {
        self.first_row..self.first_row + SMALL_SIDE
    }

    /// The powers whose coefficients are columns of the phase.
    fn columns(self) -> Range<usize> {
        self.first_column..self.first_column + SMALL_SIDE
    }

    /// The pixel of the large maps, if any, that is the coefficient of two powers.
    #[inline(always)]
    fn pixel(self, y: usize, x: usize) -> Option<(usize, usize)> {
        let (row, column) = (y.wrapping_sub(self.first_row), x.wrapping_sub(self.first_column));
        let inside = row < SMALL_SIDE && column < SMALL_SIDE;
        inside.then(|| (2 * row + self.first_row, 2 * column + self.first_column))
    }
}

/// The rows `(channels, phases)`: the number of each, its channel and its phase.
fn phases(channels: usize) -> impl Iterator<Item = (usize, usize, Phase)> {
    (0..channels * PHASES).map(|row| (row, row / PHASES, Phase::new(row % PHASES)))
}

/// A square of eights, `LENGTH` rows by `LENGTH` columns. Its place in memory is checked once, when it is made, which saves a
/// twentieth of a pass.
struct Square<'a, const LENGTH: usize> {
    eights: &'a [Eight],
    row_stride: usize,
    column_stride: usize,
}

impl<'a, const LENGTH: usize> Square<'a, LENGTH> {
    /// The map of one channel and block, where `maps` begin with the block.
    fn map(maps: &'a [Eight], channels: usize, channel: usize) -> Self {
        Self::new(&maps[channel..], LENGTH * channels, channels)
    }

    fn new(eights: &'a [Eight], row_stride: usize, column_stride: usize) -> Self {
        assert!((LENGTH - 1) * (row_stride + column_stride) < eights.len());
        Self { eights, row_stride, column_stride }
    }

    #[inline(always)]
    fn get(&self, row: usize, column: usize) -> F32x8 {
        assert!(row < LENGTH && column < LENGTH);
        // SAFETY: by the assertion in `new`, even the last row and column lie in the slice.
        F32x8::from_slice(unsafe { self.eights.get_unchecked(row * self.row_stride + column * self.column_stride) })
    }
}

impl<'a> Square<'a, POINTS> {
    /// What lies `place` eights after each point.
    fn grid(values: &'a [Eight], stride: usize, place: usize) -> Self {
        Self::new(&values[place..], POINTS * stride, stride)
    }
}

/// A [`Square`] to be written.
struct SquareMut<'a, const LENGTH: usize> {
    eights: &'a mut [Eight],
    row_stride: usize,
    column_stride: usize,
}

impl<'a, const LENGTH: usize> SquareMut<'a, LENGTH> {
    /// The map of one channel, where `maps` begin with its block.
    fn map(maps: &'a mut [Eight], channels: usize, channel: usize) -> Self {
        Self::new(&mut maps[channel..], LENGTH * channels, channels)
    }

    fn new(eights: &'a mut [Eight], row_stride: usize, column_stride: usize) -> Self {
        assert!((LENGTH - 1) * (row_stride + column_stride) < eights.len());
        Self { eights, row_stride, column_stride }
    }

    #[inline(always)]
    fn set(&mut self, row: usize, column: usize, value: F32x8) {
        assert!(row < LENGTH && column < LENGTH);
        let place = row * self.row_stride + column * self.column_stride;
        // SAFETY: by the assertion in `new`, even the last row and column lie in the slice.
        value.write_to(unsafe { self.eights.get_unchecked_mut(place) });
    }
}

impl<'a> SquareMut<'a, POINTS> {
    /// What lies `place` eights after each point.
    fn grid(values: &'a mut [Eight], stride: usize, place: usize) -> Self {
        Self::new(&mut values[place..], POINTS * stride, stride)
    }
}

/// Numbers in a line of the cache.
const CACHE_LINE: usize = 16;

/// Bytes in a line of the cache.
const CACHE_LINE_BYTES: usize = CACHE_LINE * size_of::<f32>();

/// So many eights, or more, that they are an odd number of cache lines: 64 places that far apart lie in 64 sets of the cache.
fn odd_lines(eights: usize) -> usize {
    let line = CACHE_LINE / LANES;
    (eights.div_ceil(line) | 1) * line
}

/// Length of a buffer in which so many eights find room from the beginning of a cache line on.
fn with_room_to_align(eights: usize) -> usize {
    eights * LANES + CACHE_LINE
}

/// What [`align_mut`] gave access to.
fn align(buffer: &[f32]) -> &[Eight] {
    eights(&buffer[buffer.as_ptr().align_offset(CACHE_LINE_BYTES)..])
}

/// The first `length` eights of `buffer` from the beginning of a cache line on. Stores across lines cost a tenth of a pass.
fn align_mut(buffer: &mut [f32], length: usize) -> &mut [Eight] {
    let start = buffer.as_ptr().align_offset(CACHE_LINE_BYTES);
    &mut eights_mut(&mut buffer[start..])[..length]
}

fn eights(values: &[f32]) -> &[Eight] {
    values.as_chunks().0
}

fn eights_mut(values: &mut [f32]) -> &mut [Eight] {
    values.as_chunks_mut().0
}

/// Transforms the given rows of a matrix, whose other rows are zero, and then the given columns of what comes of it.
#[inline(always)]
fn in_both_directions<const FROM: usize, const TO: usize>(
    transform: impl Fn([F32x8; FROM]) -> [F32x8; TO],
    (rows, columns): (Range<usize>, Range<usize>),
    read: impl Fn(usize, usize) -> F32x8,
    mut write: impl FnMut(usize, usize, F32x8),
) {
    let mut matrix = [[F32x8::zero(); TO]; FROM];
    for y in rows {
        matrix[y] = transform(from_fn(|x| read(y, x)));
    }
    for x in columns {
        for (y, value) in transform(from_fn(|y| matrix[y][x])).into_iter().enumerate() {
            write(y, x, value);
        }
    }
}

// The one-dimensional transforms. The values at p and -p are the sum and the difference of what the even and the odd powers
// give. The row of a point in E and in W may be multiplied by any numbers if the column of I is divided by both. Powers of two
// are chosen so that no number is large and that 2 and 1/2 take the same part: E's rows of ±2 are divided by 64, and W's rows
// of ±1, ±2 and ±1/2 are multiplied by 1/2, 2 and 8.

/// The values of a map, E.
#[inline(always)]
fn evaluate(map: [F32x8; SMALL_SIDE]) -> [F32x8; POINTS] {
    let quarters = |a, b, c| scale_add(scale_add(c, 0.25, b), 0.25, a);
    let [x0, x1, x2, x3, x4, x5, x6] = map;
    let (even_one, odd_one) = ((x0 + x2) + (x4 + x6), x1 + x3 + x5);
    let (even_two, odd_two) = (scale_add(quarters(x4, x2, x0), 0.25, x6), quarters(x5, x3, x1));
    let (even_half, odd_half) = (scale_add(quarters(x2, x4, x6), 0.25, x0), quarters(x1, x3, x5));
    [
        x0,
        even_one + odd_one,
        even_one - odd_one,
        scale_add(odd_two, 0.5, even_two),
        scale_add(odd_two, -0.5, even_two),
        scale_add(odd_half, 0.5, even_half),
        scale_add(odd_half, -0.5, even_half),
        x6,
    ]
}

/// E<sup>T</sup>.
#[inline(always)]
fn evaluate_adjoint(values: [F32x8; POINTS]) -> [F32x8; SMALL_SIDE] {
    let [zero, one, minus_one, two, minus_two, half, minus_half, infinity] = values;
    let (even_one, odd_one) = (one + minus_one, one - minus_one);
    let (even_two, odd_two) = (two + minus_two, two - minus_two);
    let (even_half, odd_half) = (half + minus_half, half - minus_half);
    [
        scale_add(even_two, 1.0 / 64.0, zero + even_one + even_half),
        scale_add(odd_two, 1.0 / 32.0, scale_add(odd_half, 0.5, odd_one)),
        scale_add(even_two, 1.0 / 16.0, scale_add(even_half, 0.25, even_one)),
        scale_add(odd_two + odd_half, 0.125, odd_one),
        scale_add(even_two, 0.25, scale_add(even_half, 1.0 / 16.0, even_one)),
        scale_add(odd_two, 0.5, scale_add(odd_half, 1.0 / 32.0, odd_one)),
        scale_add(even_half, 1.0 / 64.0, infinity + even_one + even_two),
    ]
}

/// What the coefficient at one end, c0 or c7, adds to Q(4)/4 + 4 Q(1/4) - 2 Q(1) in [`interpolate`].
const END_IN_SUM: f32 = 1.0 / 16.0 + 16.0 - 2.0;

/// What it takes from Q(4)/4 - 4 Q(1/4).
const END_IN_DIFFERENCE: f32 = 16.0 - 1.0 / 16.0;

/// The coefficients of a product, I.
///
/// The even powers above the first are u Q(u), where u = p<sup>2</sup> and Q(u) = a + b u + c u<sup>2</sup>. What they give at
/// ±1, ±2 and ±1/2 comes scaled so that it is Q(1), Q(4)/4 and 4 Q(1/4), each with a part of c0. Then
///
/// - Q(4)/4 + 4 Q(1/4) - 2 Q(1) = 9/4 (a + c),
/// - Q(4)/4 - 4 Q(1/4) = 15/4 (c - a),
/// - Q(1) = a + b + c.
///
/// The odd powers below the last are the same read backwards: 1/u takes the place of u, and c7 that of c0.
#[inline(always)]
fn interpolate(values: [F32x8; POINTS]) -> [F32x8; POINTS] {
    let inner = |one: F32x8, two: F32x8, half: F32x8, end: F32x8| {
        let sum = scale_add(end, -END_IN_SUM, scale_add(one, -2.0, two + half)) * F32x8::splat(HALF_SUM);
        let difference = scale_add(end, END_IN_DIFFERENCE, two - half) * F32x8::splat(HALF_DIFFERENCE);
        [sum - difference, scale_add(sum, -2.0, one - end), sum + difference]
    };
    let [zero, one, minus_one, two, minus_two, half, minus_half, infinity] = values;
    let (odd_two, odd_half) = (two - minus_two, half - minus_half);
    let [c2, c4, c6] = inner(one + minus_one, two + minus_two, half + minus_half, zero);
    let [c5, c3, c1] = inner(one - minus_one, odd_half * F32x8::splat(0.5), odd_two + odd_two, infinity);
    [zero, c1, c2, c3, c4, c5, c6, infinity]
}

/// (a + c) / 2 from 9/4 (a + c).
const HALF_SUM: f32 = 2.0 / 9.0;

/// (c - a) / 2 from 15/4 (c - a).
const HALF_DIFFERENCE: f32 = 2.0 / 15.0;

/// I<sup>T</sup>.
#[inline(always)]
fn interpolate_adjoint(coefficients: [F32x8; POINTS]) -> [F32x8; POINTS] {
    let inner = |[a, b, c]: [F32x8; 3], end: F32x8| {
        let sum = scale_add(b, -2.0, a + c) * F32x8::splat(HALF_SUM);
        let difference = (c - a) * F32x8::splat(HALF_DIFFERENCE);
        let end = scale_add(difference, END_IN_DIFFERENCE, scale_add(sum, -END_IN_SUM, end - b));
        [scale_add(sum, -2.0, b), sum + difference, sum - difference, end]
    };
    let [c0, c1, c2, c3, c4, c5, c6, c7] = coefficients;
    let [even_one, even_two, even_half, zero] = inner([c2, c4, c6], c0);
    let [odd_one, odd_half, odd_two, infinity] = inner([c5, c3, c1], c7);
    [
        zero,
        even_one + odd_one,
        even_one - odd_one,
        scale_add(odd_two, 2.0, even_two),
        scale_add(odd_two, -2.0, even_two),
        scale_add(odd_half, 0.5, even_half),
        scale_add(odd_half, -0.5, even_half),
        infinity,
    ]
}

/// W.
#[rustfmt::skip]
const KERNEL_VALUES: [[f32; PHASE_KERNEL]; POINTS] =
    [[1.0, 0.0], [0.5, 0.5], [0.5, -0.5], [2.0, 4.0], [2.0, -4.0], [8.0, 4.0], [8.0, -4.0], [0.0, 1.0]];

/// The values of a kernel, W.
#[inline(always)]
fn evaluate_kernel(kernel: [F32x8; PHASE_KERNEL]) -> [F32x8; POINTS] {
    KERNEL_VALUES.map(|[first, second]| match (first, second) {
        (_, 0.0) => kernel[0],
        (0.0, _) => kernel[1],
        _ => scale_add(kernel[1], second, kernel[0] * F32x8::splat(first)),
    })
}

/// W<sup>T</sup>.
#[inline(always)]
fn evaluate_kernel_adjoint(values: [F32x8; POINTS]) -> [F32x8; PHASE_KERNEL] {
    let [zero, one, minus_one, two, minus_two, half, minus_half, infinity] = values;
    let first = scale_add(one + minus_one, 0.5, zero);
    let second = scale_add(one - minus_one, 0.5, infinity);
    [
        scale_add(half + minus_half, 8.0, scale_add(two + minus_two, 2.0, first)),
        scale_add((two - minus_two) + (half - minus_half), 4.0, second),
    ]
}

/// `value * factor + addend`.
#[inline(always)]
fn scale_add(value: F32x8, factor: f32, addend: F32x8) -> F32x8 {
    value.mul_add(F32x8::splat(factor), addend)
}
