//! Kernels: what the operations compute, as safe functions on plain slices.
//!
//! [`mod@reference`] defines every one of them in loops over single numbers. The others compute the same eight numbers at a time,
//! on as many threads as there are, without allocating: what they need to work in is the caller's `scratch`, reused from call
//! to call. `unsafe` is in [`gemm`], the microkernel, in [`parallel`], and in [`toom_cook`] alone.
//!
//! | module | duty |
//! |---|---|
//! | [`shape`] | how maps lie in memory |
//! | [`convolution`] | the convolution of stride 2 and its transpose, by the fastest of the next three |
//! | [`direct_convolution`] | by definition, with kernels of 4x4 or 5x5 |
//! | [`toom_cook`] | 4x4, between 7x7 and 14x14 maps, with a third of the multiplications |
//! | [`image_convolution`] | 4x4, where the large maps are images of one channel |
//! | [`linear`] | the projection of vectors, which is also a dense layer, and the read-out of a logit |
//! | [`class_read_out`] | the same read-out by weights of the image's class |
//! | [`batch_norm`], [`activation`] | what follows a linear map |
//! | [`loss`], [`adam`] | the ends of a step |
//! | [`images`] | between images and maps |
//! | [`gemm`] | the matrix microkernel |
//! | [`parallel`] | threads |
//! | [`precision`] | which implementation `f32` and `f64` have |

pub mod activation;
pub mod adam;
pub mod batch_norm;
pub mod class_read_out;
pub mod convolution;
pub mod direct_convolution;
pub mod gemm;
pub mod image_convolution;
pub mod images;
pub mod linear;
pub mod loss;
pub mod parallel;
pub mod precision;
pub mod reference;
pub mod shape;
pub mod toom_cook;
