//! A 28x28 image from 0 (paper) to 1 (ink), and the simplest things to do with it.

use super::Dice;
use candle_core::{Device, Tensor};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{IMAGE_PIXELS, IMAGE_SIDE, Result};
use rand::RngExt;

/// Ink, pixel by pixel, row by row.
#[derive(Clone)]
pub struct Image([f32; IMAGE_PIXELS]);

/// The middle of an image, in pixels.
pub const MIDDLE: f32 = (IMAGE_SIDE - 1) as f32 / 2.0;

impl Image {
    /// All of one grey.
    pub fn blank(ink: f32) -> Self {
        Self([ink; IMAGE_PIXELS])
    }

    /// Of bytes from 0 for paper to 255 for ink.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(std::array::from_fn(|pixel| f32::from(bytes[pixel]) / 255.0))
    }

    /// Of the ink at each row and column, cut off at 0 and 1.
    pub fn from_fn(mut ink: impl FnMut(usize, usize) -> f32) -> Self {
        Self(std::array::from_fn(|pixel| ink(pixel / IMAGE_SIDE, pixel % IMAGE_SIDE).clamp(0.0, 1.0)))
    }

    /// Independent standard normal numbers, which are not cut off.
    pub fn normal(dice: &mut Dice) -> Self {
        let numbers = Random::new(dice.random(), Purpose::Latents).standard_normal(IMAGE_PIXELS);
        Self(std::array::from_fn(|pixel| numbers[pixel]))
    }

    /// Independent uniform numbers from -1 to 1.
    pub fn uniform(dice: &mut Dice) -> Self {
        Self(std::array::from_fn(|_| dice.random_range(-1.0..1.0)))
    }

    /// Smooth noise of a standard deviation of about one, not cut off: independent noise through a blur.
    pub fn clouds(blur: f32, dice: &mut Dice) -> Self {
        // The blur leaves one over this of independent noise's standard deviation.
        let norm = 2.0 * blur * std::f32::consts::PI.sqrt();
        Self(Self::normal(dice).blurred(blur).0.map(|noise| norm * noise))
    }

    /// The ink of each pixel.
    pub fn pixels(&self) -> &[f32; IMAGE_PIXELS] {
        &self.0
    }

    /// The same, to be changed.
    pub fn pixels_mut(&mut self) -> &mut [f32; IMAGE_PIXELS] {
        &mut self.0
    }

    /// The ink in all.
    pub fn ink(&self) -> f32 {
        self.0.iter().sum()
    }

    /// The ink at a row and a column; there is none outside.
    pub fn at(&self, row: isize, column: isize) -> f32 {
        let inside = |index: isize| usize::try_from(index).ok().filter(|&index| index < IMAGE_SIDE);
        match (inside(row), inside(column)) {
            (Some(row), Some(column)) => self.0[row * IMAGE_SIDE + column],
            _ => 0.0,
        }
    }

    /// The ink between pixels, by bilinear interpolation.
    pub fn between(&self, row: f32, column: f32) -> f32 {
        let (top, left) = (row.floor(), column.floor());
        let (down, right) = (row - top, column - left);
        let (top, left) = (top as isize, left as isize);
        let upper = self.at(top, left) * (1.0 - right) + self.at(top, left + 1) * right;
        let lower = self.at(top + 1, left) * (1.0 - right) + self.at(top + 1, left + 1) * right;
        upper * (1.0 - down) + lower * down
    }

    /// Each pixel through a function, cut off at 0 and 1.
    pub fn map(&self, mut change: impl FnMut(f32) -> f32) -> Self {
        Self(self.0.map(|ink| change(ink).clamp(0.0, 1.0)))
    }

    /// Each pixel with the one of `other` at the same place through a function, cut off at 0 and 1.
    pub fn with(&self, other: &Self, mut join: impl FnMut(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|pixel| join(self.0[pixel], other.0[pixel]).clamp(0.0, 1.0)))
    }

    /// Both inks on one paper.
    pub fn over(&self, other: &Self) -> Self {
        self.with(other, f32::max)
    }

    /// Blurred by a Gaussian of a standard deviation in pixels. What leaves the image is lost.
    pub fn blurred(&self, deviation: f32) -> Self {
        let reach = (3.0 * deviation).ceil() as isize;
        let weight = |offset: isize| (-(offset * offset) as f32 / (2.0 * deviation * deviation)).exp();
        let kernel: Vec<(isize, f32)> = (-reach..=reach).map(|offset| (offset, weight(offset))).collect();
        let total: f32 = kernel.iter().map(|(_, weight)| weight).sum();
        let pass = |image: &Self, down: isize, right: isize| {
            Self(std::array::from_fn(|pixel| {
                let (row, column) = ((pixel / IMAGE_SIDE) as isize, (pixel % IMAGE_SIDE) as isize);
                let shifted = |offset: isize| image.at(row + offset * down, column + offset * right);
                kernel.iter().map(|&(offset, weight)| weight * shifted(offset)).sum::<f32>() / total
            }))
        };
        pass(&pass(self, 1, 0), 0, 1)
    }

    /// With independent normal noise of a standard deviation.
    pub fn with_noise(&self, deviation: f32, dice: &mut Dice) -> Self {
        self.with(&Self::normal(dice), |ink, noise| ink + deviation * noise)
    }
}

/// Images as the judge takes them, `(count, 1, 28, 28)` from -1 (paper) to 1 (ink).
pub fn to_tensor(images: &[Image]) -> Result<Tensor> {
    let pixels: Vec<f32> = images.iter().flat_map(|image| image.0).map(|ink| 2.0 * ink - 1.0).collect();
    Ok(Tensor::from_vec(pixels, (images.len(), 1, IMAGE_SIDE, IMAGE_SIDE), &Device::Cpu)?)
}
