//! Between images as candle and people hold them, `(images, channels, height, width)`, and maps in blocks of eight images.

use super::parallel::for_each_chunk;
use super::shape::{MapsShape, blocks_of, lanes_in_use};
use crate::simd::LANES;

/// Writes batches of `images` each, `(all images, channels, height, width)`, as `maps`, every batch beginning with a block of
/// its own. Lanes without an image become zero.
pub fn to_maps<T: Copy + Default + Send + Sync>(shape: &MapsShape, images: usize, values: &[T], maps: &mut [T]) {
    let length = shape.pixels() * shape.channels;
    for_each_chunk(maps, shape.block_length(), |block, maps| {
        maps.fill(T::default());
        let first = block / blocks_of(images) * images + block % blocks_of(images) * LANES;
        let in_block = values.chunks_exact(length).skip(first).take(lanes_in_use(block, images));
        for (lane, image) in in_block.enumerate() {
            for (index, &value) in image.iter().enumerate() {
                maps[place_in_block(shape, index) + lane] = value;
            }
        }
    });
}

/// The reverse of [`to_maps`]; lanes without an image are left out.
pub fn from_maps<T: Copy + Send + Sync>(shape: &MapsShape, images: usize, maps: &[T], values: &mut [T]) {
    let length = shape.pixels() * shape.channels;
    for_each_chunk(values, length, |number, image| {
        let (batch, number) = (number / images, number % images);
        let block = &maps[(batch * blocks_of(images) + number / LANES) * shape.block_length()..];
        for (index, value) in image.iter_mut().enumerate() {
            *value = block[place_in_block(shape, index) + number % LANES];
        }
    });
}

/// Where in a block the first lane of an image's number `index` lies.
fn place_in_block(shape: &MapsShape, index: usize) -> usize {
    (index % shape.pixels() * shape.channels + index / shape.pixels()) * LANES
}
