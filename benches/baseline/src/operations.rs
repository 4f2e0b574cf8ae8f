//! What the networks compute: convolutions, batch normalisation, activations and losses, out of candle's own operations.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};
use dcgan_wasm::GeneratorLoss;

const PADDING: usize = 1;
const OUTPUT_PADDING: usize = 0;
const STRIDE: usize = 2;
const DILATION: usize = 1;
const GROUPS: usize = 1;

/// Added to the variance by batch normalisation.
const EPSILON: f64 = 1e-5;

/// The dimensions of `(batch, channels, height, width)` that one channel's statistics run over.
const ALL_BUT_CHANNELS: (usize, usize, usize) = (0, 2, 3);

/// Convolves `input` `(batch, in, 2h, 2w)` with `weight` `(out, in, 4, 4)` to `(batch, out, h, w)`.
pub fn convolution(input: &Tensor, weight: &Tensor) -> Result<Tensor> {
    input.conv2d(weight, PADDING, STRIDE, DILATION, GROUPS)
}

/// Applies the convolution's transpose with `weight` `(in, out, 4, 4)` to `input` `(batch, in, h, w)`, giving
/// `(batch, out, 2h, 2w)`.
pub fn transposed_convolution(input: &Tensor, weight: &Tensor) -> Result<Tensor> {
    input.conv_transpose2d(weight, PADDING, OUTPUT_PADDING, STRIDE, DILATION)
}

/// A batch of feature maps normalised by its own statistics, which come with it, cut from the graph.
pub struct Normalized {
    /// The normalised maps, scaled and shifted.
    pub output: Tensor,
    /// Each channel's mean, `(channels)`.
    pub mean: Tensor,
    /// Each channel's variance with the divisor N, `(channels)`.
    pub variance: Tensor,
}

/// Normalises `input` `(batch, channels, height, width)` by its own statistics, multiplies by `scale` and adds `shift`, each
/// `(channels)`. Gradients flow through the statistics.
pub fn batch_norm(input: &Tensor, scale: &Tensor, shift: &Tensor) -> Result<Normalized> {
    let per_channel = (1, scale.elem_count(), 1, 1);
    let mean = input.mean_keepdim(ALL_BUT_CHANNELS)?;
    let centred = input.broadcast_sub(&mean)?;
    let variance = centred.sqr()?.mean_keepdim(ALL_BUT_CHANNELS)?;
    let standard_deviation = (&variance + EPSILON)?.sqrt()?;
    let factor = scale.reshape(per_channel)?.div(&standard_deviation)?;
    let output = centred.broadcast_mul(&factor)?.broadcast_add(&shift.reshape(per_channel)?)?;
    Ok(Normalized { output, mean: mean.detach().flatten_all()?, variance: variance.detach().flatten_all()? })
}

/// `max(x, 0.2 x)` of every element.
pub fn leaky_relu(input: &Tensor) -> Result<Tensor> {
    candle_nn::ops::leaky_relu(input, 0.2)
}

/// `mean(-log D(x))` from the logits `(batch)` of real images.
pub fn discriminator_loss_real(logits: &Tensor) -> Result<Tensor> {
    mean(&softplus(&logits.neg()?)?)
}

/// `mean(-log(1 - D(G(z))))` from the logits `(batch)` of generated images.
pub fn discriminator_loss_fake(logits: &Tensor) -> Result<Tensor> {
    mean(&softplus(logits)?)
}

/// The generator's loss in either form, from the logits `(batch)` of generated images.
pub fn generator_loss(logits: &Tensor, form: GeneratorLoss) -> Result<Tensor> {
    match form {
        GeneratorLoss::NonSaturating => mean(&softplus(&logits.neg()?)?),
        GeneratorLoss::Minimax => mean(&softplus(logits)?)?.neg(),
        GeneratorLoss::Softmax => candle_core::bail!("the baseline knows the two losses of a GAN only"),
    }
}

/// The mean of `D = sigmoid(logit)` over `logits` `(batch)`.
pub fn mean_probability(logits: &Tensor) -> Result<Tensor> {
    mean(&candle_nn::ops::sigmoid(logits)?)
}

fn mean(values: &Tensor) -> Result<Tensor> {
    (values / values.elem_count() as f64)?.sum_all()
}

/// `log(1 + exp(x))` of every element, the one operation that candle lacks: composed of its others, it loses all digits of
/// small results.
fn softplus(input: &Tensor) -> Result<Tensor> {
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
