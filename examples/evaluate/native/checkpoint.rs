//! Generators saved by `cargo run --release --example train -- --save FILE`.

use anyhow::{Context, Result, ensure};
use candle_core::{Device, safetensors};
use dcgan_wasm::model::{Generator, Network};
use std::path::Path;

/// Gives `generator` the weights and the running statistics in the safetensors file `path`.
pub fn load(generator: &Generator, path: &Path) -> Result<()> {
    let tensors = safetensors::load(path, &Device::Cpu)
        .with_context(|| format!("{} cannot be read; name a file that `train --save` wrote.", path.display()))?;
    generator.load_parameters(&tensors)?;
    for statistic in generator.running_statistics() {
        let name = statistic.full_name();
        let value = tensors.get(&name).filter(|value| value.dims() == statistic.variable.dims());
        ensure!(value.is_some(), "{} has no {name} of the right size; write it with `train --save`.", path.display());
        statistic.variable.set(value.expect("this was just ensured"))?;
    }
    Ok(())
}
