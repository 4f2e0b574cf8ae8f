//! A layer as one operation: a linear map, then a bias or a batch normalisation, then an activation.

use super::linear_map::{Kernel, LinearMap};
use super::maps::{FeatureMaps, tensor_shape};
use super::numbers::{Element, for_element, slice, with_scratch, with_slices};
use super::pair::pair;
use crate::kernels::activation::Activation;
use crate::kernels::batch_norm::{Batches, Normalization, NormalizationGradients};
use crate::kernels::precision::Scratch;
use crate::kernels::shape::MapsShape;
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp3, Device, Layout, Result, Shape, Tensor, bail};
use std::sync::{Arc, OnceLock};

/// Mean and variance of each channel of each batch, `(batches, channels)`, cut from the graph.
#[derive(Clone, Debug)]
pub struct BatchStatistics {
    /// The mean.
    pub mean: Tensor,
    /// The variance with the divisor N, which is the one that normalises.
    pub variance: Tensor,
}

/// Applies `map` with `weight`, adds `bias` and applies the activation. A bias is `(channels)`, and that of a projection has one
/// number for each row of the weights, `(channels * height * width)`.
pub fn biased_layer(
    map: LinearMap,
    activation: Activation,
    input: &FeatureMaps,
    weight: &Tensor,
    bias: &Tensor,
) -> Result<FeatureMaps> {
    let bias = match map {
        // From the order of the weights' rows, by channel and then by pixel, to that of maps.
        LinearMap::Projection { height, width } => &bias.reshape(((), height * width))?.t()?.flatten_all()?,
        _ => bias,
    };
    apply(map, Finish::Bias, activation, input, weight, bias).map(|(output, _)| output)
}

/// Applies `map` with `weight`, normalises each batch by its own statistics (Ioffe and Szegedy 2015), multiplies by `scale`,
/// adds `shift`, each `(channels)`, and applies the activation. Gradients flow through the statistics, which are returned as
/// well.
pub fn batch_norm_layer(
    map: LinearMap,
    activation: Activation,
    input: &FeatureMaps,
    weight: &Tensor,
    [scale, shift]: [&Tensor; 2],
) -> Result<(FeatureMaps, BatchStatistics)> {
    let (output, saved) = apply(map, Finish::BatchNorm, activation, input, weight, &pair(scale, shift)?)?;
    let saved = saved.get().expect("the forward pass has saved its statistics");
    Ok((output, saved.statistics.clone()))
}

/// Applies `map` with `weight`, normalises by given `statistics` instead of the batch's own, so that each image's output depends on
/// that image alone, multiplies by `scale`, adds `shift`, and applies the activation. It has no gradient.
pub fn normalized_layer(
    map: LinearMap,
    activation: Activation,
    input: &FeatureMaps,
    weight: &Tensor,
    [scale, shift]: [&Tensor; 2],
    statistics: BatchStatistics,
) -> Result<FeatureMaps> {
    let finish = Finish::Normalized(statistics);
    apply(map, finish, activation, input, weight, &pair(scale, shift)?).map(|(output, _)| output)
}

fn apply(
    map: LinearMap,
    finish: Finish,
    activation: Activation,
    input: &FeatureMaps,
    weight: &Tensor,
    parameters: &Tensor,
) -> Result<(FeatureMaps, Arc<OnceLock<Saved>>)> {
    let saved = Arc::new(OnceLock::new());
    let kernel = Kernel::new(map, input.shape()?, weight.dims())?;
    let layer = Layer { kernel, finish, activation, images: input.images, saved: Arc::clone(&saved) };
    let tensor = input.tensor.apply_op3(weight, parameters, layer)?;
    Ok((FeatureMaps { tensor, images: input.images }, saved))
}

/// What follows the linear map.
#[derive(Clone, Debug)]
enum Finish {
    /// A bias `(channels)`; that of a projection `(pixels, channels)`.
    Bias,
    /// Batch normalisation by the batch's statistics, then scale and shift `(2, channels)`.
    BatchNorm,
    /// The same by given statistics.
    Normalized(BatchStatistics),
}

/// What the backward pass of a batch normalisation needs of the forward pass.
#[derive(Debug)]
struct Saved {
    /// The output of the linear map.
    maps: Tensor,
    statistics: BatchStatistics,
}

struct Layer {
    kernel: Kernel,
    finish: Finish,
    activation: Activation,
    images: usize,
    saved: Arc<OnceLock<Saved>>,
}

impl CustomOp3 for Layer {
    fn name(&self) -> &'static str {
        "layer"
    }

    fn cpu_fwd(
        &self,
        input: &CpuStorage,
        input_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        parameters: &CpuStorage,
        parameters_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        fn forward<T: Element>(layer: &Layer, arguments: [(&CpuStorage, &Layout); 3]) -> Result<CpuStorage> {
            let [input, weight, parameters] = arguments.map(|(storage, layout)| slice::<T>(storage, layout));
            with_scratch(|scratch| layer.forward(input?, weight?, parameters?, scratch)).map(T::to_cpu_storage_owned)
        }
        let arguments = [(input, input_layout), (weight, weight_layout), (parameters, parameters_layout)];
        let output = for_element!(input.dtype(), forward(self, arguments))?;
        Ok((output, tensor_shape(&self.kernel.output())))
    }

    fn bwd(
        &self,
        input: &Tensor,
        weight: &Tensor,
        parameters: &Tensor,
        output: &Tensor,
        output_gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let output_gradient = output_gradient.contiguous()?;
        let tensors = [input, weight, parameters, output, &output_gradient];
        for_element!(input.dtype(), backward(self, tensors))
    }
}

type Gradients = (Option<Tensor>, Option<Tensor>, Option<Tensor>);

/// The gradients of those arguments that ask for one.
fn backward<T: Element>(layer: &Layer, tensors: [&Tensor; 5]) -> Result<Gradients> {
    let [input_tensor, weight_tensor, parameters_tensor, ..] = tensors;
    with_slices(tensors, |[input, weight, parameters, output, output_gradient]: [&[T]; 5]| {
        with_scratch(|scratch| {
            let mut maps_gradient = vec![T::default(); output.len()];
            let mut parameters_gradient = vec![T::default(); parameters.len()];
            let into = (&mut maps_gradient[..], &mut parameters_gradient[..]);
            layer.finish_backward(parameters, output, output_gradient, into, scratch)?;

            let gradient_of = |tensor: &Tensor, fill: &mut dyn FnMut(&mut [T])| {
                if !tensor.track_op() {
                    return Ok(None);
                }
                let mut gradient = vec![T::default(); tensor.elem_count()];
                fill(&mut gradient);
                Tensor::from_vec(gradient, tensor.shape(), &Device::Cpu).map(Some)
            };
            let of_input = gradient_of(input_tensor, &mut |gradient| {
                layer.kernel.input_gradient(&maps_gradient, weight, gradient, scratch);
            })?;
            let of_weight = gradient_of(weight_tensor, &mut |gradient| {
                layer.kernel.weight_gradient(input, &maps_gradient, gradient, scratch);
            })?;
            let of_parameters = gradient_of(parameters_tensor, &mut |gradient| {
                gradient.copy_from_slice(&parameters_gradient);
            })?;
            Ok((of_input, of_weight, of_parameters))
        })
    })
}

impl Layer {
    fn forward<T: Element>(
        &self,
        input: &[T],
        weight: &[T],
        parameters: &[T],
        scratch: &mut Scratch,
    ) -> Result<Vec<T>> {
        let shape = self.kernel.output();
        let mut maps = vec![T::default(); shape.length()];
        self.kernel.forward(input, weight, &mut maps, scratch);
        match &self.finish {
            Finish::Bias => {
                (T::KERNELS.add_bias_and_activate)(&self.biased(), self.activation, &mut maps, parameters);
                Ok(maps)
            }
            Finish::BatchNorm => {
                let statistics = self.statistics(&maps, scratch)?;
                let output = self.normalize(&maps, parameters, &statistics, scratch)?;
                let maps = Tensor::from_vec(maps, tensor_shape(&shape), &Device::Cpu)?;
                self.saved.get_or_init(|| Saved { maps, statistics });
                Ok(output)
            }
            Finish::Normalized(statistics) => self.normalize(&maps, parameters, statistics, scratch),
        }
    }

    /// The output as a bias sees it: where that has one number for each pixel and channel, all these are channels of one pixel.
    fn biased(&self) -> MapsShape {
        let output = self.kernel.output();
        match self.kernel {
            Kernel::Projection(_) => {
                MapsShape { height: 1, width: 1, channels: output.pixels() * output.channels, ..output }
            }
            _ => output,
        }
    }

    fn batches(&self) -> Batches {
        Batches { maps: self.kernel.output(), images: self.images }
    }

    fn statistics<T: Element>(&self, maps: &[T], scratch: &mut Scratch) -> Result<BatchStatistics> {
        let batches = self.batches();
        let shape = (batches.count(), batches.maps.channels);
        let mut mean = vec![T::default(); shape.0 * shape.1];
        let mut variance = mean.clone();
        (T::KERNELS.statistics)(&batches, maps, &mut mean, &mut variance, scratch);
        Ok(BatchStatistics {
            mean: Tensor::from_vec(mean, shape, &Device::Cpu)?,
            variance: Tensor::from_vec(variance, shape, &Device::Cpu)?,
        })
    }

    fn normalize<T: Element>(
        &self,
        maps: &[T],
        parameters: &[T],
        statistics: &BatchStatistics,
        scratch: &mut Scratch,
    ) -> Result<Vec<T>> {
        let mut output = vec![T::default(); maps.len()];
        let (scale, shift) = parameters.split_at(parameters.len() / 2);
        with_slices([&statistics.mean, &statistics.variance], |[mean, variance]| {
            let normalization = Normalization { scale, shift, mean, variance };
            let (batches, activation) = (self.batches(), self.activation);
            (T::KERNELS.normalize_and_activate)(&batches, activation, maps, &normalization, &mut output, scratch);
            Ok(())
        })?;
        Ok(output)
    }

    /// From the gradient of the output to the gradients of the linear map's output and of the parameters.
    fn finish_backward<T: Element>(
        &self,
        parameters: &[T],
        output: &[T],
        output_gradient: &[T],
        (maps_gradient, parameters_gradient): (&mut [T], &mut [T]),
        scratch: &mut Scratch,
    ) -> Result<()> {
        if let Finish::Bias = self.finish {
            (T::KERNELS.activation_gradient)(
                &self.biased(),
                self.activation,
                output,
                output_gradient,
                maps_gradient,
                parameters_gradient,
                scratch,
            );
            return Ok(());
        }
        let Some(Saved { maps, statistics }) = self.saved.get() else {
            bail!("a layer normalised by given statistics has no gradient");
        };
        with_slices([maps, &statistics.mean, &statistics.variance], |[maps, mean, variance]| {
            let (scale, shift) = parameters.split_at(parameters.len() / 2);
            let normalization = Normalization { scale, shift, mean, variance };
            let (scale, shift) = parameters_gradient.split_at_mut(parameters.len() / 2);
            let gradients = NormalizationGradients { maps: maps_gradient, scale, shift };
            let (batches, activation) = (self.batches(), self.activation);
            (T::KERNELS.normalization_gradients)(
                &batches,
                activation,
                maps,
                &normalization,
                output_gradient,
                gradients,
                scratch,
            );
            Ok(())
        })
    }
}
