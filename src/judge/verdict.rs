//! What many opinions say together.

use super::classifier::{FEATURES, NOT_A_DIGIT, Opinions};
use super::file::File;
use super::gaussian::{Gaussian, mean};
use crate::{DIGITS, Error, Result};
use serde::Serialize;

/// The share of the images that have to be readable as a digit for that digit to be covered.
pub const COVERED: f64 = 0.02;

/// Figures of a set of images.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// How many images were judged.
    pub count: usize,
    /// The share of the images that are [readable](Opinions::readable).
    pub readable: f64,
    /// How many images are readable as each digit.
    pub by_digit: [u32; DIGITS],
    /// The share of the images whose likeliest class is "not a digit".
    pub not_digits: f64,
    /// How many digits at least a share of [`COVERED`] of the images are readable as.
    pub digits_covered: u32,
    /// How varied the readable images of a digit are ([`Spread::relative_to`]): 1 is as varied as the test images, 0 is
    /// one image over and over.
    pub diversity: f64,
    /// [`Gaussian::frechet_distance`] between the features of the images and of the 10,000 test images.
    pub frechet_distance: f64,
    /// The share of the images that are readable as the digit that was asked for, where one was.
    pub as_asked: Option<f64>,
}

impl Verdict {
    pub(super) fn new(
        opinions: &Opinions,
        asked: Option<&[u8]>,
        test_features: &Gaussian,
        test_variances: &[f64; DIGITS],
    ) -> Result<Self> {
        let frechet_distance = test_features.frechet_distance(&Gaussian::fit(&opinions.features)?);
        let (likeliest, readable) = (opinions.likeliest()?, opinions.readable()?);
        let share = |part: usize| part as f64 / readable.len() as f64;
        let spread = Spread::of(opinions)?;
        let is_covered = |of_digit: &&u32| share(**of_digit as usize) >= COVERED;
        Ok(Self {
            count: readable.len(),
            readable: share(readable.iter().flatten().count()),
            by_digit: spread.counts,
            not_digits: share(likeliest.iter().filter(|(class, _)| *class == NOT_A_DIGIT).count()),
            digits_covered: spread.counts.iter().filter(is_covered).count() as u32,
            diversity: spread.relative_to(test_variances),
            frechet_distance,
            as_asked: asked.map(|asked| share_as_asked(&readable, asked)).transpose()?,
        })
    }
}

fn share_as_asked(readable: &[Option<u8>], asked: &[u8]) -> Result<f64> {
    if asked.len() != readable.len() {
        let problem = format!("{} digits were asked for where there are {} images", asked.len(), readable.len());
        return Err(Error::Judging(problem));
    }
    if let Some(index) = asked.iter().position(|&digit| usize::from(digit) >= DIGITS) {
        return Err(Error::Judging(format!("image {index} was asked to be the digit {}", asked[index])));
    }
    let as_asked = readable.iter().zip(asked).filter(|&(&readable, &asked)| readable == Some(asked)).count();
    Ok(as_asked as f64 / readable.len() as f64)
}

/// How far the features of the readable images of each digit lie from their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// How many images are readable as each digit.
    counts: [u32; DIGITS],
    /// The sum of the features' unbiased variances over the images of each digit; zero where these are fewer than two.
    variances: [f64; DIGITS],
}

impl Spread {
    /// Of the readable images.
    pub fn of(opinions: &Opinions) -> Result<Self> {
        let readable = opinions.readable()?;
        let features = opinions.features.flatten_all()?.to_vec1::<f32>()?;
        let mut spread = Self { counts: [0; DIGITS], variances: [0.0; DIGITS] };
        for digit in 0..DIGITS {
            let pairs = features.chunks_exact(FEATURES).zip(&readable);
            let of_digit = pairs.filter(|(_, readable)| **readable == Some(digit as u8));
            let vectors: Vec<f32> = of_digit.flat_map(|(vector, _)| vector).copied().collect();
            spread.counts[digit] = (vectors.len() / FEATURES) as u32;
            spread.variances[digit] = total_variance(&vectors);
        }
        Ok(spread)
    }

    /// The sum of the features' unbiased variances over the readable images of each digit; zero where these are fewer
    /// than two.
    pub fn variances(&self) -> &[f64; DIGITS] {
        &self.variances
    }

    /// The root of the squared distances of features to their digit's mean, over what the `variances` of other images
    /// let expect: `sqrt(sum_d (n_d - 1) v_d / sum_d (n_d - 1) w_d)` with the counts n and variances v here and the
    /// variances w there.
    ///
    /// It is 1 between samples of one distribution, 0 when each digit is one image over and over, and 0 when no digit
    /// has two readable images. Digits that are missing do not count. It measures spread and not number: a handful of
    /// images that differ as real ones do comes out near 1, however often it is repeated.
    pub fn relative_to(&self, variances: &[f64; DIGITS]) -> f64 {
        let degrees_of_freedom = self.counts.map(|count| f64::from(count.saturating_sub(1)));
        let weighted = |variances: &[f64; DIGITS]| -> f64 {
            degrees_of_freedom.iter().zip(variances).map(|(degrees, variance)| degrees * variance).sum()
        };
        let expected = weighted(variances);
        if expected > 0.0 { (weighted(&self.variances) / expected).sqrt() } else { 0.0 }
    }
}

/// Reads the [`Spread::variances`] of the test images.
///
/// # Errors
/// [`Error::JudgeFile`] as from [`File::numbers`], and when a digit has no variance.
pub(super) fn read_variances(file: &File) -> Result<[f64; DIGITS]> {
    let variances = file.numbers("test.variances", &[DIGITS])?;
    if let Some(digit) = variances.iter().position(|&variance| variance <= 0.0) {
        return Err(Error::JudgeFile(format!("test.variances has none for the digit {digit}")));
    }
    Ok(std::array::from_fn(|digit| f64::from(variances[digit])))
}

/// The sum of the unbiased variances of the numbers of `vectors`.
fn total_variance(vectors: &[f32]) -> f64 {
    let count = vectors.len() / FEATURES;
    if count < 2 {
        return 0.0;
    }
    let mean = mean(vectors);
    let squares = vectors.iter().zip(mean.iter().cycle()).map(|(&number, mean)| (f64::from(number) - mean).powi(2));
    squares.sum::<f64>() / (count - 1) as f64
}
