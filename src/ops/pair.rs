//! Two vectors as the rows of one matrix, so that an operation with three arguments at most can have both.

use super::numbers::{Element, for_element, slice};
use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CustomOp2, Layout, Result, Shape, Tensor};

/// Joins two vectors `(length)` to `(2, length)`.
pub fn pair(first: &Tensor, second: &Tensor) -> Result<Tensor> {
    first.apply_op2(second, Pair)
}

struct Pair;

impl CustomOp2 for Pair {
    fn name(&self) -> &'static str {
        "pair"
    }

    fn cpu_fwd(
        &self,
        first: &CpuStorage,
        first_layout: &Layout,
        second: &CpuStorage,
        second_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        fn join<T: Element>(first: (&CpuStorage, &Layout), second: (&CpuStorage, &Layout)) -> Result<CpuStorage> {
            let rows = [slice::<T>(first.0, first.1)?, slice::<T>(second.0, second.1)?];
            Ok(T::to_cpu_storage_owned(rows.concat()))
        }
        let joined = for_element!(first.dtype(), join((first, first_layout), (second, second_layout)))?;
        Ok((joined, Shape::from((2, first_layout.shape().elem_count()))))
    }

    fn bwd(
        &self,
        first: &Tensor,
        second: &Tensor,
        _output: &Tensor,
        output_gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let row = |index: usize, argument: &Tensor| argument.track_op().then(|| output_gradient.get(index)).transpose();
        Ok((row(0, first)?, row(1, second)?))
    }
}
