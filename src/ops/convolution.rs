//! The one convolution of DCGAN, kernel 4x4, stride 2, padding 1, and its transpose: they halve and double a map's sides.

use candle_core::{Result, Tensor};

const PADDING: usize = 1;
const STRIDE: usize = 2;
const DILATION: usize = 1;
const GROUPS: usize = 1;

/// Convolves `input` `(batch, in, 2h, 2w)` with `weight` `(out, in, 4, 4)` to `(batch, out, h, w)`.
pub fn convolution(input: &Tensor, weight: &Tensor) -> Result<Tensor> {
    input.conv2d(weight, PADDING, STRIDE, DILATION, GROUPS)
}

/// Applies the transpose of the convolution to `input` `(batch, in, h, w)` with `weight` `(in, out, 4, 4)`, giving
/// `(batch, out, 2h, 2w)`. As a linear map of images it is the gradient of [`convolution`] with respect to its input.
pub fn transposed_convolution(input: &Tensor, weight: &Tensor) -> Result<Tensor> {
    let output_padding = 0;
    input.conv_transpose2d(weight, PADDING, output_padding, STRIDE, DILATION)
}
