//! All that is measured of a set of images.

use super::components::ink_components;
use super::images::{Images, evenly_spaced};
use super::memorisation::memorised_share;
use super::neighbourhoods::Neighbourhoods;
use anyhow::Result;
use candle_core::Tensor;
use dcgan_wasm::Dataset;
use dcgan_wasm::judge::{Judge, Verdict};

/// How good a set of images is.
pub struct Quality {
    /// What the judge says.
    pub verdict: Verdict,
    /// How the judge's features of the images lie among those of equally many test images.
    pub neighbourhoods: Neighbourhoods,
    /// Mean pieces of ink of an image.
    pub ink_components: f64,
    /// Share nearer to a training image than to a test image, of equally many.
    pub memorised: f64,
}

/// Measures images against the test images.
pub struct Examiner {
    judge: Judge,
    test: Images,
    test_features: Tensor,
    training: Images,
}

impl Examiner {
    /// An examiner that compares images with those of `test`, and looks for copies of those of `training`.
    pub fn new(judge: Judge, training: &Dataset, test: &Dataset) -> Result<Self> {
        let every = |dataset: &Dataset| Images::of(dataset, &evenly_spaced(dataset.len(), dataset.len()));
        let test = every(test);
        Ok(Self { test_features: judge.opinions(&test.to_tensor()?)?.features, judge, test, training: every(training) })
    }

    /// Measures generated `images`, of which each was asked to be the digit in `asked`, if any were asked for.
    pub fn examine(&self, images: &Images, asked: Option<&[u8]>) -> Result<Quality> {
        let count = self.training.len().min(self.test.len());
        let some = |images: &Images| images.choose(&evenly_spaced(count, images.len()));
        let memorised =
            memorised_share(&images.to_points()?, &some(&self.training).to_points()?, &some(&self.test).to_points()?)?;
        self.quality(images, asked, memorised)
    }

    /// Measures up to `count` training images: the floor, which no generator gets below but by copying.
    ///
    /// Half of the training images stand for the images measured and half for those trained on where copies are looked
    /// for.
    pub fn examine_real(&self, training: &Dataset, count: usize) -> Result<(usize, Quality)> {
        let indices = evenly_spaced(count.min(training.len()), training.len());
        let images = Images::of(training, &indices);
        let asked: Vec<u8> = indices.iter().map(|&index| training.labels()[index]).collect();

        let half = (training.len() / 2).min(self.test.len());
        let (even, odd): (Vec<usize>, Vec<usize>) = (0..2 * half).partition(|index| index % 2 == 0);
        let memorised = memorised_share(
            &self.training.choose(&even).to_points()?,
            &self.training.choose(&odd).to_points()?,
            &self.test.choose(&evenly_spaced(half, self.test.len())).to_points()?,
        )?;
        let quality = self.quality(&images, Some(&asked), memorised)?;
        Ok((images.len(), quality))
    }

    fn quality(&self, images: &Images, asked: Option<&[u8]>, memorised: f64) -> Result<Quality> {
        let tensor = images.to_tensor()?;
        let opposite = evenly_spaced(images.len().min(self.test.len()), self.test.len());
        let opposite: Vec<u32> = opposite.into_iter().map(|index| index as u32).collect();
        let real = self.test_features.index_select(&Tensor::new(opposite, tensor.device())?, 0)?;
        let components: u32 = images.iter().map(ink_components).sum();
        Ok(Quality {
            verdict: self.judge.verdict(&tensor, asked)?,
            neighbourhoods: Neighbourhoods::of(&real, &self.judge.opinions(&tensor)?.features)?,
            ink_components: f64::from(components) / images.len() as f64,
            memorised,
        })
    }
}
