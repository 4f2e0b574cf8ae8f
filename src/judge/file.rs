//! The judge's file: safetensors with the weights in half precision and the statistics of the test images in single.
//!
//! | tensor | shape | holds |
//! |---|---|---|
//! | `conv1.weight`, `conv1.bias` | (16, 1, 4, 4), (16) | the convolution from images to 16x16 maps |
//! | `conv2.weight`, `conv2.bias` | (28, 16, 4, 4), (28) | the convolution to 8x8 maps |
//! | `conv3.weight`, `conv3.bias` | (56, 28, 4, 4), (56) | the convolution to 4x4 maps |
//! | `features.weight`, `features.bias` | (28, 896), (28) | the dense layer of features; its columns by channel, row, column |
//! | `classes.weight`, `classes.bias` | (11, 28), (11) | the dense layer of logits |
//! | `test.mean`, `test.covariance` | (28), (28, 28) | of the features of the 10,000 test images |
//! | `test.variances` | (10) | [`super::verdict::Spread::variances`] of those among them that are readable |
//!
//! Batch normalisation, which the classifier is trained with, is folded into the weights and biases.

use crate::{Error, Result};
use safetensors::{Dtype, SafeTensors};

/// Tensors by name.
pub struct File<'a>(SafeTensors<'a>);

impl<'a> File<'a> {
    /// Reads the header of a safetensors file.
    ///
    /// # Errors
    /// [`Error::JudgeFile`] when the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let tensors = SafeTensors::deserialize(bytes);
        tensors.map(Self).map_err(|error| Error::JudgeFile(format!("it is not a safetensors file ({error})")))
    }

    /// The numbers of the tensor `name`, whose shape has to be `shape`, row by row.
    ///
    /// # Errors
    /// [`Error::JudgeFile`] when there is no such tensor, when it has another shape, when it is not of half or single
    /// precision, and when a number is not finite.
    pub fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let problem = |problem: String| Error::JudgeFile(problem);
        let tensor = self.0.tensor(name).map_err(|_| problem(format!("it has no tensor {name}")))?;
        if tensor.shape() != shape {
            return Err(problem(format!("{name} has the shape {:?} instead of {shape:?}", tensor.shape())));
        }
        let numbers: Vec<f32> = match tensor.dtype() {
            Dtype::F16 => {
                tensor.data().as_chunks().0.iter().map(|&bytes| from_half(u16::from_le_bytes(bytes))).collect()
            }
            Dtype::F32 => tensor.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
            other => return Err(problem(format!("{name} holds numbers of type {other:?} instead of F16 or F32"))),
        };
        match numbers.iter().position(|number| !number.is_finite()) {
            Some(index) => Err(problem(format!("number {index} of {name} is not finite"))),
            None => Ok(numbers),
        }
    }
}

/// The number that half precision (IEEE 754 binary16) writes as `bits`. Not the `half` crate's, because `pkg/` is built
/// without it (xtask/src/snip.rs).
fn from_half(bits: u16) -> f32 {
    const EXPONENT: u16 = 0x7c00;
    if bits & EXPONENT == EXPONENT {
        return f32::NAN; // Or infinite: neither is of use here.
    }
    // The exponent's bias is 15 in half and 127 in single precision. Subnormal numbers come out right as well.
    let rebias = f32::from_bits((127 + 127 - 15) << 23);
    let magnitude = f32::from_bits(u32::from(bits & 0x7fff) << 13) * rebias;
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}
