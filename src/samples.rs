//! What the generator has to show: the same images through the run, and fresh ones, from averaged or from raw weights.

use crate::classes::Classes;
use crate::configuration::Configuration;
use crate::data::pixels;
use crate::layers::Mode;
use crate::model::{Batch, Generator, follow};
use crate::random::{Purpose, Random};
use crate::{Error, Result};
use candle_core::{DType, Device, Tensor};
use serde::{Deserialize, Serialize};

/// How many images [`Samples::fixed`] draws.
pub const SAMPLE_COUNT: usize = 64;

/// The most points at which [`Samples::between`] draws.
pub const MAXIMUM_POINTS: usize = 64;

/// Which of G's weights make the images that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Shown {
    /// Their exponential moving average over the steps, which does not follow every turn of the game.
    Average,
    /// Those that train.
    Raw,
}

/// What stands at a corner of a square of images: one of the fixed latent vectors, and the digit that it is asked to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corner {
    /// Which of the [`SAMPLE_COUNT`] latent vectors, from 0.
    pub sample: usize,
    /// The digit; `None` for the class that the grid shows there.
    pub digit: Option<u8>,
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
        pixels(&batch.images)
    }

    /// What `generator` draws between four corners of a square: for each of `points`, from 0 to 1 to the right and downwards, 28x28
    /// pixels.
    ///
    /// Inputs are mixed linearly, but latent vectors keep the length that their corners have: the inside of the sphere near which
    /// normally distributed vectors lie is a place where no image was ever trained.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when there is no point, or more than [`MAXIMUM_POINTS`], or one outside the square, when a corner names
    /// no sample, and as from [`Classes::fixed`].
    pub fn between(
        &self,
        generator: &Generator,
        classes: &Classes,
        corners: [Corner; 4],
        points: &[[f32; 2]],
    ) -> Result<Vec<u8>> {
        check("The number of points", points.len() as f64, 1.0, MAXIMUM_POINTS as f64)?;
        for &coordinate in points.as_flattened() {
            check("The coordinate of a point", coordinate.into(), 0.0, 1.0)?;
        }
        let corners = self.inputs_of(generator, classes, corners)?;
        let mixed: Vec<f32> = points.iter().flat_map(|&point| mix(&corners, self.latent_size(), point)).collect();
        let inputs = Tensor::from_vec(mixed, (points.len(), corners[0].len()), &Device::Cpu)?;
        pixels(&generator.draw(&inputs, Mode::Inference)?)
    }

    fn inputs_of(&self, generator: &Generator, classes: &Classes, corners: [Corner; 4]) -> Result<Vec<Vec<f32>>> {
        let input = |Corner { sample, digit }: Corner| {
            check("The corner's sample", sample as f64, 0.0, (SAMPLE_COUNT - 1) as f64)?;
            let class: Vec<u32> = classes.fixed(SAMPLE_COUNT, digit)?.get(sample).copied().into_iter().collect();
            Ok(generator.inputs(&self.latents.narrow(0, sample, 1)?, &class)?.flatten_all()?.to_vec1()?)
        };
        corners.into_iter().map(input).collect()
    }

    fn latent_size(&self) -> usize {
        self.configuration.latent_size
    }

    /// The latent vectors of [`Self::fixed`], `(64, latent size)`.
    pub fn latents(&self) -> &Tensor {
        &self.latents
    }

    /// Where the random numbers of fresh images stand.
    pub fn fresh_random(&self) -> &Random {
        &self.fresh
    }

    /// Draws fresh images by other random numbers from now on.
    pub fn set_fresh_random(&mut self, random: Random) {
        self.fresh = random;
    }

    /// `count` images of fresh latent vectors. With labels, every digit is asked for in turn.
    pub fn fresh(&mut self, generator: &Generator, classes: &Classes, shown: Shown, count: usize) -> Result<Batch> {
        let latents = latent_vectors(&mut self.fresh, count, self.configuration.latent_size)?;
        let classes = classes.drawn(count, &mut self.fresh);
        self.shown(generator, shown).forward(&latents, classes, Mode::Inference)
    }

    /// The generator whose weights are `shown`: the averaged one, or `generator`.
    pub fn shown<'a>(&'a self, generator: &'a Generator, shown: Shown) -> &'a Generator {
        match shown {
            Shown::Average => &self.average,
            Shown::Raw => generator,
        }
    }
}

fn check(field: &'static str, value: f64, minimum: f64, maximum: f64) -> Result<()> {
    match (minimum..=maximum).contains(&value) {
        true => Ok(()),
        false => Err(Error::OutOfRange { field, value, minimum, maximum }),
    }
}

/// The four corners' inputs, each as much as it is near; the first `latent_size` numbers then get the length that corners have there.
fn mix(corners: &[Vec<f32>], latent_size: usize, [x, y]: [f32; 2]) -> Vec<f32> {
    let shares = [(1.0 - x) * (1.0 - y), x * (1.0 - y), (1.0 - x) * y, x * y];
    let mean = |value: &dyn Fn(&Vec<f32>) -> f32| -> f32 {
        corners.iter().zip(shares).map(|(corner, share)| share * value(corner)).sum()
    };
    let mut mixed: Vec<f32> = (0..corners[0].len()).map(|index| mean(&|corner| corner[index])).collect();
    let length = |values: &[f32]| values[..latent_size].iter().map(|value| value * value).sum::<f32>().sqrt();
    let stretch = mean(&|corner| length(corner)) / length(&mixed).max(f32::MIN_POSITIVE);
    for value in &mut mixed[..latent_size] {
        *value *= stretch;
    }
    mixed
}

/// `count` latent vectors `(count, size)`, standard normal.
pub fn latent_vectors(random: &mut Random, count: usize, size: usize) -> Result<Tensor> {
    Ok(Tensor::from_vec(random.standard_normal(count * size), (count, size), &Device::Cpu)?)
}
