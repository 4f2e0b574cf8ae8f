//! Activation functions.

use candle_core::{Result, Tensor};

/// A function applied to every element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// `max(x, 0)`.
    Relu,
    /// `x` where positive, `0.2 x` elsewhere; 0.2 is DCGAN's slope (Radford et al. 2016, section 3).
    LeakyRelu,
    /// The hyperbolic tangent.
    Tanh,
}

impl Activation {
    /// The function's value at every element of `input`, of any shape.
    pub fn apply(self, input: &Tensor) -> Result<Tensor> {
        match self {
            Self::Relu => input.relu(),
            Self::LeakyRelu => candle_nn::ops::leaky_relu(input, 0.2),
            Self::Tanh => input.tanh(),
        }
    }
}
