//! The weights of a run as a file that PyTorch can read: safetensors, with PyTorch's names and shapes.

use super::{SAMPLE_COUNT, Shown, Trainer};
use crate::Result;
use crate::layers::Mode;
use crate::model::{NamedVariable, Network};
use candle_core::Tensor;
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::HashMap;

impl Trainer {
    /// A safetensors file with the variables of both networks and of the averaged generator, under `generator.`, `average.` and
    /// `discriminator.`; and, so that another program can check that it draws the same, `latents` (64, latent size), `classes` (64),
    /// where there are classes, and the `images` (64, 1, 28, 28) that the averaged generator draws of them by its running statistics.
    /// The file's metadata is `about`.
    pub fn weights(&self, about: HashMap<String, String>) -> Result<Vec<u8>> {
        let average = self.averaged_generator();
        let mut tensors = Vec::new();
        collect("generator", self.generator.variables(), &mut tensors)?;
        collect("average", average.variables(), &mut tensors)?;
        collect("discriminator", self.discriminator.variables(), &mut tensors)?;

        let classes = self.classes.fixed(SAMPLE_COUNT, None)?;
        if !classes.is_empty() {
            let bytes = classes.iter().flat_map(|&class| i64::from(class).to_le_bytes()).collect();
            tensors.push(("classes".to_owned(), Stored { dtype: Dtype::I64, shape: vec![SAMPLE_COUNT], bytes }));
        }
        let drawn = self.samples.shown(&self.generator, Shown::Average);
        let batch = drawn.forward(self.samples.latents(), classes, Mode::Inference)?;
        tensors.push(("latents".to_owned(), Stored::of(self.samples.latents())?));
        tensors.push(("images".to_owned(), Stored::of(&batch.images)?));
        Ok(serialized(&tensors, about))
    }
}

/// A safetensors file of `tensors` whose metadata is `about`.
pub(super) fn serialized(tensors: &[(String, Stored)], about: HashMap<String, String>) -> Vec<u8> {
    let views = tensors.iter().map(|(name, stored)| {
        let Stored { dtype, shape, bytes } = stored;
        (name, TensorView::new(*dtype, shape.clone(), bytes).expect("a tensor has as many bytes as its shape says"))
    });
    serialize(views, Some(about)).expect("names and shapes can be written as JSON")
}

/// A tensor as the file has it.
pub(super) struct Stored {
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub bytes: Vec<u8>,
}

impl Stored {
    pub fn of(tensor: &Tensor) -> Result<Self> {
        Ok(Self::of_numbers(tensor.dims(), &tensor.flatten_all()?.to_vec1()?))
    }

    pub fn of_numbers(shape: &[usize], numbers: &[f32]) -> Self {
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        Self { dtype: Dtype::F32, shape: shape.to_vec(), bytes }
    }
}

pub(super) fn collect(network: &str, variables: Vec<NamedVariable>, tensors: &mut Vec<(String, Stored)>) -> Result<()> {
    for variable in variables {
        tensors.push((format!("{network}.{}", variable.full_name()), Stored::of(variable.variable)?));
    }
    Ok(())
}
