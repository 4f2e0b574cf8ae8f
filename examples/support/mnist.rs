//! MNIST's own files.

use anyhow::{Context, Result};
use dcgan_wasm::Dataset;
use std::fs;
use std::path::Path;

/// One of MNIST's two parts, `train` or `t10k`, from the folder that `--mnist` names.
pub fn read_mnist(folder: &Path, part: &str) -> Result<Dataset> {
    let read = |kind: &str| {
        let path = folder.join(format!("{part}-{kind}-ubyte.gz"));
        fs::read(&path).with_context(|| format!("{} cannot be read; name MNIST's folder with --mnist.", path.display()))
    };
    Ok(Dataset::from_idx(&read("images-idx3")?, &read("labels-idx1")?)?)
}
