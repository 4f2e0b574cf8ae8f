//! Layers: which variables they hold, how these start, and which operation they apply.
//!
//! Variables carry PyTorch's names and layouts, so that weights can be exchanged with a PyTorch model as they are.

use crate::ops::{self, Activation, BatchStatistics, FeatureMaps, LinearMap};
use crate::random::Random;
use candle_core::{DType, Device, Result, Shape, Tensor, Var};

/// Standard deviation of initial weights (Radford et al. 2016, section 3).
const INITIAL_STANDARD_DEVIATION: f64 = 0.02;

/// Rows, and columns, of a convolution's kernel.
const KERNEL: usize = 4;

/// Something that holds variables.
pub trait Layer {
    /// The variables that an optimiser moves, each with its name within the layer.
    fn parameters(&self) -> Vec<(&'static str, &Var)>;

    /// The variables that follow the data without an optimiser, each with its name within the layer.
    fn running_statistics(&self) -> Vec<(&'static str, &Var)> {
        Vec::new()
    }
}

/// Draws a layer's initial variables.
pub struct Initializer {
    /// Where the numbers come from.
    pub random: Random,
    /// `F32` to train; `F64` to check gradients by finite differences.
    pub dtype: DType,
}

impl Initializer {
    /// Weights drawn from N(0, 0.02).
    fn weights(&mut self, shape: impl Into<Shape>) -> Result<Var> {
        let shape = shape.into();
        let values = self.random.standard_normal(shape.elem_count());
        let values = Tensor::from_vec(values, shape, &Device::Cpu)?.to_dtype(self.dtype)?;
        Var::from_tensor(&(values * INITIAL_STANDARD_DEVIATION)?)
    }

    fn constant(&self, value: f64, length: usize) -> Result<Var> {
        Var::from_tensor(&Tensor::full(value, length, &Device::Cpu)?.to_dtype(self.dtype)?)
    }
}

/// Whether a pass that is walked backwards gives the weights a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// It does: the network learns.
    Learning,
    /// It does not: the network passes the gradient on to its input, and nothing is computed for weights that nobody moves.
    Fixed,
}

impl Weights {
    fn of(self, variable: &Var) -> Tensor {
        match self {
            Self::Learning => variable.as_tensor().clone(),
            Self::Fixed => variable.as_detached_tensor(),
        }
    }
}

/// A linear map with its weight and without a bias, which a batch normalisation after it would subtract.
#[derive(Debug)]
pub struct Linear {
    map: LinearMap,
    weight: Var,
}

impl Linear {
    /// Maps latent vectors `(batch, latent, 1, 1)` to `(batch, channels, side, side)`.
    pub fn projection(latent: usize, channels: usize, side: usize, initializer: &mut Initializer) -> Result<Self> {
        let weight = initializer.weights((channels * side * side, latent))?;
        Ok(Self { map: LinearMap::Projection { height: side, width: side }, weight })
    }

    /// Maps `(batch, inputs, 2 height, 2 width)` to `(batch, outputs, height, width)` by a 4x4 convolution of stride 2
    /// and padding 1.
    pub fn convolution(inputs: usize, outputs: usize, initializer: &mut Initializer) -> Result<Self> {
        let weight = initializer.weights((outputs, inputs, KERNEL, KERNEL))?;
        Ok(Self { map: LinearMap::Convolution, weight })
    }

    /// Maps `(batch, inputs, height, width)` to `(batch, outputs, 2 height, 2 width)` by a transposed convolution of stride 2: with a
    /// `kernel` of 4 rows and columns and padding 1, or with one of 5, padding 2 and output padding 1.
    pub fn transposed_convolution(
        inputs: usize,
        outputs: usize,
        kernel: usize,
        initializer: &mut Initializer,
    ) -> Result<Self> {
        let weight = initializer.weights((inputs, outputs, kernel, kernel))?;
        Ok(Self { map: LinearMap::TransposedConvolution, weight })
    }

    /// Maps `(batch, channels, side, side)` to `(batch, 1, 1, 1)`.
    pub fn read_out(channels: usize, side: usize, initializer: &mut Initializer) -> Result<Self> {
        let weight = initializer.weights((1, channels * side * side))?;
        Ok(Self { map: LinearMap::ReadOut, weight })
    }

    /// Adds a bias, zero at the start, and an activation. There is one bias for each of the `channels` of the output, or, after a
    /// projection, for each row of the weights, as PyTorch has it.
    pub fn with_bias(self, channels: usize, activation: Activation, initializer: &Initializer) -> Result<Affine> {
        let biases = match self.map {
            LinearMap::Projection { height, width } => channels * height * width,
            _ => channels,
        };
        Ok(Affine { linear: self, bias: initializer.constant(0.0, biases)?, activation })
    }
}

impl Layer for Linear {
    fn parameters(&self) -> Vec<(&'static str, &Var)> {
        vec![("weight", &self.weight)]
    }
}

/// A linear map, a bias, and an activation.
#[derive(Debug)]
pub struct Affine {
    linear: Linear,
    bias: Var,
    activation: Activation,
}

impl Affine {
    /// Applies the layer.
    pub fn forward(&self, input: &FeatureMaps, weights: Weights) -> Result<FeatureMaps> {
        let Linear { map, weight } = &self.linear;
        ops::biased_layer(*map, self.activation, input, &weights.of(weight), &weights.of(&self.bias))
    }
}

impl Layer for Affine {
    fn parameters(&self) -> Vec<(&'static str, &Var)> {
        vec![("weight", &self.linear.weight), ("bias", &self.bias)]
    }
}

/// One number for each image by weights of its class, `(classes, channels * side * side)`: how well the maps fit that class.
///
/// Added to a discriminator's logit, this makes it a projection discriminator (Miyato and Koyama 2018, equation 3), here on the
/// whole maps and not on their sum.
#[derive(Debug)]
pub struct ClassReadOut {
    weight: Var,
}

impl ClassReadOut {
    /// A layer that reads maps of `channels` channels and `side` rows and columns.
    pub fn new(classes: usize, channels: usize, side: usize, initializer: &mut Initializer) -> Result<Self> {
        Ok(Self { weight: initializer.weights((classes, channels * side * side))? })
    }

    /// Maps `(batch, channels, side, side)` to `(batch, 1, 1, 1)`, where image `i` has the class `classes[i]`.
    pub fn forward(&self, input: &FeatureMaps, classes: &[u32], weights: Weights) -> Result<FeatureMaps> {
        ops::class_read_out(input, &weights.of(&self.weight), classes)
    }
}

impl Layer for ClassReadOut {
    fn parameters(&self) -> Vec<(&'static str, &Var)> {
        vec![("weight", &self.weight)]
    }
}

/// A hidden layer: a linear map, then batch normalisation or a bias, then an activation.
#[derive(Debug)]
pub enum Hidden {
    /// With batch normalisation, which brings a shift of its own.
    Normalized(Linear, BatchNorm),
    /// With a bias.
    Biased(Affine),
}

impl Hidden {
    /// A hidden layer that applies `linear`, whose output has so many channels.
    pub fn new(
        linear: Linear,
        channels: usize,
        activation: Activation,
        normalized: bool,
        initializer: &Initializer,
    ) -> Result<Self> {
        Ok(match normalized {
            true => Self::Normalized(linear, BatchNorm::new(channels, activation, initializer)?),
            false => Self::Biased(linear.with_bias(channels, activation, initializer)?),
        })
    }

    /// Applies the layer. The mode means nothing to one that has a bias, whose images never depend on each other.
    pub fn forward(&self, input: &FeatureMaps, mode: Mode, weights: Weights) -> Result<FeatureMaps> {
        match self {
            Self::Normalized(linear, norm) => norm.forward_after(linear, input, mode, weights),
            Self::Biased(affine) => affine.forward(input, weights),
        }
    }

    /// The layers that it is made of, by the names that PyTorch's modules have: `linear`, and where there is a batch normalisation
    /// `norm`.
    pub fn named(&self, linear: &'static str, norm: &'static str) -> Vec<(&'static str, &dyn Layer)> {
        match self {
            Self::Normalized(map, batch_norm) => vec![(linear, map), (norm, batch_norm)],
            Self::Biased(affine) => vec![(linear, affine)],
        }
    }
}

/// Which statistics batch normalisation uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The batch's own; the running statistics are updated.
    Training,
    /// The running statistics, so that each image depends on its own input alone; nothing can be learned from such a pass.
    Inference,
}

/// Batch normalisation of feature maps, followed by an activation.
#[derive(Debug)]
pub struct BatchNorm {
    weight: Var,
    bias: Var,
    running_mean: Var,
    running_variance: Var,
    activation: Activation,
}

impl BatchNorm {
    /// The share of a new batch in the running statistics, PyTorch's default.
    const MOMENTUM: f64 = 0.1;

    /// A layer of `channels` channels with scale one and shift zero.
    pub fn new(channels: usize, activation: Activation, initializer: &Initializer) -> Result<Self> {
        Ok(Self {
            weight: initializer.constant(1.0, channels)?,
            bias: initializer.constant(0.0, channels)?,
            running_mean: initializer.constant(0.0, channels)?,
            running_variance: initializer.constant(1.0, channels)?,
            activation,
        })
    }

    /// Applies `linear`, normalises each batch, and applies the activation.
    pub fn forward_after(
        &self,
        linear: &Linear,
        input: &FeatureMaps,
        mode: Mode,
        weights: Weights,
    ) -> Result<FeatureMaps> {
        let (map, activation, weight) = (linear.map, self.activation, weights.of(&linear.weight));
        let (scale, shift) = (weights.of(&self.weight), weights.of(&self.bias));
        if mode == Mode::Inference {
            let statistics = self.running_batch_statistics();
            return ops::normalized_layer(map, activation, input, &weight, [&scale, &shift], statistics);
        }
        let (output, batches) = ops::batch_norm_layer(map, activation, input, &weight, [&scale, &shift])?;
        self.update_running_statistics(&batches, output.samples()?)?;
        Ok(output)
    }

    /// Moves the running statistics towards each batch's, in which a channel has `samples` numbers. As in PyTorch, the running
    /// variance follows the unbiased estimate, with the divisor N - 1.
    fn update_running_statistics(&self, batches: &BatchStatistics, samples: usize) -> Result<()> {
        let unbiased = samples as f64 / (samples as f64 - 1.0);
        ops::follow(&self.running_mean, &batches.mean, 1.0, Self::MOMENTUM)?;
        ops::follow(&self.running_variance, &batches.variance, unbiased, Self::MOMENTUM)
    }

    fn running_batch_statistics(&self) -> BatchStatistics {
        BatchStatistics {
            mean: self.running_mean.as_detached_tensor(),
            variance: self.running_variance.as_detached_tensor(),
        }
    }
}

impl Layer for BatchNorm {
    fn parameters(&self) -> Vec<(&'static str, &Var)> {
        vec![("weight", &self.weight), ("bias", &self.bias)]
    }

    fn running_statistics(&self) -> Vec<(&'static str, &Var)> {
        vec![("running_mean", &self.running_mean), ("running_var", &self.running_variance)]
    }
}
