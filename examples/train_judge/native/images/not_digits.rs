//! The kinds of images that are not digits which the judge is trained on.
//!
//! They are made so that nobody would read a digit in nearly all of them. A generator fails in the same ways: it begins
//! with noise and blobs, then leaves strokes broken or doubled, draws several digits at once, and litters the paper.

use super::canvas::Image;
use super::digits::MILD;
use super::strokes::{disc, draw_curve, draw_disc, somewhere};
use super::warp::Warp;
use super::{Dice, Kind, Sources};
use dcgan_wasm::IMAGE_SIDE;
use rand::RngExt;
use rand::seq::SliceRandom;

/// Every kind, with how often it is drawn.
pub const KINDS: [(Kind, u32); 14] = [
    (Kind { name: "noise", make: noise }, 3),
    (Kind { name: "blank", make: blank }, 2),
    (Kind { name: "blobs", make: blobs }, 3),
    (Kind { name: "early generator", make: early }, 6),
    (Kind { name: "overlaid", make: overlaid }, 5),
    (Kind { name: "doubled", make: doubled }, 3),
    (Kind { name: "blurred", make: blurred }, 4),
    (Kind { name: "erased", make: erased }, 5),
    (Kind { name: "broken", make: broken }, 5),
    (Kind { name: "littered", make: littered }, 4),
    (Kind { name: "distorted", make: distorted }, 3),
    (Kind { name: "faint", make: faint }, 2),
    (Kind { name: "scribbles", make: scribbles }, 4),
    (Kind { name: "tiles", make: tiles }, 3),
];

/// A warp that leaves no stroke what it was.
const TEARING: Warp = Warp { shift: 2.0, turn: 0.5, scale: 0.2, shear: 0.3, bend: 6.0, nodes: 7 };

/// An image of a kind drawn by its weight.
pub fn any(sources: &Sources, dice: &mut Dice) -> Image {
    let total: u32 = KINDS.iter().map(|(_, weight)| weight).sum();
    let mut left = dice.random_range(0..total);
    for (kind, weight) in &KINDS {
        if left < *weight {
            return (kind.make)(sources, dice);
        }
        left -= weight;
    }
    unreachable!("the weights sum to their total")
}

/// Independent pixels, uniform or normal, perhaps in coarse grains.
fn noise(_: &Sources, dice: &mut Dice) -> Image {
    let (centre, contrast) = (dice.random_range(0.0..1.0), dice.random_range(0.1..1.0));
    let grain = dice.random_range(1..4);
    let field = if dice.random() { Image::normal(dice) } else { Image::uniform(dice) };
    Image::from_fn(|row, column| {
        centre + contrast * field.pixels()[row / grain * grain * IMAGE_SIDE + column / grain * grain]
    })
}

/// One grey, or nearly.
fn blank(_: &Sources, dice: &mut Dice) -> Image {
    let grey = [0.0, 1.0, dice.random()][dice.random_range(0..3)];
    let deviation = dice.random_range(0.0..0.05);
    Image::blank(grey).with_noise(deviation, dice)
}

/// Smooth noise with a threshold: islands of ink, perhaps in the middle only.
fn blobs(_: &Sources, dice: &mut Dice) -> Image {
    let clouds = Image::clouds(dice.random_range(1.0..3.5), dice);
    let (threshold, slope) = (dice.random_range(-0.3..1.2), dice.random_range(0.5..3.0));
    let radius = if dice.random() { dice.random_range(7.0..12.0) } else { f32::INFINITY };
    let middle = [super::canvas::MIDDLE; 2];
    Image::from_fn(|row, column| {
        let cloud = clouds.pixels()[row * IMAGE_SIDE + column];
        (0.5 + slope * (cloud - threshold)) * disc(middle, radius, row, column)
    })
}

/// What a generator makes in its first steps.
fn early(sources: &Sources, dice: &mut Dice) -> Image {
    sources.early[dice.random_range(0..sources.early.len())].clone()
}

/// Two different digits over each other, neither of which hides the other.
fn overlaid(sources: &Sources, dice: &mut Dice) -> Image {
    loop {
        let [first, second] = sources.two_digits(dice).map(|digit| MILD.apply(&digit, dice));
        let both = first.over(&second);
        if both.ink() > 1.4 * first.ink().max(second.ink()) {
            return both;
        }
    }
}

/// A digit and its shadow some pixels aside.
fn doubled(sources: &Sources, dice: &mut Dice) -> Image {
    const ASIDE: Warp = Warp { shift: 8.0, turn: 0.4, scale: 0.2, shear: 0.2, bend: 0.0, nodes: 2 };
    loop {
        let digit = MILD.apply(&sources.digit(dice).0, dice);
        let both = digit.over(&ASIDE.apply(&digit, dice));
        if both.ink() > 1.6 * digit.ink() {
            return both;
        }
    }
}

/// A digit out of focus.
fn blurred(sources: &Sources, dice: &mut Dice) -> Image {
    let deviation = dice.random_range(1.8..4.0);
    let gain = dice.random_range(0.6..1.6);
    MILD.apply(&sources.digit(dice).0, dice).blurred(deviation).map(|ink| ink * gain)
}

/// A digit of which a half, a quarter or a box is gone, and with it a good part of its ink.
fn erased(sources: &Sources, dice: &mut Dice) -> Image {
    loop {
        let (digit, label) = sources.digit(dice);
        let digit = MILD.apply(&digit, dice);
        let half = IMAGE_SIDE / 2;
        let (tall, wide) = match dice.random_range(0..4) {
            0 => (half, IMAGE_SIDE),
            1 => (IMAGE_SIDE, half),
            2 => (half, half),
            _ => (dice.random_range(9..16), dice.random_range(9..16)),
        };
        let corner = |length: usize, dice: &mut Dice| {
            if length < half {
                dice.random_range(5..IMAGE_SIDE - 4 - length)
            } else {
                [0, IMAGE_SIDE - length][dice.random_range(0..2)]
            }
        };
        let (top, left) = (corner(tall, dice), corner(wide, dice));
        let gone =
            |row: usize, column: usize| (top..top + tall).contains(&row) && (left..left + wide).contains(&column);
        let rest = Image::from_fn(
            |row, column| {
                if gone(row, column) { 0.0 } else { digit.pixels()[row * IMAGE_SIDE + column] }
            },
        );
        // Half a one is a one.
        if label != 1 && (0.25..0.5).contains(&(rest.ink() / digit.ink())) {
            return rest;
        }
    }
}

/// A digit with holes in its strokes.
fn broken(sources: &Sources, dice: &mut Dice) -> Image {
    loop {
        let digit = MILD.apply(&sources.digit(dice).0, dice);
        let mut holes = Image::blank(0.0);
        let radius = dice.random_range(1.5..3.0);
        for _ in 0..dice.random_range(3..8) {
            draw_disc(&mut holes, on_a_stroke(&digit, dice), radius, 1.0);
        }
        let rest = digit.with(&holes, |ink, hole| ink * (1.0 - hole));
        if (0.35..0.65).contains(&(rest.ink() / digit.ink())) {
            return rest;
        }
    }
}

/// The place of a pixel with ink.
fn on_a_stroke(digit: &Image, dice: &mut Dice) -> [f32; 2] {
    loop {
        let pixel = dice.random_range(0..digit.pixels().len());
        if digit.pixels()[pixel] > 0.5 {
            return [(pixel / IMAGE_SIDE) as f32, (pixel % IMAGE_SIDE) as f32];
        }
    }
}

/// A digit among specks and smudges.
fn littered(sources: &Sources, dice: &mut Dice) -> Image {
    loop {
        let digit = MILD.apply(&sources.digit(dice).0, dice);
        let mut all = digit.clone();
        let radius = dice.random_range(0.6..2.2);
        for _ in 0..dice.random_range(4..20) {
            let (place, ink) = (somewhere(dice, 1.0), dice.random_range(0.4..1.0));
            draw_disc(&mut all, place, radius, ink);
        }
        if all.ink() > 1.3 * digit.ink() {
            return all;
        }
    }
}

/// A digit torn out of shape.
fn distorted(sources: &Sources, dice: &mut Dice) -> Image {
    TEARING.apply(&sources.digit(dice).0, dice)
}

/// A digit that is hardly there.
fn faint(sources: &Sources, dice: &mut Dice) -> Image {
    let gain = dice.random_range(0.03..0.25);
    MILD.apply(&sources.digit(dice).0, dice).map(|ink| ink * gain)
}

/// Several curved strokes anywhere.
fn scribbles(_: &Sources, dice: &mut Dice) -> Image {
    let mut image = Image::blank(0.0);
    let radius = dice.random_range(0.7..1.8);
    for _ in 0..dice.random_range(3..7) {
        let curve = std::array::from_fn(|_| somewhere(dice, 3.0));
        draw_curve(&mut image, curve, radius, dice.random_range(0.6..1.0));
    }
    image
}

/// A digit cut into tiles that are put together at random.
fn tiles(sources: &Sources, dice: &mut Dice) -> Image {
    let digit = MILD.apply(&sources.digit(dice).0, dice);
    let side = [4, 7, 14][dice.random_range(0..3)];
    let across = IMAGE_SIDE / side;
    let mut order: Vec<usize> = (0..across * across).collect();
    while order.is_sorted() {
        order.shuffle(dice);
    }
    Image::from_fn(|row, column| {
        let source = order[row / side * across + column / side];
        digit.pixels()[(source / across * side + row % side) * IMAGE_SIDE + source % across * side + column % side]
    })
}
