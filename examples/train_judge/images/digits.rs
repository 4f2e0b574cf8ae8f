//! Digits as various hands write them: MNIST's own, shifted, turned, scaled and bent a little.

use super::Dice;
use super::canvas::Image;
use super::warp::Warp;
use rand::RngExt;

/// What leaves a digit the same digit.
pub const MILD: Warp = Warp { shift: 1.5, turn: 0.17, scale: 0.12, shear: 0.17, bend: 1.0, nodes: 5 };

/// A real digit, as another hand or another scanner might have made it.
pub fn varied(digit: &Image, dice: &mut Dice) -> Image {
    let digit = MILD.apply(digit, dice);
    match dice.random_range(0..8) {
        0 => digit.blurred(dice.random_range(0.3..0.7)),
        1 => digit.with_noise(dice.random_range(0.0..0.1), dice),
        2 => {
            let gain = dice.random_range(0.7..1.6);
            digit.map(|ink| ink * gain)
        }
        _ => digit,
    }
}
