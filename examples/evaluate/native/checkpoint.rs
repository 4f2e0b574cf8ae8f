//! Generators saved by `cargo run --release --example train -- --save FILE`.

use anyhow::{Context, Result};
use candle_core::{Device, safetensors};
use dcgan_wasm::model::{Generator, Network};
use std::path::Path;

/// Gives `generator` the weights and the running statistics in the safetensors file `path`.
pub fn load(generator: &Generator, path: &Path) -> Result<()> {
    let tensors = safetensors::load(path, &Device::Cpu)
        .with_context(|| format!("{} cannot be read; name a file that `train --save` wrote.", path.display()))?;
    generator.load_parameters(&tensors)?;
    Ok(generator.load_running_statistics(&tensors)?)
}
