//! One adversarial step: the discriminator's turn, then the generator's turn.
//!
//! This is the answer to the question this project exists for. The generator returns an image and the discriminator one
//! number, so how does the generator get its loss? Its loss *is* the discriminator's opinion of the image:
//!
//! ```text
//! D's turn:  D_loss = mean(-log D(x)) + mean(-log(1 - D(G(z))))   its gradient moves D's variables only
//! G's turn:  G_loss = mean(-log D(G(z)))                          its gradient passes through D into G, moves G's only
//! ```
//!
//! No third, stacked model and no freezing is needed: each Adam is given one network's variables and touches no others. That
//! D's weights ask for no gradient in G's turn ([`Weights::Fixed`]) changes nothing: it saves computing what no Adam would apply.

use crate::classes::Classes;
use crate::configuration::{AdamConfiguration, Configuration};
use crate::data::{Dataset, ShuffledIndices};
use crate::judge::{Judge, Verdict};
use crate::layers::{Mode, Weights};
use crate::model::{Batch, Discriminator, Generator, Network};
use crate::ops::{self, Adam, AdamParameters};
use crate::random::{Purpose, Random};
pub use crate::samples::{SAMPLE_COUNT, Shown};
use crate::samples::{Samples, latent_vectors};
use crate::{Error, Result};
use candle_core::backprop::GradStore;
use candle_core::{DType, Tensor};
use candle_nn::Optimizer;
use serde::Serialize;
use std::sync::Arc;

/// A training run: two networks, their optimisers, and the streams of images and latent vectors that feed them.
pub struct Trainer {
    configuration: Configuration,
    generator: Generator,
    discriminator: Discriminator,
    generator_adam: Adam,
    discriminator_adam: Adam,
    dataset: Arc<Dataset>,
    classes: Classes,
    order: ShuffledIndices,
    latents: Random,
    samples: Samples,
    steps_taken: u64,
}

/// What one step did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    /// The step's number; the first is 1.
    pub step: u64,
    /// `mean(-log D(x))`, the first part of D's loss.
    pub discriminator_loss_real: f32,
    /// `mean(-log(1 - D(G(z))))`, the second part of D's loss.
    pub discriminator_loss_fake: f32,
    /// G's loss in the configured form.
    pub generator_loss: f32,
    /// Mean `D(x)` over the real batch, before D's update.
    pub mean_real_probability: f32,
    /// Mean `D(G(z))` over the batch of D's turn, before D's update.
    pub mean_fake_probability_before: f32,
    /// Mean `D(G(z))` over the batch of G's turn, after D's update.
    pub mean_fake_probability_after: f32,
    /// The Euclidean norm of each layer's gradient: D's layers in D's turn, then G's layers in G's turn.
    pub gradient_norms: Vec<GradientNorm>,
}

/// The Euclidean norm of the gradient of a network's loss with respect to one layer's variables, taken together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradientNorm {
    /// `discriminator` or `generator`.
    pub network: &'static str,
    /// The layer's name, for example `conv1`.
    pub layer: &'static str,
    /// The norm.
    pub norm: f32,
}

/// What D's turn computed.
pub struct DiscriminatorTurn {
    /// `mean(-log D(x))`.
    pub loss_real: f32,
    /// `mean(-log(1 - D(G(z))))`.
    pub loss_fake: f32,
    /// Mean `D(x)` before the update.
    pub mean_real_probability: f32,
    /// Mean `D(G(z))` before the update.
    pub mean_fake_probability: f32,
    /// The gradient of the sum of both parts, for each of D's variables.
    pub gradients: GradStore,
    norms: Vec<GradientNorm>,
}

/// What G's turn computed.
pub struct GeneratorTurn {
    /// G's loss in the configured form.
    pub loss: f32,
    /// Mean `D(G(z))`.
    pub mean_fake_probability: f32,
    /// The images G made from the latent vectors, `(batch, 1, 28, 28)`, before the update.
    pub images: Tensor,
    /// What D tells G: the gradient of G's loss with respect to each pixel of `images`.
    pub pixel_gradient: Tensor,
    /// The gradient of G's loss, for each of G's variables.
    pub gradients: GradStore,
    norms: Vec<GradientNorm>,
}

/// A part of a step, for whoever wants to know where its time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// G makes images.
    GeneratorForward,
    /// D judges images, and the loss is computed.
    DiscriminatorForward,
    /// The gradient runs back through D alone, in D's turn.
    DiscriminatorBackward,
    /// The gradient runs back through D into G, in G's turn.
    GeneratorBackward,
    /// An optimiser moves its network's variables.
    Adam,
    /// Drawing images and latent vectors, and what is reported.
    Other,
}

/// Is called at the end of each phase.
pub type Observer<'a> = &'a mut dyn FnMut(Phase);

impl Trainer {
    /// A new run on `dataset`, or on as many of its images as the configuration says.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when a setting lies outside its permitted range, [`Error::Data`] when labels are asked for that are not
    /// digits.
    pub fn new(configuration: Configuration, dataset: Arc<Dataset>) -> Result<Self> {
        configuration.validate()?;
        let dataset = Arc::new(dataset.first(configuration.image_limit));
        let generator = Generator::new(&configuration, DType::F32)?;
        let discriminator = Discriminator::new(&configuration, DType::F32)?;
        let seed = configuration.seed;
        Ok(Self {
            generator_adam: adam(&generator, configuration.generator_adam)?,
            discriminator_adam: adam(&discriminator, configuration.discriminator_adam)?,
            generator,
            discriminator,
            classes: Classes::new(&dataset, &configuration)?,
            order: ShuffledIndices::new(dataset.len(), Random::new(seed, Purpose::ImageOrder)),
            dataset,
            latents: Random::new(seed, Purpose::Latents),
            samples: Samples::new(&configuration)?,
            steps_taken: 0,
            configuration,
        })
    }

    /// The settings of this run.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The generator.
    pub fn generator(&self) -> &Generator {
        &self.generator
    }

    /// The discriminator.
    pub fn discriminator(&self) -> &Discriminator {
        &self.discriminator
    }

    /// The generator with averaged weights.
    pub fn averaged_generator(&self) -> &Generator {
        self.samples.average()
    }

    /// The classes that the networks are told.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// How many steps have been taken.
    pub fn steps_taken(&self) -> u64 {
        self.steps_taken
    }

    /// Takes one step: D's turn on a real and a generated batch, then G's turn on the same generated batch or a fresh one. Generated
    /// images have the classes of the real ones.
    ///
    /// # Errors
    /// [`Error::Diverged`] when a loss or a gradient is no longer finite; the update that it would have made is not made.
    pub fn step(&mut self) -> Result<StepReport> {
        self.step_observed(&mut |_| ())
    }

    /// The same as [`Self::step`], telling `observe` of each phase that ends.
    pub fn step_observed(&mut self, observe: Observer) -> Result<StepReport> {
        let real = self.next_real()?;
        let latents = [self.next_latents()?, self.next_latents()?];
        observe(Phase::Other);

        let fake = self.generate(&latents[0], &real.classes)?;
        observe(Phase::GeneratorForward);
        let discriminator = self.discriminator_turn(&real, &fake, observe)?;
        let fake = match self.configuration.reuse_fakes {
            // G has not moved since: these are still its images, with the graph that leads back into it.
            true => fake,
            false => self.generate(&latents[1], &real.classes)?,
        };
        observe(Phase::GeneratorForward);
        let generator = self.generator_turn(&fake, observe)?;
        self.steps_taken += 1;
        self.samples.follow(&self.generator, self.steps_taken)?;
        observe(Phase::Other);

        Ok(StepReport {
            step: self.steps_taken,
            discriminator_loss_real: discriminator.loss_real,
            discriminator_loss_fake: discriminator.loss_fake,
            generator_loss: generator.loss,
            mean_real_probability: discriminator.mean_real_probability,
            mean_fake_probability_before: discriminator.mean_fake_probability,
            mean_fake_probability_after: generator.mean_fake_probability,
            gradient_norms: [discriminator.norms, generator.norms].concat(),
        })
    }

    /// The images that G makes of `latents` `(batch, latent size)` in training, where batch normalisation looks at the batch. Their
    /// gradient leads into G.
    pub fn generate(&self, latents: &Tensor, classes: &[u32]) -> Result<Batch> {
        self.generator.forward(latents, classes.to_vec(), Mode::Training)
    }

    /// D's turn: learns to tell `real` images from the `fake` ones that G has made.
    pub fn discriminator_turn(&mut self, real: &Batch, fake: &Batch, observe: Observer) -> Result<DiscriminatorTurn> {
        // Detached: no gradient flows into G in D's turn.
        let fake = Batch { images: fake.images.detach(), classes: fake.classes.clone() };
        let [real_logits, fake_logits] = self.discriminator.forward([real, &fake], Weights::Learning)?;

        let form = self.configuration.generator_loss;
        let loss_real = ops::discriminator_loss_real(&real_logits, form)?;
        let loss_fake = ops::discriminator_loss_fake(&fake_logits, form)?;
        let loss = (&loss_real + &loss_fake)?;
        observe(Phase::DiscriminatorForward);
        let gradients = loss.backward()?;
        observe(Phase::DiscriminatorBackward);

        let turn = DiscriminatorTurn {
            loss_real: self.finite(scalar(&loss_real)?, || "the discriminator's loss on real images".into())?,
            loss_fake: self.finite(scalar(&loss_fake)?, || "the discriminator's loss on generated images".into())?,
            mean_real_probability: ops::mean_probability(&real_logits)?,
            mean_fake_probability: ops::mean_probability(&fake_logits)?,
            norms: self.gradient_norms("discriminator", &self.discriminator, &gradients)?,
            gradients,
        };
        observe(Phase::Other);
        self.discriminator_adam.step(&turn.gradients)?;
        observe(Phase::Adam);
        Ok(turn)
    }

    /// G's turn: learns to make images that D, as it is now, takes for real, from its `fake` images and D's opinion of them.
    pub fn generator_turn(&mut self, fake: &Batch, observe: Observer) -> Result<GeneratorTurn> {
        let (images, watch) = ops::watch(&fake.images)?;
        let watched = Batch { images, classes: fake.classes.clone() };
        // D passes the gradient on. Gradients of its own weights, which nobody applies here, are not computed.
        let [logits] = self.discriminator.forward([&watched], Weights::Fixed)?;

        let loss = ops::generator_loss(&logits, self.configuration.generator_loss)?;
        observe(Phase::DiscriminatorForward);
        // Through D, into G.
        let gradients = loss.backward()?;
        observe(Phase::GeneratorBackward);

        let turn = GeneratorTurn {
            loss: self.finite(scalar(&loss)?, || "the generator's loss".into())?,
            mean_fake_probability: ops::mean_probability(&logits)?,
            images: fake.images.detach(),
            pixel_gradient: watch.gradient().expect("the images are on every path to the loss").clone(),
            norms: self.gradient_norms("generator", &self.generator, &gradients)?,
            gradients,
        };
        observe(Phase::Other);
        self.generator_adam.step(&turn.gradients)?;
        observe(Phase::Adam);
        Ok(turn)
    }

    /// Draws the images of [`SAMPLE_COUNT`] latent vectors that stay the same through the run; see [`Samples::fixed`].
    ///
    /// # Errors
    /// [`Error::Unlabelled`] when a digit is asked of a generator that is told no labels.
    pub fn samples(&self, shown: Shown, digit: Option<u8>) -> Result<Vec<u8>> {
        self.samples.fixed(&self.generator, &self.classes, shown, digit)
    }

    /// `count` images of latent vectors that were never used before; see [`Samples::fresh`]. Training goes on as if none had been
    /// drawn.
    pub fn fresh_images(&mut self, shown: Shown, count: usize) -> Result<Batch> {
        self.samples.fresh(&self.generator, &self.classes, shown, count)
    }

    /// What `judge` says of `count` fresh images: how many can be read, and as which digits.
    ///
    /// # Errors
    /// As from [`Judge::verdict`].
    pub fn judge(&mut self, judge: &Judge, shown: Shown, count: usize) -> Result<Verdict> {
        let batch = self.fresh_images(shown, count)?;
        judge.verdict(&batch.images, self.classes.digits_of(&batch.classes).as_deref())
    }

    fn next_real(&mut self) -> Result<Batch> {
        let indices = self.order.next_batch(self.configuration.batch_size);
        Ok(Batch { images: self.dataset.batch(&indices)?, classes: self.classes.of(&indices) })
    }

    fn next_latents(&mut self) -> Result<Tensor> {
        latent_vectors(&mut self.latents, self.configuration.batch_size, self.configuration.latent_size)
    }

    /// The norm of each layer's gradient, refusing any that is not finite.
    fn gradient_norms(
        &self,
        name: &'static str,
        network: &impl Network,
        gradients: &GradStore,
    ) -> Result<Vec<GradientNorm>> {
        network
            .layers()
            .into_iter()
            .map(|(layer, variables)| {
                let of_layer = variables
                    .parameters()
                    .into_iter()
                    .map(|(_, variable)| gradients.get(variable).expect("every parameter is on a path to the loss"));
                let norm = ops::gradient_norm(of_layer)?;
                let norm = self.finite(norm, || format!("the gradient of the {name}'s layer {layer}"))?;
                Ok(GradientNorm { network: name, layer, norm })
            })
            .collect()
    }

    fn finite(&self, value: f32, what: impl FnOnce() -> String) -> Result<f32> {
        if value.is_finite() {
            return Ok(value);
        }
        Err(Error::Diverged { step: self.steps_taken + 1, what: what() })
    }
}

/// An Adam that moves the variables of one network and no others.
fn adam(network: &impl Network, configuration: AdamConfiguration) -> Result<Adam> {
    let variables = network.parameters().iter().map(|parameter| parameter.variable.clone()).collect();
    let AdamConfiguration { learning_rate, beta1, beta2 } = configuration;
    Ok(Adam::new(variables, AdamParameters { learning_rate, beta1, beta2, epsilon: 1e-8 })?)
}

fn scalar(tensor: &Tensor) -> Result<f32> {
    Ok(tensor.to_scalar::<f32>()?)
}
