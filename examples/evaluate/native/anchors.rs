//! Images that are no good in known ways, to read the figures of generated ones against.

use super::images::{Images, evenly_spaced};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{DIGITS, Dataset, IMAGE_PIXELS, IMAGE_SIDE};

/// Pixels on each side of a pixel that blur into it.
const BLUR_REACH: usize = 2;

/// `count` images of each kind with the kind's name, made from those of `dataset`.
pub fn anchors(dataset: &Dataset, count: usize) -> Vec<(String, Images)> {
    let digits = |shift: usize| {
        let indices = evenly_spaced(count, dataset.len());
        Images::of(dataset, &indices.iter().map(|index| (index + shift) % dataset.len()).collect::<Vec<_>>())
    };
    let anchors = [
        ("noise", noise(count)),
        ("blank", Images::new(vec![0; count * IMAGE_PIXELS])),
        ("blurred", Images::new(digits(0).iter().flat_map(blurred).collect())),
        ("two overlaid", overlaid(&digits(0), &digits(dataset.len() / 2))),
        ("one per digit", one_per_digit(dataset, count)),
    ];
    anchors.map(|(name, images)| (name.into(), images)).into()
}

/// Pixels that are each uniform over all greys.
fn noise(count: usize) -> Images {
    let mut pixels: Vec<u8> = (0..count * IMAGE_PIXELS).map(|pixel| pixel as u8).collect();
    Random::new(0, Purpose::SampleLatents).shuffle(&mut pixels);
    Images::new(pixels)
}

/// An image of which each pixel is the mean of those around it.
fn blurred(image: &[u8]) -> Vec<u8> {
    let around = |position: usize| position.saturating_sub(BLUR_REACH)..(position + BLUR_REACH + 1).min(IMAGE_SIDE);
    let mean = |y: usize, x: usize| {
        let window = || around(y).flat_map(|y| around(x).map(move |x| y * IMAGE_SIDE + x));
        let sum: usize = window().map(|pixel| usize::from(image[pixel])).sum();
        (sum / window().count()) as u8
    };
    (0..IMAGE_PIXELS).map(|pixel| mean(pixel / IMAGE_SIDE, pixel % IMAGE_SIDE)).collect()
}

/// The ink of both images of each pair on one paper.
fn overlaid(first: &Images, second: &Images) -> Images {
    let pairs = first.iter().zip(second.iter());
    Images::new(pairs.flat_map(|(first, second)| first.iter().zip(second).map(|(&a, &b)| a.max(b))).collect())
}

/// The first image of each digit in turn, again and again: collapsed, but each perfect.
fn one_per_digit(dataset: &Dataset, count: usize) -> Images {
    let first = |digit: u8| dataset.labels().iter().position(|&label| label == digit);
    let firsts: Vec<usize> = (0..DIGITS as u8).filter_map(first).collect();
    Images::of(dataset, &firsts.iter().copied().cycle().take(count).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blurring_spreads_a_dot_over_its_window() {
        let mut dot = vec![0; IMAGE_PIXELS];
        dot[10 * IMAGE_SIDE + 10] = 250;
        let blurred = blurred(&dot);
        let window = (2 * BLUR_REACH + 1).pow(2);
        assert_eq!(blurred.iter().filter(|&&pixel| pixel > 0).count(), window);
        assert_eq!(usize::from(blurred[8 * IMAGE_SIDE + 12]), 250 / window);
    }

    #[test]
    fn overlaid_images_keep_all_ink() {
        let (first, second) = (Images::new(vec![3; IMAGE_PIXELS]), Images::new([9, 0].repeat(IMAGE_PIXELS / 2)));
        assert_eq!(overlaid(&first, &second), Images::new([9, 3].repeat(IMAGE_PIXELS / 2)));
    }

    #[test]
    fn noise_has_every_grey_equally_often() {
        let noise = noise(16);
        let black = noise.iter().flatten().filter(|&&pixel| pixel == 255).count();
        assert_eq!(black, 16 * IMAGE_PIXELS / 256);
        assert_ne!(noise.iter().next(), noise.iter().nth(1));
    }
}
