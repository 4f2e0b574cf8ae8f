//! Between images as candle and people hold them, `(images, channels, height, width)`, and maps in blocks of eight images.
//!
//! [`super::reference`] defines what is computed. Here images have one channel or one pixel, as pictures and latent vectors do:
//! a block is then the transpose of its eight images.

use super::gemm::columns;
use super::parallel::for_each_chunk;
use super::reference;
use super::shape::{MapsShape, first_image, lanes_in_use};
use crate::simd::{F32x8, LANES, transpose};
use std::array::from_fn;

/// Writes batches of `images` each, `(all images, channels, height, width)`, as `maps`, every batch beginning with a block of
/// its own. Lanes without an image become zero.
pub fn to_maps(shape: &MapsShape, images: usize, values: &[f32], maps: &mut [f32]) {
    if shape.channels > 1 && shape.pixels() > 1 {
        return reference::to_maps(shape, images, values, maps);
    }
    let length = shape.pixels() * shape.channels;
    for_each_chunk(maps, shape.block_length(), |block, maps| {
        let in_use = lanes_in_use(block, images);
        let in_block = &values[first_image(block, images) * length..][..in_use * length];
        for (eight, square) in maps.chunks_mut(LANES * LANES).enumerate() {
            let rows = from_fn(|lane| match lane < in_use {
                true => front(&in_block[lane * length + eight * LANES..(lane + 1) * length]),
                false => F32x8::zero(),
            });
            for (row, output) in transpose(rows).into_iter().zip(square.chunks_exact_mut(LANES)) {
                row.write_to(output);
            }
        }
    });
}

/// The first eight of `values`, or all and zeros.
#[inline(always)]
pub(super) fn front(values: &[f32]) -> F32x8 {
    if values.len() >= LANES {
        return F32x8::from_slice(values);
    }
    let mut padded = [0.0; LANES];
    padded[..values.len()].copy_from_slice(values);
    F32x8::from_slice(&padded)
}

/// The reverse of [`to_maps`]; lanes without an image are left out.
pub fn from_maps(shape: &MapsShape, images: usize, maps: &[f32], values: &mut [f32]) {
    if shape.channels > 1 && shape.pixels() > 1 {
        return reference::from_maps(shape, images, maps, values);
    }
    let length = shape.pixels() * shape.channels;
    let mut rest = values;
    for block in 0..shape.blocks {
        let (in_block, others) = rest.split_at_mut(lanes_in_use(block, images) * length);
        rest = others;
        let maps = &maps[block * shape.block_length()..][..shape.block_length()];
        for (eight, square) in maps.chunks(LANES * LANES).enumerate() {
            for (image, row) in in_block.chunks_exact_mut(length).zip(columns(square)) {
                write_front(row, &mut image[eight * LANES..]);
            }
        }
    }
}

/// Writes as many of the eight as there is room for.
#[inline(always)]
pub(super) fn write_front(eight: F32x8, output: &mut [f32]) {
    if output.len() >= LANES {
        return eight.write_to(output);
    }
    let length = output.len();
    output.copy_from_slice(&eight.to_array()[..length]);
}
