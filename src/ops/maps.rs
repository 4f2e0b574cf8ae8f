//! Feature maps in the kernels' layout, and the way there and back from images.

use super::numbers::{Element, for_element, slice};
use crate::kernels::shape::{MapsShape, blocks_of};
use crate::simd::LANES;
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};

/// Feature maps of one or more batches, in blocks of eight images (see [`crate::kernels::shape`]).
#[derive(Clone, Debug)]
pub struct FeatureMaps {
    /// `(blocks, height, width, channels, 8)`.
    pub(super) tensor: Tensor,
    /// Images of each batch; every batch begins with a block of its own.
    pub(super) images: usize,
}

impl FeatureMaps {
    /// Lays out `values` `(images of all batches, channels, height, width)`, where each batch has `images`.
    pub fn new(values: &Tensor, images: usize) -> Result<Self> {
        let tensor = values.contiguous()?.apply_op1(ToMaps(Batches { images, shape: laid_out(values, images)? }))?;
        Ok(Self { tensor, images })
    }

    /// Back to `(images of all batches, channels, height, width)`.
    pub fn to_images(&self) -> Result<Tensor> {
        self.tensor.apply_op1(FromMaps(Batches { images: self.images, shape: self.shape()? }))
    }

    /// Every image's numbers as the channels of a single pixel, ordered by row, column, then channel.
    pub fn flatten(&self) -> Result<Self> {
        let MapsShape { blocks, height, width, channels } = self.shape()?;
        let tensor = self.tensor.reshape((blocks, 1, 1, height * width * channels, LANES))?;
        Ok(Self { tensor, images: self.images })
    }

    /// Numbers of one channel in one batch.
    pub fn samples(&self) -> Result<usize> {
        Ok(self.images * self.shape()?.pixels())
    }

    /// How the maps lie in memory.
    pub fn shape(&self) -> Result<MapsShape> {
        let (blocks, height, width, channels, _) = self.tensor.dims5()?;
        Ok(MapsShape { blocks, height, width, channels })
    }
}

fn laid_out(values: &Tensor, images: usize) -> Result<MapsShape> {
    let (all, channels, height, width) = values.dims4()?;
    Ok(MapsShape { blocks: all / images * blocks_of(images), height, width, channels })
}

/// The dimensions of maps as a tensor.
pub(super) fn tensor_shape(shape: &MapsShape) -> Shape {
    Shape::from((shape.blocks, shape.height, shape.width, shape.channels, LANES))
}

/// Batches of images and their layout as maps.
#[derive(Clone, Copy)]
struct Batches {
    images: usize,
    shape: MapsShape,
}

impl Batches {
    fn image_shape(&self) -> Shape {
        let all = self.shape.blocks / blocks_of(self.images) * self.images;
        Shape::from((all, self.shape.channels, self.shape.height, self.shape.width))
    }
}

struct ToMaps(Batches);

impl CustomOp1 for ToMaps {
    fn name(&self) -> &'static str {
        "to-maps"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        fn lay_out<T: Element>(batches: &Batches, storage: &CpuStorage, layout: &Layout) -> Result<CpuStorage> {
            let mut maps = vec![T::default(); batches.shape.length()];
            (T::KERNELS.to_maps)(&batches.shape, batches.images, slice(storage, layout)?, &mut maps);
            Ok(T::to_cpu_storage_owned(maps))
        }
        let maps = for_element!(storage.dtype(), lay_out(&self.0, storage, layout))?;
        Ok((maps, tensor_shape(&self.0.shape)))
    }

    fn bwd(&self, _input: &Tensor, _output: &Tensor, output_gradient: &Tensor) -> Result<Option<Tensor>> {
        output_gradient.contiguous()?.apply_op1_no_bwd(&FromMaps(self.0)).map(Some)
    }
}

struct FromMaps(Batches);

impl CustomOp1 for FromMaps {
    fn name(&self) -> &'static str {
        "from-maps"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        fn collect<T: Element>(batches: &Batches, storage: &CpuStorage, layout: &Layout) -> Result<CpuStorage> {
            let mut values = vec![T::default(); batches.image_shape().elem_count()];
            (T::KERNELS.from_maps)(&batches.shape, batches.images, slice(storage, layout)?, &mut values);
            Ok(T::to_cpu_storage_owned(values))
        }
        let values = for_element!(storage.dtype(), collect(&self.0, storage, layout))?;
        Ok((values, self.0.image_shape()))
    }

    fn bwd(&self, _input: &Tensor, _output: &Tensor, output_gradient: &Tensor) -> Result<Option<Tensor>> {
        output_gradient.contiguous()?.apply_op1_no_bwd(&ToMaps(self.0)).map(Some)
    }
}
