//! Running means, which follow the batches without a gradient.

use super::numbers::{Element, slice};
use candle_core::{CpuStorage, InplaceOp2, Layout, Result, Tensor, Var, bail};

/// Moves `running` `(channels)` towards each row of `batches` `(batches, channels)` in turn, times `factor`, by the share
/// `momentum`.
pub fn follow(running: &Var, batches: &Tensor, factor: f64, momentum: f64) -> Result<()> {
    running.inplace_op2(batches, &Follow { factor, momentum })
}

struct Follow {
    factor: f64,
    momentum: f64,
}

impl Follow {
    fn apply<T: Element>(&self, running: &mut [T], batches: &[T]) {
        let [kept, share] = [1.0 - self.momentum, self.momentum * self.factor].map(T::from_f64);
        for batch in batches.chunks_exact(running.len()) {
            for (running, &current) in running.iter_mut().zip(batch) {
                *running = *running * kept + current * share;
            }
        }
    }
}

impl InplaceOp2 for Follow {
    fn name(&self) -> &'static str {
        "follow"
    }

    fn cpu_fwd(
        &self,
        running: &mut CpuStorage,
        _layout: &Layout,
        batches: &CpuStorage,
        batches_layout: &Layout,
    ) -> Result<()> {
        match running {
            CpuStorage::F32(running) => self.apply(running, slice(batches, batches_layout)?),
            CpuStorage::F64(running) => self.apply(running, slice(batches, batches_layout)?),
            _ => bail!("running means are kept in f32 or f64"),
        }
        Ok(())
    }
}
