//! Differentiable operations on candle tensors: everything that the layers, the losses and the optimisers compute.
//!
//! candle holds the tensors, records the graph and walks it backwards. Each operation here is one node of that graph that hands
//! its numbers to [`crate::kernels`]; it computes no gradient for an argument that does not ask for one. A whole layer is one
//! node, because each node costs candle an allocation forwards and two passes over its input's gradient backwards.

mod adam;
mod class_read_out;
mod layer;
mod linear_map;
mod loss;
mod maps;
mod numbers;
mod pair;
mod running;
mod watch;

pub use crate::kernels::activation::Activation;
pub use adam::{Adam, AdamMemory, AdamParameters, Moments, gradient_norm};
pub use class_read_out::class_read_out;
pub use layer::{BatchStatistics, batch_norm_layer, biased_layer, normalized_layer};
pub use linear_map::LinearMap;
pub use loss::{discriminator_loss_fake, discriminator_loss_real, generator_loss, mean_probability};
pub use maps::FeatureMaps;
pub use running::follow;
pub use watch::{Watch, watch};
