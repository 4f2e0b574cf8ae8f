//! The linear maps of the layers, and which kernels compute them.

use super::numbers::Element;
use crate::kernels::precision::Scratch;
use crate::kernels::shape::{Convolution, MapsShape, Projection};
use candle_core::{Result, bail};

/// A linear map between feature maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinearMap {
    /// From `(latent, 1, 1)` to `(channels, height, width)`, with weights `(channels * height * width, latent)`; with one row and
    /// one column a dense layer.
    Projection {
        /// Rows of the maps.
        height: usize,
        /// Columns of the maps.
        width: usize,
    },
    /// From `(in, 2 height, 2 width)` to `(out, height, width)` by a kernel of stride 2, with weights `(out, in, 4, 4)` and padding 1
    /// or with weights `(out, in, 5, 5)` and padding 2.
    Convolution,
    /// From `(in, height, width)` to `(out, 2 height, 2 width)` by the transpose of that, with weights `(in, out, 4, 4)` or
    /// `(in, out, 5, 5)`.
    TransposedConvolution,
    /// From `(channels, height, width)` to `(1, 1, 1)`, with weights `(1, channels * height * width)`.
    ReadOut,
}

/// The kernels of a linear map between maps of given shapes.
#[derive(Clone, Copy)]
pub(super) enum Kernel {
    Projection(Projection),
    Convolution(Convolution),
    TransposedConvolution(Convolution),
    ReadOut(MapsShape),
}

impl Kernel {
    pub(super) fn new(map: LinearMap, input: MapsShape, weight: &[usize]) -> Result<Self> {
        let MapsShape { blocks, height, width, channels } = input;
        let kernel = match (map, weight) {
            (LinearMap::Projection { height, width }, &[rows, latent]) => {
                let maps = MapsShape { blocks, height, width, channels: rows / (height * width) };
                Self::Projection(Projection { latent, maps })
            }
            (LinearMap::Convolution, &[small_channels, large_channels, kernel @ 4..=5, _]) => {
                let (height, width) = (height / 2, width / 2);
                Self::Convolution(Convolution { blocks, height, width, small_channels, large_channels, kernel })
            }
            (LinearMap::TransposedConvolution, &[small_channels, large_channels, kernel @ 4..=5, _]) => {
                Self::TransposedConvolution(Convolution {
                    blocks,
                    height,
                    width,
                    small_channels,
                    large_channels,
                    kernel,
                })
            }
            (LinearMap::ReadOut, &[1, _]) => Self::ReadOut(input),
            _ => bail!("weights of shape {weight:?} do not fit {map:?}"),
        };
        let weights: usize = weight.iter().product();
        if kernel.input() != input || kernel.weights() != weights {
            bail!("weights of shape {weight:?} do not fit {map:?} of maps {height}x{width} with {channels} channels");
        }
        Ok(kernel)
    }

    fn input(&self) -> MapsShape {
        match self {
            Self::Projection(projection) => {
                MapsShape { blocks: projection.maps.blocks, height: 1, width: 1, channels: projection.latent }
            }
            Self::Convolution(convolution) => convolution.large(),
            Self::TransposedConvolution(convolution) => convolution.small(),
            Self::ReadOut(maps) => *maps,
        }
    }

    pub(super) fn output(&self) -> MapsShape {
        match self {
            Self::Projection(projection) => projection.maps,
            Self::Convolution(convolution) => convolution.small(),
            Self::TransposedConvolution(convolution) => convolution.large(),
            Self::ReadOut(maps) => MapsShape { blocks: maps.blocks, height: 1, width: 1, channels: 1 },
        }
    }

    fn weights(&self) -> usize {
        match self {
            Self::Projection(projection) => projection.weights(),
            Self::Convolution(convolution) | Self::TransposedConvolution(convolution) => convolution.weights(),
            Self::ReadOut(maps) => maps.channels * maps.pixels(),
        }
    }

    pub(super) fn forward<T: Element>(&self, input: &[T], weight: &[T], output: &mut [T], scratch: &mut Scratch) {
        let kernels = T::KERNELS;
        match self {
            Self::Projection(projection) => (kernels.project)(projection, input, weight, output),
            Self::Convolution(convolution) => (kernels.halve)(convolution, input, weight, output, scratch),
            Self::TransposedConvolution(convolution) => (kernels.double)(convolution, input, weight, output, scratch),
            Self::ReadOut(maps) => (kernels.read_out)(maps, input, weight, output, scratch),
        }
    }

    pub(super) fn input_gradient<T: Element>(
        &self,
        output_gradient: &[T],
        weight: &[T],
        gradient: &mut [T],
        scratch: &mut Scratch,
    ) {
        let kernels = T::KERNELS;
        match self {
            Self::Projection(projection) => {
                (kernels.project_input_gradient)(projection, output_gradient, weight, gradient);
            }
            Self::Convolution(convolution) => {
                (kernels.double)(convolution, output_gradient, weight, gradient, scratch);
            }
            Self::TransposedConvolution(convolution) => {
                (kernels.halve)(convolution, output_gradient, weight, gradient, scratch);
            }
            Self::ReadOut(maps) => {
                (kernels.read_out_input_gradient)(maps, output_gradient, weight, gradient, scratch);
            }
        }
    }

    pub(super) fn weight_gradient<T: Element>(
        &self,
        input: &[T],
        output_gradient: &[T],
        gradient: &mut [T],
        scratch: &mut Scratch,
    ) {
        let kernels = T::KERNELS;
        match self {
            Self::Projection(projection) => {
                (kernels.project_weight_gradient)(projection, input, output_gradient, gradient, scratch);
            }
            Self::Convolution(convolution) => {
                (kernels.weight_gradient)(convolution, output_gradient, input, gradient, scratch);
            }
            Self::TransposedConvolution(convolution) => {
                (kernels.weight_gradient)(convolution, input, output_gradient, gradient, scratch);
            }
            Self::ReadOut(maps) => (kernels.read_out_weight_gradient)(maps, input, output_gradient, gradient),
        }
    }
}
