//! Which images train, on the command line.

use crate::mnist::read_mnist;
use anyhow::{Context, Result};
use dcgan_wasm::Dataset;
use std::fs;
use std::path::{Path, PathBuf};

/// A pair of IDX files, the bundled ones unless options say otherwise.
#[derive(clap::Args)]
pub struct TrainingImages {
    /// IDX file of 28x28 training images, gzipped or not.
    #[arg(long, default_value = "data/mnist-4096-images-idx3-ubyte.gz")]
    images: PathBuf,
    /// IDX file of their labels, gzipped or not.
    #[arg(long, default_value = "data/mnist-4096-labels-idx1-ubyte.gz")]
    labels: PathBuf,
    /// Folder with MNIST's train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, to train on all 60,000.
    #[arg(long, conflicts_with_all = ["images", "labels"])]
    mnist: Option<PathBuf>,
}

impl TrainingImages {
    /// Reads the files.
    pub fn read(&self) -> Result<Dataset> {
        match &self.mnist {
            None => Ok(Dataset::from_idx(&read(&self.images, "--images")?, &read(&self.labels, "--labels")?)?),
            Some(folder) => read_mnist(folder, "train"),
        }
    }
}

/// The bytes of the file that `option` names.
pub fn read(path: &Path, option: &str) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read; name another file with {option}.", path.display()))
}
