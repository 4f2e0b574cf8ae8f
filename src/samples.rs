//! What the generator has to show: the same images through the run, and fresh ones, from averaged or from raw weights.

use crate::Result;
use crate::classes::Classes;
use crate::configuration::Configuration;
use crate::layers::Mode;
use crate::model::{Batch, Generator, follow};
use crate::random::{Purpose, Random};
use candle_core::{DType, Device, Tensor};
use serde::{Deserialize, Serialize};

/// How many images [`Samples::fixed`] draws.
pub const SAMPLE_COUNT: usize = 64;

/// Which of G's weights make the images that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Shown {
    /// Their exponential moving average over the steps, which does not follow every turn of the game.
    Average,
    /// Those that train.
    Raw,
}

/// The averaged generator, and the latent vectors of what is shown.
pub struct Samples {
    configuration: Configuration,
    average: Generator,
    latents: Tensor,
    fresh: Random,
}

impl Samples {
    /// Samples of a run that begins.
    pub fn new(configuration: &Configuration) -> Result<Self> {
        let mut random = Random::new(configuration.seed, Purpose::SampleLatents);
        Ok(Self {
            // The same random numbers as the generator's, so that both start as the same network.
            average: Generator::new(configuration, DType::F32)?,
            latents: latent_vectors(&mut random, SAMPLE_COUNT, configuration.latent_size)?,
            fresh: Random::new(configuration.seed, Purpose::FreshLatents),
            configuration: configuration.clone(),
        })
    }

    /// The generator with averaged weights and averaged running statistics.
    pub fn average(&self) -> &Generator {
        &self.average
    }

    /// Takes the weights of `generator` after step `step` into the average, the first step being 1.
    ///
    /// The decay grows towards the configured one, so that the first steps do not weigh on the average for long.
    pub fn follow(&self, generator: &Generator, step: u64) -> Result<()> {
        let steps = step as f64;
        let decay = self.configuration.average_decay.min(steps / (steps + 9.0));
        follow(&self.average, generator, 1.0 - decay)
    }

    /// The images of [`SAMPLE_COUNT`] latent vectors that stay the same through the run, so that one can watch them improve: 28x28
    /// pixels each, row by row, 0 for paper and 255 for ink. A `digit` makes all of them that digit.
    ///
    /// # Errors
    /// As from [`Classes::fixed`].
    pub fn fixed(&self, generator: &Generator, classes: &Classes, shown: Shown, digit: Option<u8>) -> Result<Vec<u8>> {
        let classes = classes.fixed(SAMPLE_COUNT, digit)?;
        let batch = self.shown(generator, shown).forward(&self.latents, classes, Mode::Inference)?;
        let pixels = batch.images.flatten_all()?.to_vec1::<f32>()?;
        Ok(pixels.iter().map(|pixel| ((pixel + 1.0) * 127.5).round() as u8).collect())
    }

    /// `count` images of fresh latent vectors. With labels, every digit is asked for in turn.
    pub fn fresh(&mut self, generator: &Generator, classes: &Classes, shown: Shown, count: usize) -> Result<Batch> {
        let latents = latent_vectors(&mut self.fresh, count, self.configuration.latent_size)?;
        let classes = classes.drawn(count, &mut self.fresh);
        self.shown(generator, shown).forward(&latents, classes, Mode::Inference)
    }

    fn shown<'a>(&'a self, generator: &'a Generator, shown: Shown) -> &'a Generator {
        match shown {
            Shown::Average => &self.average,
            Shown::Raw => generator,
        }
    }
}

/// `count` latent vectors `(count, size)`, standard normal.
pub fn latent_vectors(random: &mut Random, count: usize, size: usize) -> Result<Tensor> {
    Ok(Tensor::from_vec(random.standard_normal(count * size), (count, size), &Device::Cpu)?)
}
