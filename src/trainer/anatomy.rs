//! A step looked at closely: what went through both networks, what came back, and which weights moved.

use super::{DiscriminatorTurn, GeneratorTurn, GradientNorm, Trainer};
use crate::Result;
use crate::data::pixels;
use crate::model::{Batch, Network};
use candle_core::Tensor;
use serde::Serialize;

/// How many images of each batch are told, at most.
pub const LOOKED_AT: usize = 8;

/// A step, or its first half, looked at closely. Of each batch, the first [`LOOKED_AT`] images.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Anatomy {
    /// The step that the turn belongs to; the first is 1.
    pub step: u64,
    /// Images in each batch.
    pub batch_size: usize,
    /// How many of them are told.
    pub count: usize,
    /// The latent vectors of the generated images of D's turn, `count` times as many numbers as one has.
    #[serde(skip)]
    pub latents: Vec<f32>,
    /// D's turn.
    pub discriminator: DiscriminatorAnatomy,
    /// G's turn; `None` while the step is half taken.
    pub generator: Option<GeneratorAnatomy>,
}

/// What happened in D's turn, before its update unless said otherwise.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiscriminatorAnatomy {
    /// Real images, 28x28 pixels each, 0 for paper and 255 for ink.
    #[serde(skip)]
    pub real: Vec<u8>,
    /// Generated images likewise.
    #[serde(skip)]
    pub fake: Vec<u8>,
    /// D's logits for these real images.
    pub real_logits: Vec<f32>,
    /// D's logits for these generated images.
    pub fake_logits: Vec<f32>,
    /// `mean(-log D(x))` over the whole batch.
    pub loss_real: f32,
    /// `mean(-log(1 - D(G(z))))` over the whole batch.
    pub loss_fake: f32,
    /// Mean `D(x)` over the whole batch.
    pub mean_real_probability: f32,
    /// Mean `D(G(z))` over the whole batch.
    pub mean_fake_probability: f32,
    /// The norm of the gradient of each of D's layers.
    pub gradient_norms: Vec<GradientNorm>,
    /// How far the turn moved each network.
    pub moved: Movement,
}

/// What happened in G's turn.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GeneratorAnatomy {
    /// Generated images, as in D's turn.
    #[serde(skip)]
    pub fake: Vec<u8>,
    /// The updated D's logits for them.
    pub logits: Vec<f32>,
    /// G's loss over the whole batch.
    pub loss: f32,
    /// Mean `D(G(z))` over the whole batch.
    pub mean_fake_probability: f32,
    /// What D tells G, 28x28 numbers for each image: the gradient of the image's own term of G's loss with respect to its pixels,
    /// from -1 (paper) to 1 (ink), with the sign turned around, so that above 0 more ink lowers G's loss.
    #[serde(skip)]
    pub wishes: Vec<f32>,
    /// The norm of the gradient of each of G's layers.
    pub gradient_norms: Vec<GradientNorm>,
    /// How far the turn moved each network.
    pub moved: Movement,
    /// See [`GeneratorTurn::stacked_difference`].
    pub stacked_difference: Option<f32>,
}

/// How far a turn moved the weights of each network: the Euclidean norm of the change of all its variables together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Movement {
    /// Of D's.
    pub discriminator: f32,
    /// Of G's.
    pub generator: f32,
}

/// Where both networks' variables stand.
pub(super) struct Positions {
    discriminator: Vec<Tensor>,
    generator: Vec<Tensor>,
}

impl Trainer {
    /// Looks at turns closely from now on, or no longer. It costs time and changes no bit of the run.
    pub fn watch(&mut self, is_watched: bool) {
        self.is_watched = is_watched;
    }

    /// The latest turn that was looked at, together with the turn before it that belongs to the same step.
    pub fn anatomy(&self) -> Option<&Anatomy> {
        self.anatomy.as_ref()
    }

    pub(super) fn positions_if_watched(&self) -> Result<Option<Positions>> {
        let positions =
            || Ok(Positions { discriminator: self.discriminator.values()?, generator: self.generator.values()? });
        self.is_watched.then(positions).transpose()
    }

    pub(super) fn look_at_discriminator_turn(
        &mut self,
        before: Option<Positions>,
        latents: &Tensor,
        [real, fake]: [&Batch; 2],
        turn: &DiscriminatorTurn,
    ) -> Result<()> {
        // Whatever was seen before belongs to another step.
        self.anatomy = None;
        let Some(before) = before else { return Ok(()) };
        let batch_size = latents.dim(0)?;
        let count = LOOKED_AT.min(batch_size);
        self.anatomy = Some(Anatomy {
            step: self.steps_taken + 1,
            batch_size,
            count,
            latents: numbers(latents, count)?,
            discriminator: DiscriminatorAnatomy {
                real: pixels(&real.images.narrow(0, 0, count)?)?,
                fake: pixels(&fake.images.narrow(0, 0, count)?)?,
                real_logits: numbers(&turn.logits[0], count)?,
                fake_logits: numbers(&turn.logits[1], count)?,
                loss_real: turn.loss_real,
                loss_fake: turn.loss_fake,
                mean_real_probability: turn.mean_real_probability,
                mean_fake_probability: turn.mean_fake_probability,
                gradient_norms: turn.gradient_norms.clone(),
                moved: self.movement_since(&before)?,
            },
            generator: None,
        });
        Ok(())
    }

    /// G's turn is told only together with the D's turn before it.
    pub(super) fn look_at_generator_turn(&mut self, before: Option<Positions>, turn: &GeneratorTurn) -> Result<()> {
        let (Some(before), Some(mut anatomy)) = (before, self.anatomy.take()) else { return Ok(()) };
        let count = anatomy.count;
        // Of the image's own term, where the gradient is that of a mean over the batch.
        let wish = -(anatomy.batch_size as f32);
        anatomy.generator = Some(GeneratorAnatomy {
            fake: pixels(&turn.images.narrow(0, 0, count)?)?,
            logits: numbers(&turn.logits, count)?,
            loss: turn.loss,
            mean_fake_probability: turn.mean_fake_probability,
            wishes: numbers(&turn.pixel_gradient, count)?.iter().map(|gradient| wish * gradient).collect(),
            gradient_norms: turn.gradient_norms.clone(),
            moved: self.movement_since(&before)?,
            stacked_difference: turn.stacked_difference,
        });
        self.anatomy = Some(anatomy);
        Ok(())
    }

    fn movement_since(&self, before: &Positions) -> Result<Movement> {
        Ok(Movement {
            discriminator: distance(&self.discriminator, &before.discriminator)?,
            generator: distance(&self.generator, &before.generator)?,
        })
    }
}

/// How far the parameters of `network` are from where they were. Running statistics, which no optimiser moves, do not count.
fn distance(network: &impl Network, before: &[Tensor]) -> Result<f32> {
    let mut total = 0.0;
    for (parameter, before) in network.parameters().iter().zip(before) {
        let [now, before] = [parameter.variable.as_tensor(), before].map(|tensor| numbers(tensor, tensor.dim(0)?));
        total += now?.iter().zip(before?).map(|(now, before)| (now - before) * (now - before)).sum::<f32>();
    }
    Ok(total.sqrt())
}

/// The numbers of the first `count` rows.
fn numbers(tensor: &Tensor, count: usize) -> Result<Vec<f32>> {
    Ok(tensor.narrow(0, 0, count)?.flatten_all()?.to_vec1()?)
}
