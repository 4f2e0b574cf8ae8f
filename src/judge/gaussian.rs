//! Gaussians fitted to feature vectors, and the distance between two of them: the Fréchet inception distance of Heusel
//! et al. (2017), equation 6, with the judge's features in place of Inception's.
//!
//! The distance shrinks with the number of vectors, also between samples of one distribution, because a covariance of
//! few is uncertain. Compare figures of equal counts only.

use super::classifier::FEATURES;
use super::file::File;
use super::symmetric::Symmetric;
use crate::{Error, Result};
use candle_core::Tensor;
use std::sync::OnceLock;

/// Mean and covariance of feature vectors.
#[derive(Clone, Debug)]
pub struct Gaussian {
    mean: Vec<f64>,
    covariance: Symmetric,
    /// The square root of the covariance, once it has been needed.
    root: OnceLock<Symmetric>,
}

impl Gaussian {
    /// The mean and the unbiased covariance of `features` `(count, 28)`.
    ///
    /// # Errors
    /// [`Error::Judging`] when there are fewer than two vectors, or when a number is not finite.
    pub fn fit(features: &Tensor) -> Result<Self> {
        let vectors = features.flatten_all()?.to_vec1::<f32>()?;
        let count = vectors.len() / FEATURES;
        if count < 2 {
            return Err(Error::Judging("there is only one, and a spread takes two".into()));
        }
        if let Some(index) = vectors.iter().position(|number| !number.is_finite()) {
            return Err(Error::Judging(format!("a feature of image {} is not finite", index / FEATURES)));
        }
        let mean = mean(&vectors);
        let mut covariance = vec![0.0; FEATURES * FEATURES];
        for vector in vectors.chunks_exact(FEATURES) {
            let distance: Vec<f64> = vector.iter().zip(&mean).map(|(&number, mean)| f64::from(number) - mean).collect();
            for (row, &left) in covariance.chunks_exact_mut(FEATURES).zip(&distance) {
                let share = left / (count - 1) as f64;
                row.iter_mut().zip(&distance).for_each(|(number, &right)| *number += share * right);
            }
        }
        Ok(Self::new(mean, covariance))
    }

    /// Reads mean and covariance of the test images' features.
    ///
    /// # Errors
    /// [`Error::JudgeFile`] as from [`File::numbers`].
    pub fn read(file: &File) -> Result<Self> {
        let numbers = |name: &str, shape: &[usize]| -> Result<Vec<f64>> {
            Ok(file.numbers(name, shape)?.into_iter().map(f64::from).collect())
        };
        Ok(Self::new(numbers("test.mean", &[FEATURES])?, numbers("test.covariance", &[FEATURES, FEATURES])?))
    }

    fn new(mean: Vec<f64>, covariance: Vec<f64>) -> Self {
        Self { mean, covariance: Symmetric::new(FEATURES, covariance), root: OnceLock::new() }
    }

    /// The mean, [`FEATURES`] numbers.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The covariance, row by row.
    pub fn covariance(&self) -> &[f64] {
        self.covariance.numbers()
    }

    /// The squared Fréchet (2-Wasserstein) distance `|m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2))`; zero between equals.
    ///
    /// `S1 S2` is not symmetric, but has the eigenvalues of `R S2 R` with `R = S1^(1/2)`, which is, and which rounding
    /// leaves positive semidefinite but for the last digits, also where vectors are fewer than features. `R` is kept: from one
    /// Gaussian to many, each further distance takes the eigenvalues alone.
    pub fn frechet_distance(&self, other: &Self) -> f64 {
        let between_means: f64 = self.mean.iter().zip(&other.mean).map(|(a, b)| (a - b) * (a - b)).sum();
        let root = self.root.get_or_init(|| self.covariance.square_root());
        let eigenvalues = root.around(&other.covariance).eigen().values;
        let trace_of_root: f64 = eigenvalues.iter().map(|value| value.max(0.0).sqrt()).sum();
        let distance = between_means + self.covariance.trace() + other.covariance.trace() - 2.0 * trace_of_root;
        distance.max(0.0)
    }
}

/// The mean of `vectors` of [`FEATURES`] numbers each.
pub(super) fn mean(vectors: &[f32]) -> Vec<f64> {
    let mut sum = vec![0.0; FEATURES];
    for vector in vectors.chunks_exact(FEATURES) {
        sum.iter_mut().zip(vector).for_each(|(sum, &number)| *sum += f64::from(number));
    }
    let count = (vectors.len() / FEATURES) as f64;
    sum.into_iter().map(|sum| sum / count).collect()
}
