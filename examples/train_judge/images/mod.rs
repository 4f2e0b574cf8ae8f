//! Images to train and to try the judge with: digits as various hands write them, and images that are not digits.

pub mod canvas;
pub mod digits;
pub mod held_out;
pub mod not_digits;
pub mod strokes;
pub mod warp;

use canvas::Image;
use dcgan_wasm::{Dataset, IMAGE_PIXELS, Result, Trainer};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Where the randomness of images comes from.
pub type Dice = ChaCha8Rng;

/// The last step of which [`generated`] takes images.
const LAST_EARLY_STEP: u64 = 150;
const STEPS_BETWEEN_IMAGES: u64 = 5;

/// What images are made of.
pub struct Sources<'a> {
    /// Real digits with their labels.
    pub digits: &'a Dataset,
    /// What a generator makes that has just begun to learn.
    pub early: &'a [Image],
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

/// Images that generators make at the start of `runs` and after every few steps, until the last step at which nothing can be read.
pub fn generated(runs: Vec<Trainer>) -> Result<Vec<Image>> {
    let mut images = Vec::new();
    for mut trainer in runs {
        while trainer.steps_taken() <= LAST_EARLY_STEP {
            if trainer.steps_taken() % STEPS_BETWEEN_IMAGES == 0 {
                let samples = trainer.samples()?;
                images.extend(samples.chunks_exact(IMAGE_PIXELS).map(Image::from_bytes));
            }
            trainer.step()?;
        }
    }
    Ok(images)
}
