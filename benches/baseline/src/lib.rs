//! The adversarial training step on candle's own operations.
//!
//! It trains the networks of `dcgan-wasm` by the same losses from the same random numbers, with none of its kernels: what
//! every speed is compared with, and an independent witness that the kernels compute the right thing.

#![deny(missing_docs, unsafe_code)]

mod flops;
pub mod networks;
pub mod operations;
mod trainer;

pub use flops::direct_convolution_flops;
pub use trainer::{DiscriminatorTurn, GeneratorTurn, Losses, Trainer};
