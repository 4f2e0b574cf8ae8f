//! The judge's file, made of a trained network and the test images.

use super::network::Network;
use candle_core::{DType, Device, Tensor};
use dcgan_wasm::judge::classifier::FEATURES;
use dcgan_wasm::judge::file::File;
use dcgan_wasm::judge::gaussian::Gaussian;
use dcgan_wasm::judge::verdict::Spread;
use dcgan_wasm::judge::{Classifier, Opinions};
use dcgan_wasm::{DIGITS, Dataset, Result};
use std::collections::HashMap;

/// The bytes of `data/judge.safetensors`.
///
/// The statistics of the test images are those of the weights as they are in the file, in half precision.
pub fn judge(network: &Network, test: &Dataset) -> anyhow::Result<Vec<u8>> {
    let mut tensors = Vec::new();
    for (name, tensor) in network.folded()? {
        let dtype = if name.ends_with("weight") { DType::F16 } else { DType::F32 };
        tensors.push((name, tensor.to_dtype(dtype)?));
    }
    let classifier = safetensors::serialize(by_reference(&tensors), None)?;
    let every: Vec<usize> = (0..test.len()).collect();
    let opinions = Classifier::read(&File::read(&classifier)?)?.opinions(&test.batch(&every)?)?;
    let description = format!(
        "cargo run --release --example train_judge -- --mnist DIR; {:.4} of MNIST's test images classified correctly",
        accuracy(&opinions, test.labels())?
    );
    tensors.extend(statistics(&opinions)?);
    // One entry: the order of several would be left to chance.
    let metadata = HashMap::from([("description".to_owned(), description)]);
    Ok(safetensors::serialize(by_reference(&tensors), Some(metadata))?)
}

fn by_reference(tensors: &[(String, Tensor)]) -> impl Iterator<Item = (&String, &Tensor)> {
    tensors.iter().map(|(name, tensor)| (name, tensor))
}

fn statistics(opinions: &Opinions) -> anyhow::Result<[(String, Tensor); 3]> {
    let features = Gaussian::fit(&opinions.features)?;
    let spread = Spread::of(opinions)?;
    let tensor = |numbers: &[f64], shape: &[usize]| -> candle_core::Result<Tensor> {
        Tensor::from_slice(numbers, shape, &Device::Cpu)?.to_dtype(DType::F32)
    };
    Ok([
        ("test.mean".into(), tensor(features.mean(), &[FEATURES])?),
        ("test.covariance".into(), tensor(features.covariance(), &[FEATURES, FEATURES])?),
        ("test.variances".into(), tensor(spread.variances(), &[DIGITS])?),
    ])
}

/// The share of images whose likeliest of all eleven classes is their label.
pub fn accuracy(opinions: &Opinions, labels: &[u8]) -> Result<f64> {
    let likeliest = opinions.likeliest()?;
    let correct = likeliest.iter().zip(labels).filter(|((class, _), label)| *class == usize::from(**label)).count();
    Ok(correct as f64 / labels.len() as f64)
}
