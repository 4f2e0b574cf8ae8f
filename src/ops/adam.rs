//! Adam (Kingma and Ba 2015, algorithm 1), one pass over each variable.

use super::numbers::{slice, with_slices};
use crate::kernels::adam::{AdamUpdate, sum_of_squares, update};
use candle_core::backprop::GradStore;
use candle_core::{CpuStorage, InplaceOp2, Layout, Result, Tensor, Var};
use candle_nn::Optimizer;
use std::cell::RefCell;

/// Settings of [`Adam`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamParameters {
    /// Step size; zero freezes the variables.
    pub learning_rate: f64,
    /// Decay of the running mean of gradients.
    pub beta1: f64,
    /// Decay of the running mean of squared gradients.
    pub beta2: f64,
    /// Added to the root of the mean square, so that a zero gradient divides by something.
    pub epsilon: f64,
}

/// An optimiser of its own variables and no others.
#[derive(Debug)]
pub struct Adam {
    parameters: AdamParameters,
    variables: Vec<(Var, Moments)>,
    updates: u64,
}

/// What an [`Adam`] remembers: how often it has moved its variables, and the running means of their gradients.
#[derive(Clone, Debug)]
pub struct AdamMemory {
    /// How often the variables have been moved.
    pub updates: u64,
    /// The running means, variable by variable.
    pub moments: Vec<Moments>,
}

impl AdamMemory {
    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.moments.iter().map(|moments| 2 * size_of::<f32>() * moments.mean.borrow().len()).sum()
    }
}

impl Adam {
    /// A copy of what this optimiser remembers.
    pub fn memory(&self) -> AdamMemory {
        let moments = self.variables.iter().map(|(_, moments)| moments.clone()).collect();
        AdamMemory { updates: self.updates, moments }
    }

    /// Remembers what another optimiser of the same variables did. Variables that only one of the two has, at the end, keep theirs.
    pub fn remember(&mut self, memory: &AdamMemory) {
        self.updates = memory.updates;
        for ((_, moments), remembered) in self.variables.iter_mut().zip(&memory.moments) {
            *moments = remembered.clone();
        }
    }
}

/// The running means of a variable's gradient.
#[derive(Clone, Debug)]
pub struct Moments {
    /// Of the gradient.
    pub mean: RefCell<Vec<f32>>,
    /// Of the gradient's square.
    pub square: RefCell<Vec<f32>>,
}

impl Optimizer for Adam {
    type Config = AdamParameters;

    fn new(variables: Vec<Var>, parameters: AdamParameters) -> Result<Self> {
        let with_moments = |variable: Var| {
            let zeros = || RefCell::new(vec![0.0; variable.elem_count()]);
            let moments = Moments { mean: zeros(), square: zeros() };
            (variable, moments)
        };
        Ok(Self { parameters, variables: variables.into_iter().map(with_moments).collect(), updates: 0 })
    }

    /// Moves every variable that has a gradient.
    fn step(&mut self, gradients: &GradStore) -> Result<()> {
        self.updates += 1;
        let AdamParameters { learning_rate, beta1, beta2, epsilon } = self.parameters;
        let update = AdamUpdate::new(learning_rate, beta1, beta2, epsilon, self.updates);
        for (variable, moments) in &self.variables {
            if let Some(gradient) = gradients.get(variable) {
                variable.inplace_op2(&gradient.contiguous()?, &Move { update, moments })?;
            }
        }
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.parameters.learning_rate
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.parameters.learning_rate = learning_rate;
    }
}

/// Moves one variable against its gradient.
struct Move<'a> {
    update: AdamUpdate,
    moments: &'a Moments,
}

impl InplaceOp2 for Move<'_> {
    fn name(&self) -> &'static str {
        "adam"
    }

    fn cpu_fwd(
        &self,
        variable: &mut CpuStorage,
        _layout: &Layout,
        gradient: &CpuStorage,
        gradient_layout: &Layout,
    ) -> Result<()> {
        let CpuStorage::F32(variable) = variable else {
            candle_core::bail!("Adam moves variables of f32 only");
        };
        let gradient = slice(gradient, gradient_layout)?;
        let (mut mean, mut square) = (self.moments.mean.borrow_mut(), self.moments.square.borrow_mut());
        update(&self.update, variable, gradient, &mut mean, &mut square);
        Ok(())
    }
}

/// The Euclidean norm of gradients taken together.
pub fn gradient_norm<'a>(gradients: impl IntoIterator<Item = &'a Tensor>) -> Result<f32> {
    let mut total = 0.0;
    for gradient in gradients {
        total += with_slices([&gradient.contiguous()?], |[values]| Ok(sum_of_squares(values)))?;
    }
    Ok(total.sqrt())
}
