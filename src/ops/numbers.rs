//! The numbers of a tensor as a slice, and the scratch that kernels work in.

use crate::kernels::precision::{Precision, Scratch};
use candle_core::{CpuStorage, Layout, Result, Storage, Tensor, WithDType, bail};
use std::cell::RefCell;

/// A type of tensor elements that has kernels.
pub trait Element: Precision + WithDType {}

impl Element for f32 {}
impl Element for f64 {}

/// The numbers of a contiguous tensor's storage.
pub fn slice<'a, T: Element>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [T]> {
    let Some((start, end)) = layout.contiguous_offsets() else {
        bail!("the operation needs a contiguous tensor");
    };
    Ok(&T::cpu_storage_as_slice(storage)?[start..end])
}

/// Calls `work` with the numbers of `tensors`, each of which is contiguous.
pub fn with_slices<T: Element, R, const COUNT: usize>(
    tensors: [&Tensor; COUNT],
    work: impl FnOnce([&[T]; COUNT]) -> Result<R>,
) -> Result<R> {
    let guards = tensors.map(Tensor::storage_and_layout);
    let mut slices: [&[T]; COUNT] = [&[]; COUNT];
    for ((storage, layout), slice_of) in guards.iter().zip(&mut slices) {
        let Storage::Cpu(storage) = &**storage else {
            bail!("the operation needs a tensor in the processor's memory");
        };
        *slice_of = slice(storage, layout)?;
    }
    work(slices)
}

/// Calls `work` with this thread's scratch.
pub fn with_scratch<R>(work: impl FnOnce(&mut Scratch) -> R) -> R {
    thread_local! {
        static SCRATCH: RefCell<Scratch> = const { RefCell::new(Scratch::new()) };
    }
    SCRATCH.with_borrow_mut(work)
}

/// Calls `$function` with the element type of `$dtype` as its first type argument.
macro_rules! for_element {
    ($dtype:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $dtype {
            candle_core::DType::F32 => $function::<f32>($($argument),*),
            candle_core::DType::F64 => $function::<f64>($($argument),*),
            dtype => candle_core::bail!("the operation is defined for f32 and f64, not for {dtype:?}"),
        }
    };
}
pub(super) use for_element;
