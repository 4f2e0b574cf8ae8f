//! Digits as various hands write them: MNIST's own, shifted, turned, scaled and bent a little.

use super::Dice;
use super::canvas::Image;
use super::strokes::{draw_disc, somewhere};
use super::warp::Warp;
use rand::RngExt;

/// What leaves a digit the same digit.
pub const MILD: Warp = Warp { shift: 1.3, turn: 0.14, scale: 0.1, shear: 0.14, bend: 0.9, nodes: 5 };

/// A real digit as it is, or as another hand, pen or scanner might have made it.
pub fn varied(digit: &Image, dice: &mut Dice) -> Image {
    let digit = if dice.random_bool(0.75) { MILD.apply(digit, dice) } else { digit.clone() };
    match dice.random_range(0..12) {
        0 => digit.blurred(dice.random_range(0.3..0.7)),
        1 => digit.with_noise(dice.random_range(0.0..0.1), dice),
        2 => {
            let gain = dice.random_range(0.6..1.6);
            digit.map(|ink| ink * gain)
        }
        3 => speckled(&digit, dice),
        4 => frayed(&digit, dice),
        5 => smudged(&digit, dice),
        _ => digit,
    }
}

/// With a speck or two.
fn speckled(digit: &Image, dice: &mut Dice) -> Image {
    let mut specks = digit.clone();
    for _ in 0..dice.random_range(1..3) {
        let (place, radius) = (somewhere(dice, 2.0), dice.random_range(0.1..1.0));
        draw_disc(&mut specks, place, radius, dice.random_range(0.4..1.0));
    }
    specks
}

/// With a pen that skips: some pixels of the strokes are paler.
fn frayed(digit: &Image, dice: &mut Dice) -> Image {
    let share = dice.random_range(0.05..0.25);
    digit.map(|ink| if dice.random_bool(share) { ink * dice.random_range(0.0..0.7) } else { ink })
}

/// On paper that is not quite clean.
fn smudged(digit: &Image, dice: &mut Dice) -> Image {
    let strength = dice.random_range(0.02..0.12);
    digit.with(&Image::clouds(1.0, dice), |ink, smudge| ink + strength * smudge)
}
