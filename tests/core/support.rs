//! What several test files need: the bundled shard, and small tensors.

use candle_core::{DType, Device, Tensor};
use dcgan_wasm::model::{Batch, Network};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{Conditioning, Configuration, Dataset, Preset, StepReport, Trainer};
use std::sync::Arc;

pub const SHARD_IMAGES: &[u8] = include_bytes!("../../data/mnist-4096-images-idx3-ubyte.gz");
pub const SHARD_LABELS: &[u8] = include_bytes!("../../data/mnist-4096-labels-idx1-ubyte.gz");

/// The bundled training images.
pub fn shard() -> Arc<Dataset> {
    Arc::new(Dataset::from_idx(SHARD_IMAGES, SHARD_LABELS).expect("the bundled shard is valid"))
}

/// A data set of given images and labels.
pub fn dataset(pixels: &[u8], labels: &[u8]) -> Dataset {
    let header = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let count = labels.len() as u32;
    let images = [&header(&[0x803, count, 28, 28])[..], pixels].concat();
    Dataset::from_idx(&images, &[&header(&[0x801, count])[..], labels].concat()).expect("the files are valid")
}

/// The plain configuration, without labels, in a size that trains quickly.
pub fn small_configuration() -> Configuration {
    Configuration { base_width: 4, latent_size: 16, batch_size: 8, ..Preset::PLAIN.configuration }
}

/// The same where both networks are told labels.
pub fn small_labelled_configuration() -> Configuration {
    Configuration { conditioning: Conditioning::Labels, ..small_configuration() }
}

/// A run on the bundled images.
pub fn trainer(configuration: Configuration) -> Trainer {
    Trainer::new(configuration, shard()).expect("the configuration is valid")
}

/// The reports of the next `count` steps.
pub fn steps(trainer: &mut Trainer, count: usize) -> Vec<StepReport> {
    (0..count).map(|_| trainer.step().expect("the step succeeds")).collect()
}

/// The numbers of every parameter.
pub fn weights(network: &impl Network) -> Vec<Vec<f64>> {
    network.parameters().iter().map(|parameter| elements(parameter.variable)).collect()
}

/// Images that networks are told no classes of.
pub fn unlabelled(images: Tensor) -> Batch {
    Batch { images, classes: Vec::new() }
}

/// Standard normal numbers in `f64`, the same for the same `seed`.
pub fn normal(shape: &[usize], seed: u32) -> Tensor {
    let count = shape.iter().product();
    let values = Random::new(seed, Purpose::Latents).standard_normal(count);
    let tensor = Tensor::from_vec(values, shape, &Device::Cpu).expect("the shape holds the values");
    tensor.to_dtype(DType::F64).expect("f32 converts to f64")
}

/// All elements in order, as `f64`.
pub fn elements(tensor: &Tensor) -> Vec<f64> {
    let flat = tensor.to_dtype(DType::F64).and_then(|tensor| tensor.flatten_all());
    flat.and_then(|flat| flat.to_vec1()).expect("any tensor flattens")
}

/// The largest absolute difference between two tensors, relative to the largest absolute value of `expected`.
pub fn relative_error(actual: &Tensor, expected: &Tensor) -> f64 {
    assert_eq!(actual.dims(), expected.dims(), "shapes differ");
    let (actual, expected) = (elements(actual), elements(expected));
    let largest = expected.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    let difference = actual.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(difference.is_finite(), "not a number");
    difference / largest
}
