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

mod anatomy;
mod checkpoint;
mod inquiry;
mod moment;
mod report;
mod weights;

use crate::classes::Classes;
use crate::configuration::{AdamConfiguration, Configuration, GeneratorTurnForm};
use crate::data::{Dataset, ShuffledIndices};
use crate::judge::{Judge, Verdict};
use crate::layers::{Mode, Weights};
use crate::model::{Batch, Discriminator, Generator, NamedVariable, Network};
use crate::ops::{self, Adam, AdamParameters};
use crate::random::{Purpose, Random};
pub use crate::samples::{Corner, SAMPLE_COUNT, Shown};
use crate::samples::{Samples, latent_vectors};
use crate::{Error, Result};
pub use anatomy::{Anatomy, LOOKED_AT, Movement};
use candle_core::backprop::GradStore;
use candle_core::{DType, Tensor};
use candle_nn::Optimizer;
pub use checkpoint::Restored;
pub use inquiry::{Opinion, QUIZ_COUNT, Quiz};
pub use moment::Moment;
pub use report::{DiscriminatorTurn, GeneratorTurn, GradientNorm, Observer, Phase, StepReport};
use std::cell::OnceCell;
use std::sync::Arc;

/// The most images that [`Trainer::judge`] has drawn at a time.
pub const MAXIMUM_JUDGED: usize = 10_000;

/// A training run: two networks, their optimisers, and the streams of images and latent vectors that feed them.
pub struct Trainer {
    configuration: Configuration,
    generator: Generator,
    discriminator: Discriminator,
    generator_adam: Adam,
    discriminator_adam: Adam,
    dataset: Arc<Dataset>,
    classes: Arc<Classes>,
    order: ShuffledIndices,
    latents: Random,
    samples: Samples,
    /// What questions that change nothing are answered with: random numbers of their own, and a generator for weights of the past.
    inquiries: Random,
    recalled: OnceCell<Generator>,
    steps_taken: u64,
    half_step: Option<HalfStep>,
    is_watched: bool,
    anatomy: Option<Anatomy>,
}

/// A step of which D's turn has been taken.
struct HalfStep {
    fake: Batch,
    /// What G makes fresh images of in its turn.
    latents: Tensor,
    turn: DiscriminatorTurn,
}

impl Trainer {
    /// A new run on `dataset`, or on as many of its images as the configuration says.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when a setting lies outside its permitted range, [`Error::Data`] when labels are asked for that are not
    /// digits.
    pub fn new(configuration: Configuration, dataset: Arc<Dataset>) -> Result<Self> {
        configuration.validate()?;
        let dataset = Arc::new(dataset.first(configuration.image_limit));
        let classes = Arc::new(Classes::new(&dataset, &configuration)?);
        Self::with_classes(configuration, dataset, classes)
    }

    fn with_classes(configuration: Configuration, dataset: Arc<Dataset>, classes: Arc<Classes>) -> Result<Self> {
        let generator = Generator::new(&configuration, DType::F32)?;
        let discriminator = Discriminator::new(&configuration, DType::F32)?;
        let moved_in_generator_turn = match configuration.generator_turn {
            // The stacked model's own Adam moves whatever is not frozen.
            GeneratorTurnForm::StackedUnfrozen => [generator.parameters(), discriminator.parameters()].concat(),
            GeneratorTurnForm::TwoOptimizers | GeneratorTurnForm::StackedFrozen => generator.parameters(),
        };
        let seed = configuration.seed;
        Ok(Self {
            generator_adam: adam(&moved_in_generator_turn, configuration.generator_adam)?,
            discriminator_adam: adam(&discriminator.parameters(), configuration.discriminator_adam)?,
            generator,
            discriminator,
            classes,
            order: ShuffledIndices::new(dataset.len(), Random::new(seed, Purpose::ImageOrder)),
            dataset,
            latents: Random::new(seed, Purpose::Latents),
            samples: Samples::new(&configuration)?,
            inquiries: Random::new(seed, Purpose::Inquiries),
            recalled: OnceCell::new(),
            steps_taken: 0,
            half_step: None,
            is_watched: false,
            anatomy: None,
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
    /// images have the classes of the real ones. Where D's turn was taken already ([`Self::take_turn`]), only G's is left.
    ///
    /// # Errors
    /// [`Error::Diverged`] when a loss or a gradient is no longer finite; the update that it would have made is not made.
    pub fn step(&mut self) -> Result<StepReport> {
        self.step_observed(&mut |_| ())
    }

    /// The same as [`Self::step`], telling `observe` of each phase that ends.
    pub fn step_observed(&mut self, observe: Observer) -> Result<StepReport> {
        let half_step = match self.half_step.take() {
            Some(half_step) => half_step,
            None => self.first_half(observe)?,
        };
        self.second_half(half_step, observe)
    }

    /// Takes the next half of a step: D's turn, or the G's turn that belongs to it, which ends the step.
    ///
    /// # Errors
    /// As from [`Self::step`].
    pub fn take_turn(&mut self) -> Result<Option<StepReport>> {
        match self.half_step.take() {
            Some(half_step) => self.second_half(half_step, &mut |_| ()).map(Some),
            None => {
                self.half_step = Some(self.first_half(&mut |_| ())?);
                Ok(None)
            }
        }
    }

    /// Whether G's turn is next: D's turn of the step has been taken.
    pub fn is_half_way(&self) -> bool {
        self.half_step.is_some()
    }

    fn first_half(&mut self, observe: Observer) -> Result<HalfStep> {
        let real = self.next_real()?;
        let [latents, latents_of_generator_turn] = [self.next_latents()?, self.next_latents()?];
        observe(Phase::Other);

        let fake = self.generate(&latents, &real.classes)?;
        observe(Phase::GeneratorForward);
        let before = self.positions_if_watched()?;
        let turn = self.discriminator_turn(&real, &fake, observe)?;
        self.look_at_discriminator_turn(before, &latents, [&real, &fake], &turn)?;
        Ok(HalfStep { fake, latents: latents_of_generator_turn, turn })
    }

    fn second_half(&mut self, half_step: HalfStep, observe: Observer) -> Result<StepReport> {
        let HalfStep { fake, latents, turn: discriminator } = half_step;
        let fake = match self.configuration.reuse_fakes {
            // G has not moved since: these are still its images, with the graph that leads back into it.
            true => fake,
            false => self.generate(&latents, &fake.classes)?,
        };
        observe(Phase::GeneratorForward);
        let before = self.positions_if_watched()?;
        let generator = self.generator_turn(&fake, observe)?;
        self.look_at_generator_turn(before, &generator)?;
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
            gradient_norms: [discriminator.gradient_norms, generator.gradient_norms].concat(),
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
            gradient_norms: self.gradient_norms("discriminator", &self.discriminator, &gradients)?,
            logits: [real_logits, fake_logits],
            gradients,
        };
        self.check_statistics()?;
        observe(Phase::Other);
        self.discriminator_adam.step(&turn.gradients)?;
        observe(Phase::Adam);
        Ok(turn)
    }

    /// G's turn: learns to make images that D, as it is now, takes for real, from its `fake` images and D's opinion of them.
    pub fn generator_turn(&mut self, fake: &Batch, observe: Observer) -> Result<GeneratorTurn> {
        let form = self.configuration.generator_turn;
        let weights = match form {
            // D passes the gradient on. Gradients of its own weights, which nobody applies here, are not computed.
            GeneratorTurnForm::TwoOptimizers | GeneratorTurnForm::StackedFrozen => Weights::Fixed,
            GeneratorTurnForm::StackedUnfrozen => Weights::Learning,
        };
        let (images, watch) = ops::watch(&fake.images)?;
        let watched = Batch { images, classes: fake.classes.clone() };
        let (logits, loss) = self.opinion_of(&watched, weights)?;
        observe(Phase::DiscriminatorForward);
        // Through D, into G.
        let gradients = loss.backward()?;
        observe(Phase::GeneratorBackward);

        let turn = GeneratorTurn {
            loss: self.finite(scalar(&loss)?, || "the generator's loss".into())?,
            mean_fake_probability: ops::mean_probability(&logits)?,
            images: fake.images.detach(),
            logits: logits.detach(),
            pixel_gradient: watch.gradient().expect("the images are on every path to the loss").clone(),
            gradient_norms: self.gradient_norms("generator", &self.generator, &gradients)?,
            stacked_difference: match form == GeneratorTurnForm::StackedFrozen && self.is_watched {
                true => Some(self.difference_to_two_optimizers(fake, &gradients)?),
                false => None,
            },
            gradients,
        };
        self.check_statistics()?;
        observe(Phase::Other);
        self.generator_adam.step(&turn.gradients)?;
        observe(Phase::Adam);
        Ok(turn)
    }

    /// D's logits for `fake`, and G's loss: D's opinion of what G makes.
    fn opinion_of(&self, fake: &Batch, weights: Weights) -> Result<(Tensor, Tensor)> {
        let [logits] = self.discriminator.forward([fake], weights)?;
        let loss = ops::generator_loss(&logits, self.configuration.generator_loss)?;
        Ok((logits, loss))
    }

    /// The largest difference between `gradients` of G's variables and those that two optimisers get without freezing anything: D's
    /// variables have gradients then as well, which G's Adam does not look at.
    fn difference_to_two_optimizers(&self, fake: &Batch, gradients: &GradStore) -> Result<f32> {
        let (_, loss) = self.discriminator.keeping_statistics(|| self.opinion_of(fake, Weights::Learning))?;
        let unfrozen = loss.backward()?;
        let mut largest = 0f32;
        for NamedVariable { variable, .. } in self.generator.parameters() {
            let of_both = [gradients, &unfrozen].map(|gradients| gradients.get(variable).expect("G is on the path"));
            let [stacked, unfrozen] = of_both.map(|gradient| gradient.flatten_all()?.to_vec1::<f32>());
            let differences = stacked?.into_iter().zip(unfrozen?).map(|(one, other)| (one - other).abs());
            largest = differences.fold(largest, f32::max);
        }
        Ok(largest)
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
    /// [`Error::Judging`] when more than [`MAXIMUM_JUDGED`] images are asked for, and as from [`Judge::verdict`].
    pub fn judge(&mut self, judge: &Judge, shown: Shown, count: usize) -> Result<Verdict> {
        if count > MAXIMUM_JUDGED {
            return Err(Error::Judging(format!(
                "{count} are more than the {MAXIMUM_JUDGED} that are judged at a time"
            )));
        }
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

    /// Refuses running statistics that are not finite: the batch's own, by which losses are computed, can overflow without any loss or
    /// gradient showing it.
    fn check_statistics(&self) -> Result<()> {
        let [of_generator, of_discriminator] =
            [self.generator.running_statistics(), self.discriminator.running_statistics()];
        for (name, statistics) in [("generator", of_generator), ("discriminator", of_discriminator)] {
            for NamedVariable { layer, variable, .. } in statistics {
                let sum = variable.flatten_all()?.to_vec1::<f32>()?.into_iter().map(|value| 0.0 * value).sum();
                self.finite(sum, || format!("a running statistic of the {name}'s layer {layer}"))?;
            }
        }
        Ok(())
    }

    fn finite(&self, value: f32, what: impl FnOnce() -> String) -> Result<f32> {
        if value.is_finite() {
            return Ok(value);
        }
        Err(Error::Diverged { step: self.steps_taken + 1, what: what() })
    }
}

/// An Adam that moves `parameters` and no others.
fn adam(parameters: &[NamedVariable], configuration: AdamConfiguration) -> Result<Adam> {
    let variables = parameters.iter().map(|parameter| parameter.variable.clone()).collect();
    let AdamConfiguration { learning_rate, beta1, beta2 } = configuration;
    Ok(Adam::new(variables, AdamParameters { learning_rate, beta1, beta2, epsilon: 1e-8 })?)
}

fn scalar(tensor: &Tensor) -> Result<f32> {
    Ok(tensor.to_scalar::<f32>()?)
}
