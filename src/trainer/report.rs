//! What a step and its two turns come to.

use candle_core::Tensor;
use candle_core::backprop::GradStore;
use serde::Serialize;

/// What one step did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    /// The step's number; the first is 1.
    pub step: u64,
    /// `mean(-log D(x))`, the first part of D's loss.
    pub discriminator_loss_real: f32,
    /// `mean(-log(1 - D(G(z))))`, the second part of D's loss.
    pub discriminator_loss_fake: f32,
    /// G's loss in the configured form.
    pub generator_loss: f32,
    /// Mean `D(x)` over the real batch, before D's update.
    pub mean_real_probability: f32,
    /// Mean `D(G(z))` over the batch of D's turn, before D's update.
    pub mean_fake_probability_before: f32,
    /// Mean `D(G(z))` over the batch of G's turn, after D's update.
    pub mean_fake_probability_after: f32,
    /// The Euclidean norm of each layer's gradient: D's layers in D's turn, then G's layers in G's turn.
    pub gradient_norms: Vec<GradientNorm>,
}

/// The Euclidean norm of the gradient of a network's loss with respect to one layer's variables, taken together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradientNorm {
    /// `discriminator` or `generator`.
    pub network: &'static str,
    /// The layer's name, for example `conv1`.
    pub layer: &'static str,
    /// The norm.
    pub norm: f32,
}

/// What D's turn computed.
pub struct DiscriminatorTurn {
    /// `mean(-log D(x))`.
    pub loss_real: f32,
    /// `mean(-log(1 - D(G(z))))`.
    pub loss_fake: f32,
    /// Mean `D(x)` before the update.
    pub mean_real_probability: f32,
    /// Mean `D(G(z))` before the update.
    pub mean_fake_probability: f32,
    /// D's logits for the real batch and for the generated one, `(batch)` each, before the update.
    pub logits: [Tensor; 2],
    /// The gradient of the sum of both parts, for each of D's variables.
    pub gradients: GradStore,
    /// The norm of each layer's gradient.
    pub gradient_norms: Vec<GradientNorm>,
}

/// What G's turn computed.
pub struct GeneratorTurn {
    /// G's loss in the configured form.
    pub loss: f32,
    /// Mean `D(G(z))`.
    pub mean_fake_probability: f32,
    /// The images G made from the latent vectors, `(batch, 1, 28, 28)`, before the update.
    pub images: Tensor,
    /// D's logits for these images, `(batch)`.
    pub logits: Tensor,
    /// Where the turn is done by one stacked model with D frozen, and looked at closely: the largest difference between its gradients
    /// of G's variables and those of two optimisers.
    pub stacked_difference: Option<f32>,
    /// What D tells G: the gradient of G's loss with respect to each pixel of `images`.
    pub pixel_gradient: Tensor,
    /// The gradient of G's loss, for each of G's variables.
    pub gradients: GradStore,
    /// The norm of each layer's gradient.
    pub gradient_norms: Vec<GradientNorm>,
}

/// A part of a step, for whoever wants to know where its time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// G makes images.
    GeneratorForward,
    /// D judges images, and the loss is computed.
    DiscriminatorForward,
    /// The gradient runs back through D alone, in D's turn.
    DiscriminatorBackward,
    /// The gradient runs back through D into G, in G's turn.
    GeneratorBackward,
    /// An optimiser moves its network's variables.
    Adam,
    /// Drawing images and latent vectors, and what is reported.
    Other,
}

/// Is called at the end of each phase.
pub type Observer<'a> = &'a mut dyn FnMut(Phase);
