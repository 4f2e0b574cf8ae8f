//! The two networks, whose variables have the names, the shapes and the initial values of `dcgan-wasm`'s.

use crate::operations::{Normalized, batch_norm, convolution, leaky_relu, transposed_convolution};
use candle_core::{DType, Device, Result, Shape, Tensor, Var};
use dcgan_wasm::Configuration;
use dcgan_wasm::random::{Purpose, Random};

/// Pixels of the smallest feature maps, 7x7.
const SMALLEST_MAP: usize = 49;

/// One layer's variables with their names within the layer.
pub type LayerVariables<'a> = (&'static str, Vec<(&'static str, &'a Var)>);

/// G: turns latent vectors into images.
pub struct Generator {
    fc: Var,
    bn0: BatchNorm,
    deconv1: Var,
    bn1: BatchNorm,
    deconv2: Var,
    deconv2_bias: Var,
}

impl Generator {
    /// A generator with the initial weights that the configuration's seed gives, in `dtype`.
    pub fn new(configuration: &Configuration, dtype: DType) -> Result<Self> {
        let mut weights = Weights { random: Random::new(configuration.seed, Purpose::GeneratorWeights), dtype };
        let width = configuration.base_width;
        Ok(Self {
            fc: weights.normal((2 * width * SMALLEST_MAP, configuration.latent_size))?,
            bn0: BatchNorm::new(2 * width, &weights)?,
            deconv1: weights.normal((2 * width, width, 4, 4))?,
            bn1: BatchNorm::new(width, &weights)?,
            deconv2: weights.normal((width, 1, 4, 4))?,
            deconv2_bias: weights.constant(0.0, 1)?,
        })
    }

    /// Maps latent vectors `(batch, latent size)` to images `(batch, 1, 28, 28)`.
    pub fn forward(&self, latents: &Tensor) -> Result<Tensor> {
        let maps = (latents.dim(0)?, self.bn0.scale.elem_count(), 7, 7);
        let hidden = latents.matmul(&self.fc.t()?)?.reshape(maps)?;
        let hidden = self.bn0.forward(&hidden)?.relu()?;
        let hidden = transposed_convolution(&hidden, &self.deconv1)?;
        let hidden = self.bn1.forward(&hidden)?.relu()?;
        let image = transposed_convolution(&hidden, &self.deconv2)?;
        image.broadcast_add(&self.deconv2_bias.reshape((1, 1, 1, 1))?)?.tanh()
    }

    /// Every variable that training moves, by layer, in forward order.
    pub fn layers(&self) -> Vec<LayerVariables<'_>> {
        vec![
            ("fc", vec![("weight", &self.fc)]),
            ("bn0", self.bn0.variables()),
            ("deconv1", vec![("weight", &self.deconv1)]),
            ("bn1", self.bn1.variables()),
            ("deconv2", vec![("weight", &self.deconv2), ("bias", &self.deconv2_bias)]),
        ]
    }
}

/// D: judges images, by one logit each.
pub struct Discriminator {
    conv1: Var,
    conv1_bias: Var,
    conv2: Var,
    bn2: BatchNorm,
    fc: Var,
    fc_bias: Var,
}

impl Discriminator {
    /// A discriminator with the initial weights that the configuration's seed gives, in `dtype`.
    pub fn new(configuration: &Configuration, dtype: DType) -> Result<Self> {
        let mut weights = Weights { random: Random::new(configuration.seed, Purpose::DiscriminatorWeights), dtype };
        let width = configuration.base_width;
        Ok(Self {
            conv1: weights.normal((width, 1, 4, 4))?,
            conv1_bias: weights.constant(0.0, width)?,
            conv2: weights.normal((2 * width, width, 4, 4))?,
            bn2: BatchNorm::new(2 * width, &weights)?,
            fc: weights.normal((1, 2 * width * SMALLEST_MAP))?,
            fc_bias: weights.constant(0.0, 1)?,
        })
    }

    /// Maps images `(batch, 1, 28, 28)` to logits `(batch)`.
    pub fn forward(&self, images: &Tensor) -> Result<Tensor> {
        let bias = self.conv1_bias.reshape((1, self.conv1_bias.elem_count(), 1, 1))?;
        let hidden = leaky_relu(&convolution(images, &self.conv1)?.broadcast_add(&bias)?)?;
        let hidden = convolution(&hidden, &self.conv2)?;
        let hidden = leaky_relu(&self.bn2.forward(&hidden)?)?;
        let logits = hidden.flatten_from(1)?.matmul(&self.fc.t()?)?;
        logits.broadcast_add(&self.fc_bias.reshape((1, 1))?)?.squeeze(1)
    }

    /// Every variable that training moves, by layer, in forward order.
    pub fn layers(&self) -> Vec<LayerVariables<'_>> {
        vec![
            ("conv1", vec![("weight", &self.conv1), ("bias", &self.conv1_bias)]),
            ("conv2", vec![("weight", &self.conv2)]),
            ("bn2", self.bn2.variables()),
            ("fc", vec![("weight", &self.fc), ("bias", &self.fc_bias)]),
        ]
    }
}

/// Batch normalisation in training mode, which also keeps running statistics.
struct BatchNorm {
    scale: Var,
    shift: Var,
    running_mean: Var,
    running_variance: Var,
}

impl BatchNorm {
    /// The share of a new batch in the running statistics.
    const MOMENTUM: f64 = 0.1;

    fn new(channels: usize, weights: &Weights) -> Result<Self> {
        Ok(Self {
            scale: weights.constant(1.0, channels)?,
            shift: weights.constant(0.0, channels)?,
            running_mean: weights.constant(0.0, channels)?,
            running_variance: weights.constant(1.0, channels)?,
        })
    }

    fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let Normalized { output, mean, variance } = batch_norm(input, &self.scale, &self.shift)?;
        let samples = (input.elem_count() / self.scale.elem_count()) as f64;
        let unbiased = (variance * (samples / (samples - 1.0)))?;
        for (running, current) in [(&self.running_mean, mean), (&self.running_variance, unbiased)] {
            running.set(&((running.as_tensor() * (1.0 - Self::MOMENTUM))? + (current * Self::MOMENTUM)?)?)?;
        }
        Ok(output)
    }

    fn variables(&self) -> Vec<(&'static str, &Var)> {
        vec![("weight", &self.scale), ("bias", &self.shift)]
    }
}

/// Makes a network's initial variables.
struct Weights {
    random: Random,
    dtype: DType,
}

impl Weights {
    /// Draws from N(0, 0.02).
    fn normal(&mut self, shape: impl Into<Shape>) -> Result<Var> {
        let shape = shape.into();
        let values = self.random.standard_normal(shape.elem_count());
        Var::from_tensor(&(Tensor::from_vec(values, shape, &Device::Cpu)?.to_dtype(self.dtype)? * 0.02)?)
    }

    fn constant(&self, value: f64, length: usize) -> Result<Var> {
        Var::from_tensor(&Tensor::full(value, length, &Device::Cpu)?.to_dtype(self.dtype)?)
    }
}
