//! The read-out of maps to one number by weights that depend on the image's class.

use super::maps::{FeatureMaps, tensor_shape};
use super::numbers::{Element, for_element, slice, with_slices};
use crate::kernels::shape::{MapsShape, blocks_of, lanes_in_use};
use crate::simd::LANES;
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp2, Device, Layout, Result, Shape, Tensor, bail};

/// Multiplies the maps `(channels, height, width)` of each image by the row of `weights` `(classes, channels * height * width)` that
/// is its class, and sums, to `(1, 1, 1)`. `classes` has one for each image of all batches.
///
/// # Errors
/// When a class has no row, when there are not as many classes as images, or when the rows do not fit the maps.
pub fn class_read_out(input: &FeatureMaps, weights: &Tensor, classes: &[u32]) -> Result<FeatureMaps> {
    let (shape, (rows, length)) = (input.shape()?, weights.dims2()?);
    if length != shape.channels * shape.pixels() {
        bail!("rows of {length} weights do not fit {shape:?}");
    }
    if let Some(class) = classes.iter().find(|&&class| class as usize >= rows) {
        bail!("there is no class {class} among {rows}");
    }
    let operation = ClassReadOut { shape, classes: by_lane(classes, input.images, shape.blocks)? };
    let tensor = input.tensor.apply_op2(weights, operation)?;
    Ok(FeatureMaps { tensor, images: input.images })
}

/// The classes of all images as `(blocks, 8)`; lanes without an image have class zero.
fn by_lane(classes: &[u32], images: usize, blocks: usize) -> Result<Vec<u32>> {
    if classes.len() != blocks / blocks_of(images) * images {
        bail!("{} classes do not fit {blocks} blocks of batches of {images} images", classes.len());
    }
    let mut rest = classes;
    let mut lanes = vec![0; blocks * LANES];
    for (block, lanes) in lanes.chunks_exact_mut(LANES).enumerate() {
        let (in_block, others) = rest.split_at(lanes_in_use(block, images));
        lanes[..in_block.len()].copy_from_slice(in_block);
        rest = others;
    }
    Ok(lanes)
}

struct ClassReadOut {
    shape: MapsShape,
    classes: Vec<u32>,
}

impl ClassReadOut {
    fn output(&self) -> MapsShape {
        MapsShape { height: 1, width: 1, channels: 1, ..self.shape }
    }
}

impl CustomOp2 for ClassReadOut {
    fn name(&self) -> &'static str {
        "class-read-out"
    }

    fn cpu_fwd(
        &self,
        maps: &CpuStorage,
        maps_layout: &Layout,
        weights: &CpuStorage,
        weights_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        fn forward<T: Element>(operation: &ClassReadOut, arguments: [(&CpuStorage, &Layout); 2]) -> Result<CpuStorage> {
            let [maps, weights] = arguments.map(|(storage, layout)| slice::<T>(storage, layout));
            let mut outputs = vec![T::default(); operation.output().length()];
            (T::KERNELS.class_read_out)(&operation.shape, maps?, weights?, &operation.classes, &mut outputs);
            Ok(T::to_cpu_storage_owned(outputs))
        }
        let outputs = for_element!(maps.dtype(), forward(self, [(maps, maps_layout), (weights, weights_layout)]))?;
        Ok((outputs, tensor_shape(&self.output())))
    }

    fn bwd(
        &self,
        maps: &Tensor,
        weights: &Tensor,
        _output: &Tensor,
        output_gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        for_element!(maps.dtype(), backward(self, maps, weights, &output_gradient.contiguous()?))
    }
}

/// The gradients of those arguments that ask for one.
fn backward<T: Element>(
    operation: &ClassReadOut,
    maps_tensor: &Tensor,
    weights_tensor: &Tensor,
    output_gradient: &Tensor,
) -> Result<(Option<Tensor>, Option<Tensor>)> {
    let ClassReadOut { shape, classes } = operation;
    with_slices([maps_tensor, weights_tensor, output_gradient], |[maps, weights, output_gradient]: [&[T]; 3]| {
        let gradient_of = |tensor: &Tensor, fill: &dyn Fn(&mut [T])| {
            if !tensor.track_op() {
                return Ok(None);
            }
            let mut gradient = vec![T::default(); tensor.elem_count()];
            fill(&mut gradient);
            Tensor::from_vec(gradient, tensor.shape(), &Device::Cpu).map(Some)
        };
        let of_maps = gradient_of(maps_tensor, &|gradient| {
            (T::KERNELS.class_read_out_input_gradient)(shape, output_gradient, weights, classes, gradient);
        })?;
        let of_weights = gradient_of(weights_tensor, &|gradient| {
            (T::KERNELS.class_read_out_weight_gradient)(shape, maps, output_gradient, classes, gradient);
        })?;
        Ok((of_maps, of_weights))
    })
}
