//! Images to train and to try the judge with: digits as various hands write them, and images that are not digits.

pub mod canvas;
pub mod digits;
pub mod early;
pub mod held_out;
pub mod not_digits;
pub mod strokes;
pub mod warp;

use canvas::Image;
use dcgan_wasm::Dataset;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Where the randomness of images comes from.
pub type Dice = ChaCha8Rng;

/// What images are made of.
pub struct Sources<'a> {
    /// Real digits with their labels.
    pub digits: &'a Dataset,
    /// What generators make that have just begun to learn.
    pub early: &'a [Image],
    /// The same of generators of other widths.
    pub early_of_other_widths: &'a [Image],
}

impl Sources<'_> {
    /// A real digit and its label.
    pub fn digit(&self, dice: &mut Dice) -> (Image, u8) {
        let index = dice.random_range(0..self.digits.len());
        (Image::from_bytes(self.digits.image(index)), self.digits.labels()[index])
    }

    /// Two real digits that are not the same.
    pub fn two_digits(&self, dice: &mut Dice) -> [Image; 2] {
        let (first, label) = self.digit(dice);
        loop {
            let (second, other) = self.digit(dice);
            if other != label {
                return [first, second];
            }
        }
    }
}

/// A way to make images that are not digits.
pub struct Kind {
    /// What it is called in tables.
    pub name: &'static str,
    /// Makes an image.
    pub make: fn(&Sources, &mut Dice) -> Image,
}
