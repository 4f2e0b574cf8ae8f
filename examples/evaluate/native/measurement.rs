//! What is measured of a set of images and of its making, as named numbers.

use super::quality::Quality;

/// A set of images and how good they are.
pub struct Measurement {
    /// What made the images, for example the preset.
    pub subject: String,
    /// Which of the subject's runs made them, for example by its seed.
    pub run: String,
    /// How many there are.
    pub images: usize,
    /// What training had taken; none where nothing was trained.
    pub effort: Option<Effort>,
    /// How good they are.
    pub quality: Quality,
}

/// What training took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Steps taken.
    pub step: u64,
    /// Wall time of these steps.
    pub seconds: f64,
    /// Floating-point operations of these steps, with convolutions by definition.
    pub flops: u64,
}

/// A number of each measurement.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// How many of its decimals are worth reading.
    pub decimals: usize,
    /// The number, if there is one, given the Fréchet distance of the floor.
    pub value: fn(&Measurement, f64) -> Option<f64>,
}

/// Every number, in the order in which they are reported.
pub const COLUMNS: [Column; 17] = [
    Column { name: "step", decimals: 0, value: |of, _| of.effort.map(|effort| effort.step as f64) },
    Column { name: "seconds", decimals: 1, value: |of, _| of.effort.map(|effort| effort.seconds) },
    Column { name: "GF", decimals: 0, value: |of, _| of.effort.map(|effort| effort.flops as f64 / 1e9) },
    Column { name: "images", decimals: 0, value: |of, _| Some(of.images as f64) },
    Column { name: "FID", decimals: 3, value: |of, _| Some(of.quality.verdict.frechet_distance) },
    Column { name: "floors", decimals: 1, value: |of, floor| Some(of.quality.verdict.frechet_distance / floor) },
    Column { name: "readable", decimals: 3, value: |of, _| Some(of.quality.verdict.readable) },
    Column { name: "as asked", decimals: 3, value: |of, _| of.quality.verdict.as_asked },
    Column { name: "no digit", decimals: 3, value: |of, _| Some(of.quality.verdict.not_digits) },
    Column { name: "digits", decimals: 0, value: |of, _| Some(of.quality.verdict.digits_covered.into()) },
    Column { name: "precision", decimals: 3, value: |of, _| Some(of.quality.neighbourhoods.precision) },
    Column { name: "recall", decimals: 3, value: |of, _| Some(of.quality.neighbourhoods.recall) },
    Column { name: "density", decimals: 3, value: |of, _| Some(of.quality.neighbourhoods.density) },
    Column { name: "coverage", decimals: 3, value: |of, _| Some(of.quality.neighbourhoods.coverage) },
    Column { name: "diversity", decimals: 3, value: |of, _| Some(of.quality.verdict.diversity) },
    Column { name: "pieces", decimals: 3, value: |of, _| Some(of.quality.ink_components) },
    Column { name: "memorised", decimals: 3, value: |of, _| Some(of.quality.memorised) },
];
