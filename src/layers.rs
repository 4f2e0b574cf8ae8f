//! Layers: which variables they hold, how these start, and which operation they apply.
//!
//! Variables carry PyTorch's names and layouts, so that weights can be exchanged with a PyTorch model as they are.

use crate::ops::{self, Activation, BatchStatistics};
use crate::random::Random;
use candle_core::{DType, Device, Result, Shape, Tensor, Var};

/// Standard deviation of initial weights (Radford et al. 2016, section 3).
const INITIAL_STANDARD_DEVIATION: f64 = 0.02;

/// Side of every convolution kernel.
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

/// Whether a layer adds a bias. A layer before a batch normalisation has none, because the normalisation subtracts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// One number per output channel, zero at the start.
    Zero,
    /// None.
    Absent,
}

/// The operation of an [`Affine`] layer, which is linear in its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Linear,
    Convolution,
    TransposedConvolution,
}

/// A layer that applies a linear operation with a weight and then adds a bias per output channel, if it has one.
#[derive(Debug)]
pub struct Affine {
    operation: Operation,
    weight: Var,
    bias: Option<Var>,
}

impl Affine {
    /// Maps `(batch, inputs)` to `(batch, outputs)`.
    pub fn linear(inputs: usize, outputs: usize, bias: Bias, initializer: &mut Initializer) -> Result<Self> {
        let weight = initializer.weights((outputs, inputs))?;
        Self::new(Operation::Linear, weight, bias, outputs, initializer)
    }

    /// Maps `(batch, inputs, 2 height, 2 width)` to `(batch, outputs, height, width)` by a 4x4 convolution of stride 2
    /// and padding 1.
    pub fn convolution(inputs: usize, outputs: usize, bias: Bias, initializer: &mut Initializer) -> Result<Self> {
        let weight = initializer.weights((outputs, inputs, KERNEL, KERNEL))?;
        Self::new(Operation::Convolution, weight, bias, outputs, initializer)
    }

    /// Maps `(batch, inputs, height, width)` to `(batch, outputs, 2 height, 2 width)` by a 4x4 transposed convolution of
    /// stride 2 and padding 1.
    pub fn transposed_convolution(
        inputs: usize,
        outputs: usize,
        bias: Bias,
        initializer: &mut Initializer,
    ) -> Result<Self> {
        let weight = initializer.weights((inputs, outputs, KERNEL, KERNEL))?;
        Self::new(Operation::TransposedConvolution, weight, bias, outputs, initializer)
    }

    fn new(operation: Operation, weight: Var, bias: Bias, outputs: usize, initializer: &Initializer) -> Result<Self> {
        let bias = match bias {
            Bias::Zero => Some(initializer.constant(0.0, outputs)?),
            Bias::Absent => None,
        };
        Ok(Self { operation, weight, bias })
    }

    /// Applies the layer.
    pub fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let output = match self.operation {
            Operation::Linear => input.matmul(&self.weight.t()?)?,
            Operation::Convolution => ops::convolution(input, &self.weight)?,
            Operation::TransposedConvolution => ops::transposed_convolution(input, &self.weight)?,
        };
        let Some(bias) = &self.bias else {
            return Ok(output);
        };
        let mut per_channel = vec![1; output.rank()];
        per_channel[1] = bias.elem_count();
        output.broadcast_add(&bias.reshape(per_channel)?)
    }
}

impl Layer for Affine {
    fn parameters(&self) -> Vec<(&'static str, &Var)> {
        let mut parameters = vec![("weight", &self.weight)];
        parameters.extend(self.bias.as_ref().map(|bias| ("bias", bias)));
        parameters
    }
}

/// Which statistics batch normalisation uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The batch's own; the running statistics are updated.
    Training,
    /// The running statistics, so that each image depends on its own input alone.
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

    /// Normalises `(batch, channels, height, width)` and applies the activation.
    pub fn forward(&self, input: &Tensor, mode: Mode) -> Result<Tensor> {
        let normalized = match mode {
            Mode::Training => {
                let (output, statistics) = ops::batch_norm_training(input, &self.weight, &self.bias)?;
                self.update_running_statistics(&statistics, input.elem_count())?;
                output
            }
            Mode::Inference => {
                ops::batch_norm_inference(input, &self.running_batch_statistics()?, &self.weight, &self.bias)?
            }
        };
        self.activation.apply(&normalized)
    }

    /// Moves the running statistics towards the batch's. As in PyTorch, the running variance follows the unbiased
    /// estimate, with the divisor N - 1.
    fn update_running_statistics(&self, batch: &BatchStatistics, elements: usize) -> Result<()> {
        let channels = self.weight.elem_count();
        let samples = (elements / channels) as f64;
        let unbiased = (&batch.variance * (samples / (samples - 1.0)))?;
        for (running, current) in [(&self.running_mean, &batch.mean), (&self.running_variance, &unbiased)] {
            let kept = (running.as_tensor() * (1.0 - Self::MOMENTUM))?;
            running.set(&(kept + current.flatten_all()? * Self::MOMENTUM)?)?;
        }
        Ok(())
    }

    fn running_batch_statistics(&self) -> Result<BatchStatistics> {
        let per_channel = (1, self.weight.elem_count(), 1, 1);
        Ok(BatchStatistics {
            mean: self.running_mean.as_detached_tensor().reshape(per_channel)?,
            variance: self.running_variance.as_detached_tensor().reshape(per_channel)?,
        })
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
