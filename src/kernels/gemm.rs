//! Matrix products on one microkernel: a tile of four rows by eight columns that stays in registers.
//!
//! V8 has fifteen vector registers for a WebAssembly function: the tile takes eight, a row of the right factor two, and a
//! number of the left factor one.
//!
//! The right factor is always a *panel*: eight columns, row after row, `(depth, 8)`. The left factor may lie anywhere,
//! because its numbers are read one by one; [`Left`] says where. That makes three products out of one microkernel: AB and
//! A<sup>T</sup>B differ in the strides of [`Left`], and AB<sup>T</sup> has a panel that was transposed.

#![allow(unsafe_code)]

use crate::simd::{F32x8, LANES, transpose};
use std::array::from_fn;

/// Rows of a [`Tile`].
pub const ROWS: usize = 4;

/// A block of four rows by eight columns of a product.
pub type Tile = [F32x8; ROWS];

/// Four rows of a left factor: the number in row `r` and column `k` is `values[r * row_stride + k * column_stride]`.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    /// Where the four rows lie.
    pub values: &'a [f32],
    /// How far apart two neighbours in a column are.
    pub row_stride: usize,
    /// How far apart two neighbours in a row are.
    pub column_stride: usize,
}

impl<'a> Left<'a> {
    /// Four rows packed column by column, `(depth, 4)`.
    #[inline(always)]
    pub fn packed(values: &'a [f32]) -> Self {
        Self { values, row_stride: 1, column_stride: ROWS }
    }

    /// Panel number `panel` of `rows` `(rows, 8)`, four rows of eight lanes, where the lanes are the columns. Should the last
    /// panel have fewer than four rows, it is copied to `padded`.
    #[inline(always)]
    pub fn lanes(rows: &'a [f32], panel: usize, padded: &'a mut [f32; ROWS * LANES]) -> Self {
        let rows = &rows[panel * ROWS * LANES..];
        let values = if rows.len() < ROWS * LANES {
            padded[..rows.len()].copy_from_slice(rows);
            &padded[..]
        } else {
            rows
        };
        Self { values, row_stride: LANES, column_stride: 1 }
    }
}

/// A tile of zeros.
#[inline(always)]
pub fn zero_tile() -> Tile {
    [F32x8::zero(); ROWS]
}

/// Adds to `tile` the product of `left` `(4, depth)` with the panel `right` `(depth, 8)`.
///
/// # Panics
/// When `left` or `right` holds fewer numbers than that.
#[inline(always)]
pub fn accumulate(mut tile: Tile, left: Left, right: &[f32], depth: usize) -> Tile {
    if depth == 0 {
        return tile;
    }
    let last = (ROWS - 1) * left.row_stride + (depth - 1) * left.column_stride;
    assert!(last < left.values.len() && depth * LANES <= right.len());
    let (mut from_left, mut from_right) = (left.values.as_ptr(), right.as_ptr());
    for _ in 0..depth {
        // SAFETY: the assertion above bounds every number that this loop reads.
        unsafe {
            let columns = F32x8::load(from_right);
            for (row, sums) in tile.iter_mut().enumerate() {
                *sums = F32x8::load_splat(from_left.wrapping_add(row * left.row_stride)).mul_add(columns, *sums);
            }
        }
        from_left = from_left.wrapping_add(left.column_stride);
        from_right = from_right.wrapping_add(LANES);
    }
    tile
}

/// The tile whose rows are the eights of `values`, followed by zeros where these are fewer than four.
#[inline(always)]
pub fn load(values: &[f32]) -> Tile {
    let mut tile = zero_tile();
    for (row, values) in tile.iter_mut().zip(values.chunks_exact(LANES)) {
        *row = F32x8::from_slice(values);
    }
    tile
}

/// Writes the rows of `tile` to the front of `output`, as many as fit into its eights.
#[inline(always)]
pub fn store(tile: Tile, output: &mut [f32]) {
    for (row, target) in tile.into_iter().zip(output.chunks_exact_mut(LANES)) {
        row.write_to(target);
    }
}

/// The columns of eight rows of eight; where there are fewer rows, zeros take their places.
#[inline(always)]
pub fn columns(rows: &[f32]) -> [F32x8; LANES] {
    let rows = rows.as_chunks::<LANES>().0;
    transpose(from_fn(|row| rows.get(row).map_or(F32x8::zero(), |row| F32x8::from_slice(row))))
}

/// Writes the [`columns`] of `rows` to the front of `output`, one after the other: a panel of the right factor.
#[inline(always)]
pub fn transpose_square(rows: &[f32], output: &mut [f32]) {
    for (column, output) in columns(rows).into_iter().zip(output.chunks_exact_mut(LANES)) {
        column.write_to(output);
    }
}

/// Eight, but not to the compiler.
///
/// LLVM would unroll a loop over eight lanes, and V8 runs the unrolled code at 0.6 of the loop's speed.
#[inline(always)]
pub fn opaque_lanes() -> usize {
    std::hint::black_box(LANES)
}

/// The front of `scratch`, made long enough. Its contents are what the last user left there.
pub fn fit(scratch: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if scratch.len() < length {
        scratch.resize(length, 0.0);
    }
    &mut scratch[..length]
}
