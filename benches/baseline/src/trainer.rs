//! One adversarial step: D's turn, then G's turn.

use crate::networks::{Discriminator, Generator, LayerVariables};
use crate::operations;
use candle_core::backprop::GradStore;
use candle_core::{DType, Device, Result, Tensor, Var, bail};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{AdamConfiguration, Configuration, Dataset};
use std::sync::Arc;

/// A training run from the random numbers that `dcgan_wasm::Trainer` draws.
pub struct Trainer {
    configuration: Configuration,
    dtype: DType,
    generator: Generator,
    discriminator: Discriminator,
    generator_adam: AdamW,
    discriminator_adam: AdamW,
    dataset: Arc<Dataset>,
    order: Vec<usize>,
    visited: usize,
    order_random: Random,
    latents: Random,
}

/// What both networks paid in one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Losses {
    /// `mean(-log D(x))`.
    pub discriminator_real: f64,
    /// `mean(-log(1 - D(G(z))))`.
    pub discriminator_fake: f64,
    /// G's loss in the configured form.
    pub generator: f64,
}

/// What D's turn computed.
pub struct DiscriminatorTurn {
    /// `mean(-log D(x))`.
    pub loss_real: f64,
    /// `mean(-log(1 - D(G(z))))`.
    pub loss_fake: f64,
    /// Mean `D(x)` and mean `D(G(z))`.
    pub mean_probabilities: [f64; 2],
    /// The norm of each layer's gradient.
    pub gradient_norms: Vec<f64>,
    /// The gradient of the losses' sum, for each of D's variables.
    pub gradients: GradStore,
}

/// What G's turn computed.
pub struct GeneratorTurn {
    /// G's loss in the configured form.
    pub loss: f64,
    /// Mean `D(G(z))`.
    pub mean_probability: f64,
    /// The norm of each layer's gradient.
    pub gradient_norms: Vec<f64>,
    /// The images that G made, `(batch, 1, 28, 28)`.
    pub images: Tensor,
    /// The gradient of the loss with respect to `images`.
    pub pixel_gradient: Tensor,
    /// The gradient of the loss, for each of G's variables.
    pub gradients: GradStore,
}

impl Trainer {
    /// A new run on `dataset`: in `F32` to measure, in `F64` to check results.
    pub fn new(configuration: Configuration, dataset: Arc<Dataset>, dtype: DType) -> Result<Self> {
        let generator = Generator::new(&configuration, dtype)?;
        let discriminator = Discriminator::new(&configuration, dtype)?;
        Ok(Self {
            dtype,
            generator_adam: adam(&generator.layers(), configuration.generator_adam)?,
            discriminator_adam: adam(&discriminator.layers(), configuration.discriminator_adam)?,
            generator,
            discriminator,
            order: (0..dataset.len()).collect(),
            visited: dataset.len(),
            order_random: Random::new(configuration.seed, Purpose::ImageOrder),
            latents: Random::new(configuration.seed, Purpose::Latents),
            dataset,
            configuration,
        })
    }

    /// The generator.
    pub fn generator(&self) -> &Generator {
        &self.generator
    }

    /// The discriminator.
    pub fn discriminator(&self) -> &Discriminator {
        &self.discriminator
    }

    /// Takes one step: D's turn on a real and a generated batch, then G's turn on a fresh generated batch.
    pub fn step(&mut self) -> Result<Losses> {
        let real = self.next_batch()?;
        let discriminator_latents = self.next_latents()?;
        let generator_latents = self.next_latents()?;
        let discriminator = self.discriminator_turn(&real, &discriminator_latents)?;
        let generator = self.generator_turn(&generator_latents)?;
        Ok(Losses {
            discriminator_real: discriminator.loss_real,
            discriminator_fake: discriminator.loss_fake,
            generator: generator.loss,
        })
    }

    /// D's turn on `real` images `(batch, 1, 28, 28)` and on those that G makes of `latents` `(batch, latent size)`.
    pub fn discriminator_turn(&mut self, real: &Tensor, latents: &Tensor) -> Result<DiscriminatorTurn> {
        let fake = self.generator.forward(latents)?.detach();
        let real_logits = self.discriminator.forward(real)?;
        let fake_logits = self.discriminator.forward(&fake)?;
        let loss_real = operations::discriminator_loss_real(&real_logits)?;
        let loss_fake = operations::discriminator_loss_fake(&fake_logits)?;
        let gradients = (&loss_real + &loss_fake)?.backward()?;
        let turn = DiscriminatorTurn {
            loss_real: finite(&loss_real)?,
            loss_fake: finite(&loss_fake)?,
            mean_probabilities: [mean_probability(&real_logits)?, mean_probability(&fake_logits)?],
            gradient_norms: gradient_norms(&self.discriminator.layers(), &gradients)?,
            gradients,
        };
        self.discriminator_adam.step(&turn.gradients)?;
        Ok(turn)
    }

    /// G's turn on the images that it makes of `latents` `(batch, latent size)`.
    pub fn generator_turn(&mut self, latents: &Tensor) -> Result<GeneratorTurn> {
        let images = self.generator.forward(latents)?;
        // Zeros that change nothing and catch the gradient on its way from D into G.
        let probe = Var::from_tensor(&images.zeros_like()?)?;
        let logits = self.discriminator.forward(&(&images + probe.as_tensor())?)?;
        let loss = operations::generator_loss(&logits, self.configuration.generator_loss)?;
        let gradients = loss.backward()?;
        let turn = GeneratorTurn {
            loss: finite(&loss)?,
            mean_probability: mean_probability(&logits)?,
            gradient_norms: gradient_norms(&self.generator.layers(), &gradients)?,
            images: images.detach(),
            pixel_gradient: gradients.get(&probe).expect("the probe is on every path to the loss").clone(),
            gradients,
        };
        self.generator_adam.step(&turn.gradients)?;
        Ok(turn)
    }

    /// The next real images, in an order that is shuffled anew whenever all have been visited.
    fn next_batch(&mut self) -> Result<Tensor> {
        let mut pixels = Vec::new();
        for _ in 0..self.configuration.batch_size {
            if self.visited == self.order.len() {
                self.order_random.shuffle(&mut self.order);
                self.visited = 0;
            }
            let image = self.dataset.image(self.order[self.visited]);
            pixels.extend(image.iter().map(|&pixel| f32::from(pixel) / 127.5 - 1.0));
            self.visited += 1;
        }
        Tensor::from_vec(pixels, (self.configuration.batch_size, 1, 28, 28), &Device::Cpu)?.to_dtype(self.dtype)
    }

    fn next_latents(&mut self) -> Result<Tensor> {
        let shape = (self.configuration.batch_size, self.configuration.latent_size);
        let values = self.latents.standard_normal(shape.0 * shape.1);
        Tensor::from_vec(values, shape, &Device::Cpu)?.to_dtype(self.dtype)
    }
}

/// candle's AdamW without weight decay, which is Adam.
fn adam(layers: &[LayerVariables], configuration: AdamConfiguration) -> Result<AdamW> {
    let variables = layers.iter().flat_map(|(_, variables)| variables).map(|&(_, variable)| variable.clone());
    let settings = ParamsAdamW {
        lr: configuration.learning_rate,
        beta1: configuration.beta1,
        beta2: configuration.beta2,
        eps: 1e-8,
        weight_decay: 0.0,
    };
    AdamW::new(variables.collect(), settings)
}

/// The Euclidean norm of each layer's gradient.
fn gradient_norms(layers: &[LayerVariables], gradients: &GradStore) -> Result<Vec<f64>> {
    let norm = |(_, variables): &LayerVariables| {
        let mut sum_of_squares = 0.0;
        for &(_, variable) in variables {
            let gradient = gradients.get(variable).expect("every variable is on a path to the loss");
            sum_of_squares += finite(&gradient.sqr()?.sum_all()?)?;
        }
        Ok(sum_of_squares.sqrt())
    };
    layers.iter().map(norm).collect()
}

fn mean_probability(logits: &Tensor) -> Result<f64> {
    finite(&operations::mean_probability(logits)?)
}

fn finite(scalar: &Tensor) -> Result<f64> {
    let value = scalar.to_dtype(DType::F64)?.to_scalar::<f64>()?;
    if !value.is_finite() {
        bail!("training diverged: choose lower learning rates");
    }
    Ok(value)
}
