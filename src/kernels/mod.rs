//! Kernels: what the operations compute, on plain slices.

pub mod activation;
pub mod adam;
pub mod batch_norm;
pub mod convolution;
pub mod gemm;
mod image_convolution;
pub mod images;
pub mod linear;
pub mod loss;
pub mod parallel;
pub mod precision;
pub mod reference;
pub mod shape;
