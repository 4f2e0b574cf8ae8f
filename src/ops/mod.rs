//! Differentiable operations on candle tensors: everything that the layers and the losses compute.
//!
//! Each is built from candle's own operations, except where candle's would be wrong in the last digits (softplus).

mod activation;
mod batch_norm;
mod convolution;
mod loss;
mod softplus;

pub use activation::Activation;
pub use batch_norm::{BatchStatistics, batch_norm_inference, batch_norm_training};
pub use convolution::{convolution, transposed_convolution};
pub use loss::{discriminator_loss_fake, discriminator_loss_real, generator_loss, mean_probability};
pub use softplus::softplus;
