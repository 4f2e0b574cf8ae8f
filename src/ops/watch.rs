//! A look at the gradient that passes a tensor on its way back.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use std::sync::{Arc, OnceLock};

/// Keeps the gradient that passed a watched tensor.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<OnceLock<Tensor>>);

impl Watch {
    /// The gradient with respect to the watched tensor, once `backward` has passed it.
    pub fn gradient(&self) -> Option<&Tensor> {
        self.0.get()
    }
}

/// Returns `tensor` as it is, and what will see its gradient. candle itself keeps the gradients of variables only.
pub fn watch(tensor: &Tensor) -> Result<(Tensor, Watch)> {
    let watch = Watch::default();
    Ok((tensor.apply_op1(watch.clone())?, watch))
}

impl CustomOp1 for Watch {
    fn name(&self) -> &'static str {
        "watch"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        use candle_core::backend::BackendStorage;
        Ok((storage.try_clone(layout)?, layout.shape().clone()))
    }

    fn bwd(&self, _input: &Tensor, _output: &Tensor, output_gradient: &Tensor) -> Result<Option<Tensor>> {
        // A second walk through the same graph would bring the same gradient.
        self.0.get_or_init(|| output_gradient.clone());
        Ok(Some(output_gradient.clone()))
    }
}
