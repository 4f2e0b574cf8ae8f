//! A deep convolutional generative adversarial network (DCGAN) that trains on MNIST inside a browser tab.
//!
//! Two networks play a game. The discriminator D reads an image and returns one logit: is it a real digit? The generator
//! G turns random numbers, the latent vector z, into an image. The question this crate answers in code is how G, whose
//! output is an image, gets its loss from D, whose output is one number: **G's loss is D's opinion of G(z)**, and its
//! gradient is back-propagated through D all the way into G, while G's optimiser moves G's variables alone.
//! [`trainer`] is that answer; read it first.
//!
//! ```
//! use dcgan_wasm::{Dataset, Preset, Shown, Trainer};
//! use std::{fs, sync::Arc};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let images = fs::read("data/mnist-4096-images-idx3-ubyte.gz")?;
//! let labels = fs::read("data/mnist-4096-labels-idx1-ubyte.gz")?;
//! let dataset = Arc::new(Dataset::from_idx(&images, &labels)?);
//!
//! let mut trainer = Trainer::new(Preset::ALL[0].configuration.clone(), Arc::clone(&dataset))?;
//! let report = trainer.step()?;
//! assert!(report.generator_loss > 0.0); // mean(-log D(G(z)))
//! assert_eq!(trainer.samples(Shown::Average, None)?.len(), 64 * 28 * 28); // what G draws now
//!
//! // The whole run as a file, which goes on bit for bit.
//! let file = trainer.checkpoint("notes of mine", &[])?;
//! let mut resumed = Trainer::restore(&file, &dataset)?.trainer;
//! assert_eq!(resumed.step()?, trainer.step()?);
//! # Ok(())
//! # }
//! ```
//!
//! The same code trains natively (`cargo run --release --example train`) and in the browser, where `web` is the only
//! module that knows JavaScript. Modules depend on each other downwards only:
//!
//! | module | duty |
//! |---|---|
//! | `web` | what JavaScript sees: `Dataset` and `Trainer` classes (WebAssembly builds only) |
//! | [`objects`] | the plain objects that JavaScript sends |
//! | [`trainer`] | one adversarial step: D's turn, then G's turn |
//! | [`samples`] | what the generator has to show, from averaged or raw weights |
//! | [`judge`] | what generated images look like: readable, varied, or not digits at all |
//! | [`model`] | the two networks, as lists of layers |
//! | [`layers`] | layers: their variables, their initialisation, which operation they apply |
//! | [`ops`] | differentiable operations on candle tensors |
//! | [`kernels`] | what the operations compute, on plain slices |
//! | [`simd`] | eight numbers at once: the one module with intrinsics |
//! | [`data`], [`classes`], [`clusters`] | images, and which class each has |
//! | [`configuration`], [`presets`] | settings |
//! | [`random`], [`error`] | random numbers, and what can go wrong |

#![deny(missing_docs, unsafe_code)]

pub mod classes;
pub mod clusters;
pub mod configuration;
pub mod data;
pub mod error;
pub mod judge;
pub mod kernels;
pub mod layers;
pub mod model;
pub mod objects;
pub mod ops;
pub mod presets;
pub mod random;
pub mod samples;
pub mod simd;
pub mod trainer;
#[cfg(target_arch = "wasm32")]
pub mod web;

pub use configuration::{AdamConfiguration, Conditioning, Configuration, GeneratorLoss, GeneratorTurnForm};
pub use data::Dataset;
pub use error::{Error, Result};
pub use judge::{Judge, Verdict};
pub use presets::Preset;
pub use trainer::{Shown, StepReport, Trainer};

/// Height and width of every image, in pixels.
pub const IMAGE_SIDE: usize = 28;

/// Pixels in one image.
pub const IMAGE_PIXELS: usize = IMAGE_SIDE * IMAGE_SIDE;

/// How many digits there are: the classes of MNIST's labels.
pub const DIGITS: usize = 10;
