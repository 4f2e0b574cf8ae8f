//! Kinds of images that are not digits which the judge has never seen, to find out what it makes of the unknown.

use super::canvas::{Image, MIDDLE};
use super::digits::MILD;
use super::strokes::{draw_curve, somewhere};
use super::warp::within;
use super::{Dice, Kind, Sources};
use dcgan_wasm::IMAGE_SIDE;
use rand::RngExt;
use rand::seq::SliceRandom;
use std::f32::consts::TAU;

/// Every kind.
pub const KINDS: [Kind; 13] = [
    Kind { name: "checkerboard", make: checkerboard },
    Kind { name: "stripes", make: stripes },
    Kind { name: "gradient", make: gradient },
    Kind { name: "rings", make: rings },
    Kind { name: "bars", make: bars },
    Kind { name: "salt and pepper", make: salt_and_pepper },
    Kind { name: "shuffled pixels", make: shuffled_pixels },
    Kind { name: "inverted", make: inverted },
    Kind { name: "two halves", make: two_halves },
    Kind { name: "four quarters", make: four_quarters },
    Kind { name: "side by side", make: side_by_side },
    Kind { name: "average of ten", make: average },
    Kind { name: "early generator of other width", make: early },
];

fn checkerboard(_: &Sources, dice: &mut Dice) -> Image {
    let (side, top, left) = (dice.random_range(1..9), dice.random_range(0..8), dice.random_range(0..8));
    Image::from_fn(|row, column| f32::from(((row + top) / side + (column + left) / side) % 2 == 0))
}

/// Waves in any direction, sharp or smooth.
fn stripes(_: &Sources, dice: &mut Dice) -> Image {
    let (angle, phase) = (dice.random_range(0.0..TAU), dice.random_range(0.0..TAU));
    let (period, slope) = (dice.random_range(3.0..12.0), dice.random_range(0.5..4.0));
    let (sine, cosine) = angle.sin_cos();
    Image::from_fn(|row, column| {
        let along = cosine * row as f32 + sine * column as f32;
        0.5 + slope * (along * TAU / period + phase).sin()
    })
}

/// From paper to ink in any direction.
fn gradient(_: &Sources, dice: &mut Dice) -> Image {
    let (sine, cosine) = dice.random_range(0.0..TAU).sin_cos();
    let slope = dice.random_range(0.02..0.1);
    Image::from_fn(|row, column| 0.5 + slope * (cosine * (row as f32 - MIDDLE) + sine * (column as f32 - MIDDLE)))
}

/// Circles around one place.
fn rings(_: &Sources, dice: &mut Dice) -> Image {
    let centre = somewhere(dice, 9.0);
    let (period, phase) = (dice.random_range(4.0..8.0), dice.random_range(0.0..TAU));
    Image::from_fn(|row, column| {
        let distance = (row as f32 - centre[0]).hypot(column as f32 - centre[1]);
        0.5 + 2.0 * (distance * TAU / period + phase).sin()
    })
}

/// Straight strokes from anywhere to anywhere.
fn bars(_: &Sources, dice: &mut Dice) -> Image {
    let mut image = Image::blank(0.0);
    let radius = dice.random_range(0.8..1.8);
    for _ in 0..dice.random_range(4..8) {
        let [start, end] = std::array::from_fn(|_| somewhere(dice, 3.0));
        draw_curve(&mut image, [start, start, end], radius, 1.0);
    }
    image
}

/// A digit of which two fifths of the pixels are paper or ink by chance.
fn salt_and_pepper(sources: &Sources, dice: &mut Dice) -> Image {
    sources.digit(dice).0.map(|ink| if dice.random_bool(0.4) { f32::from(dice.random::<bool>()) } else { ink })
}

fn shuffled_pixels(sources: &Sources, dice: &mut Dice) -> Image {
    let mut digit = sources.digit(dice).0;
    digit.pixels_mut().shuffle(dice);
    digit
}

fn inverted(sources: &Sources, dice: &mut Dice) -> Image {
    sources.digit(dice).0.map(|ink| 1.0 - ink)
}

/// The upper, or left, half of one digit and the other half of another. Some look like a digit: a seven's lower half is
/// a nine's.
fn two_halves(sources: &Sources, dice: &mut Dice) -> Image {
    let [first, second] = sources.two_digits(dice);
    let by_rows: bool = dice.random();
    Image::from_fn(|row, column| {
        let place = if by_rows { row } else { column };
        let from = if place < IMAGE_SIDE / 2 { &first } else { &second };
        from.pixels()[row * IMAGE_SIDE + column]
    })
}

/// A quarter of each of four digits, which are not all the same.
fn four_quarters(sources: &Sources, dice: &mut Dice) -> Image {
    let half = IMAGE_SIDE / 2;
    let quarters = [sources.two_digits(dice), sources.two_digits(dice)];
    Image::from_fn(|row, column| quarters[row / half][column / half].pixels()[row * IMAGE_SIDE + column])
}

/// Two digits of half the size beside each other.
fn side_by_side(sources: &Sources, dice: &mut Dice) -> Image {
    let [first, second] = sources.two_digits(dice).map(|digit| MILD.apply(&digit, dice).blurred(0.6));
    let down = within(dice, 5.0);
    Image::from_fn(|row, column| {
        let (digit, middle) = if column < IMAGE_SIDE / 2 { (&first, 0.25) } else { (&second, 0.75) };
        let middle = middle * IMAGE_SIDE as f32 - 0.5;
        digit.between(2.0 * (row as f32 - MIDDLE - down) + MIDDLE, 2.0 * (column as f32 - middle) + MIDDLE)
    })
}

/// The mean of ten digits of any kind.
fn average(sources: &Sources, dice: &mut Dice) -> Image {
    let digits: [Image; 10] = std::array::from_fn(|_| sources.digit(dice).0);
    let gain = dice.random_range(1.0..2.0);
    Image::from_fn(|row, column| {
        let pixel = row * IMAGE_SIDE + column;
        gain * digits.iter().map(|digit| digit.pixels()[pixel]).sum::<f32>() / 10.0
    })
}

/// What a generator makes in its first steps whose width is none of those that the judge was trained on.
fn early(sources: &Sources, dice: &mut Dice) -> Image {
    sources.early_of_other_widths[dice.random_range(0..sources.early_of_other_widths.len())].clone()
}
