//! Softplus, the function that turns a logit into a loss without ever taking the logarithm of a rounded probability.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};

/// `log(1 + exp(x))` of every element, in `f32` or `f64`.
///
/// With `D = sigmoid(x)` it is `-log(1 - D)`, and at `-x` it is `-log D`; unlike those expressions, it is exact to the
/// last digits for every finite `x`. So is its derivative, the sigmoid.
pub fn softplus(input: &Tensor) -> Result<Tensor> {
    input.contiguous()?.apply_op1(Softplus)
}

struct Softplus;

impl CustomOp1 for Softplus {
    fn name(&self) -> &'static str {
        "softplus"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let Some((start, end)) = layout.contiguous_offsets() else {
            bail!("softplus needs a contiguous tensor");
        };
        // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), where the exponential cannot overflow.
        let output = match storage {
            CpuStorage::F32(values) => {
                let softplus = |&x: &f32| x.max(0.0) + libm::log1pf(libm::expf(-x.abs()));
                CpuStorage::F32(values[start..end].iter().map(softplus).collect())
            }
            CpuStorage::F64(values) => {
                let softplus = |&x: &f64| x.max(0.0) + libm::log1p(libm::exp(-x.abs()));
                CpuStorage::F64(values[start..end].iter().map(softplus).collect())
            }
            _ => bail!("softplus is defined for f32 and f64 only"),
        };
        Ok((output, layout.shape().clone()))
    }

    fn bwd(&self, input: &Tensor, _output: &Tensor, output_gradient: &Tensor) -> Result<Option<Tensor>> {
        candle_nn::ops::sigmoid(input)?.mul(output_gradient).map(Some)
    }
}
