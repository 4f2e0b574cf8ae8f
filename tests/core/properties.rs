//! Every fast kernel against the scalar reference in float64, at shapes that nobody chose: odd sides, prime widths, channels and images
//! that fill no eight. The same shapes each time; Miri, which interprets, sees few and small ones.

use crate::kernels::{
    Pass, TOLERANCE, TOOM_COOK_TOLERANCE, check_adam, check_batch_normalisation, check_class_read_out,
    check_convolution, check_images, check_projection, check_read_out, check_sum_of_squares,
};
use dcgan_wasm::kernels::batch_norm::Batches;
use dcgan_wasm::kernels::shape::{Convolution, KERNEL, MapsShape, Projection, blocks_of};
use dcgan_wasm::kernels::{convolution, direct_convolution, image_convolution, toom_cook};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::ops::RangeInclusive;

const CASES: u32 = if cfg!(miri) { 3 } else { 256 };
const SIDES: RangeInclusive<usize> = if cfg!(miri) { 1..=3 } else { 1..=9 };
const CHANNELS: RangeInclusive<usize> = if cfg!(miri) { 1..=5 } else { 1..=19 };
const BLOCKS: RangeInclusive<usize> = if cfg!(miri) { 1..=2 } else { 1..=3 };
const LENGTHS: RangeInclusive<usize> = if cfg!(miri) { 0..=40 } else { 0..=10_000 };

fn cases() -> ProptestConfig {
    // A failure is found again by its seed, so that no file has to remember it.
    ProptestConfig { cases: CASES, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

const DIRECT: [Pass; 3] = [direct_convolution::halve, direct_convolution::double, direct_convolution::weight_gradient];
const PATCHES: [Pass; 3] = [image_convolution::halve, image_convolution::double, image_convolution::weight_gradient];
const TOOM_COOK: [Pass; 3] = [toom_cook::halve, toom_cook::double, toom_cook::weight_gradient];
const FASTEST: [Pass; 3] = [convolution::halve, convolution::double, convolution::weight_gradient];

fn maps() -> impl Strategy<Value = MapsShape> {
    (BLOCKS, SIDES, SIDES, CHANNELS).prop_map(|(blocks, height, width, channels)| MapsShape {
        blocks,
        height,
        width,
        channels,
    })
}

/// The small maps, the channels of the large ones, and the kernel.
fn convolutions() -> impl Strategy<Value = Convolution> {
    (maps(), CHANNELS, KERNEL..=5).prop_map(|(small, large_channels, kernel)| {
        let MapsShape { blocks, height, width, channels: small_channels } = small;
        Convolution { blocks, height, width, small_channels, large_channels, kernel }
    })
}

/// Batches of maps, the last block of each perhaps not full.
fn batches() -> impl Strategy<Value = Batches> {
    (1..=20usize, BLOCKS, maps()).prop_map(|(images, count, maps)| Batches {
        maps: MapsShape { blocks: count * blocks_of(images), ..maps },
        images,
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn direct_convolutions(shape in convolutions()) {
        check_convolution(TOLERANCE, DIRECT, shape);
    }

    #[test]
    fn convolutions_of_images(shape in convolutions()) {
        check_convolution(TOLERANCE, PATCHES, Convolution { large_channels: 1, kernel: KERNEL, ..shape });
    }

    #[test]
    fn toom_cook_convolutions(shape in convolutions()) {
        check_convolution(TOOM_COOK_TOLERANCE, TOOM_COOK, Convolution { height: 7, width: 7, kernel: KERNEL, ..shape });
    }

    #[test]
    fn convolutions_by_the_fastest_algorithm(shape in convolutions()) {
        check_convolution(TOOM_COOK_TOLERANCE, FASTEST, shape);
    }

    #[test]
    fn projections(maps in maps(), latent in CHANNELS) {
        check_projection(Projection { latent, maps });
    }

    #[test]
    fn read_outs(maps in maps(), rows in CHANNELS) {
        check_read_out(maps);
        check_class_read_out(maps, rows);
    }

    #[test]
    fn batch_normalisation(batches in batches()) {
        // Of one number or two the gradients are all but nothing, and a share of them means nothing.
        prop_assume!(batches.samples() > 2);
        check_batch_normalisation(batches);
    }

    #[test]
    fn images_and_maps(batches in batches()) {
        check_images(batches.maps, batches.images);
    }

    #[test]
    fn optimisers(length in LENGTHS) {
        check_adam(length);
        check_sum_of_squares(length);
    }
}
