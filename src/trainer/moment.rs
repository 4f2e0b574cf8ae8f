//! A moment of a run, kept: everything needed to go on from it, with the same settings or with others.

use super::Trainer;
use crate::configuration::Configuration;
use crate::data::ShuffledIndices;
use crate::model::{Generator, Network};
use crate::ops::AdamMemory;
use crate::random::Random;
use crate::{Error, Result};
use candle_core::{DType, Tensor};
use std::sync::Arc;

/// A run as it stood after a step.
#[derive(Clone)]
pub struct Moment {
    pub(super) configuration: Configuration,
    pub(super) steps_taken: u64,
    pub(super) generator: Vec<Tensor>,
    pub(super) average: Vec<Tensor>,
    pub(super) discriminator: Vec<Tensor>,
    pub(super) generator_adam: AdamMemory,
    pub(super) discriminator_adam: AdamMemory,
    pub(super) order: ShuffledIndices,
    pub(super) latents: Random,
    pub(super) fresh: Random,
}

impl Moment {
    /// How many steps had been taken.
    pub fn steps_taken(&self) -> u64 {
        self.steps_taken
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let tensors = [&self.generator, &self.average, &self.discriminator].into_iter().flatten();
        let variables: usize = tensors.map(|tensor| size_of::<f32>() * tensor.elem_count()).sum();
        variables + self.generator_adam.bytes() + self.discriminator_adam.bytes() + self.order.bytes()
    }
}

impl Trainer {
    /// Keeps this moment.
    ///
    /// # Errors
    /// [`Error::HalfStep`] when D's turn of a step has been taken and G's has not.
    pub fn keep(&self) -> Result<Moment> {
        if self.half_step.is_some() {
            return Err(Error::HalfStep);
        }
        Ok(Moment {
            configuration: self.configuration.clone(),
            steps_taken: self.steps_taken,
            generator: self.generator.values()?,
            average: self.samples.average().values()?,
            discriminator: self.discriminator.values()?,
            generator_adam: self.generator_adam.memory(),
            discriminator_adam: self.discriminator_adam.memory(),
            order: self.order.clone(),
            latents: self.latents.clone(),
            fresh: self.samples.fresh_random().clone(),
        })
    }

    /// Another run that continues from `moment` of this one, with settings that may differ in how is trained, but not in what the
    /// networks or the data are. With the same settings it repeats what this run did, bit for bit.
    ///
    /// # Errors
    /// [`Error::Branch`] when such a setting differs, [`Error::OutOfRange`] when one is outside its range.
    pub fn branch(&self, moment: &Moment, configuration: Configuration) -> Result<Self> {
        configuration.validate()?;
        check_sameness(&moment.configuration, &configuration)?;
        let mut branch = Self::with_classes(configuration, Arc::clone(&self.dataset), Arc::clone(&self.classes))?;
        branch.resume(moment)?;
        Ok(branch)
    }

    /// Stands where `moment` of a run of the same networks and data stood.
    pub(super) fn resume(&mut self, moment: &Moment) -> Result<()> {
        self.generator.set_values(&moment.generator)?;
        self.discriminator.set_values(&moment.discriminator)?;
        self.samples.average().set_values(&moment.average)?;
        self.generator_adam.remember(&moment.generator_adam);
        self.discriminator_adam.remember(&moment.discriminator_adam);
        self.order = moment.order.clone();
        self.latents = moment.latents.clone();
        self.samples.set_fresh_random(moment.fresh.clone());
        self.steps_taken = moment.steps_taken;
        Ok(())
    }

    /// A generator with the weights of `moment` of this run: averaged ones, or those that trained.
    pub(super) fn recall(&self, moment: &Moment, is_averaged: bool) -> Result<&Generator> {
        check_sameness(&moment.configuration, &self.configuration)?;
        if self.recalled.get().is_none() {
            let fresh = Generator::new(&self.configuration, DType::F32)?;
            self.recalled.get_or_init(|| fresh);
        }
        let recalled = self.recalled.get().expect("it has just been made");
        recalled.set_values(if is_averaged { &moment.average } else { &moment.generator })?;
        Ok(recalled)
    }
}

/// Refuses settings that would make other networks, or other data, of the run.
fn check_sameness(before: &Configuration, after: &Configuration) -> Result<()> {
    let differences = [
        ("base width", before.base_width != after.base_width),
        ("latent size", before.latent_size != after.latent_size),
        ("seed", before.seed != after.seed),
        ("conditioning", before.conditioning != after.conditioning),
        ("number of clusters", before.classes() != after.classes()),
        ("choice of batch normalisation", before.batch_normalization != after.batch_normalization),
        ("kernel size", before.kernel_size != after.kernel_size),
        ("number of training images", before.image_limit != after.image_limit),
    ];
    match differences.iter().find(|(_, differs)| *differs) {
        Some((setting, _)) => Err(Error::Branch(setting)),
        None => Ok(()),
    }
}
