//! What a generator makes before it makes digits.

use super::canvas::Image;
use dcgan_wasm::{
    AdamConfiguration, Conditioning, Configuration, DIGITS, Dataset, GeneratorLoss, GeneratorTurnForm, IMAGE_PIXELS,
    Result, Shown, Trainer,
};
use std::sync::Arc;

/// Width and seed of a run.
pub type Run = (usize, u32);

/// The runs whose images the judge is trained on.
pub const TRAINING: [Run; 6] = [(8, 1), (12, 2), (16, 3), (8, 4), (12, 5), (16, 6)];

/// Other runs of the same widths, to find out what the judge has learned from those.
pub const UNSEEN: [Run; 2] = [(8, 7), (16, 8)];

/// Runs of widths that the judge has not been trained on.
pub const UNSEEN_WIDTHS: [Run; 2] = [(4, 9), (24, 10)];

/// The last step of which images are taken; after it some might be digits.
const LAST_STEP: u64 = 150;

const STEPS_BETWEEN_IMAGES: u64 = 5;

/// Images of the first steps of plain runs on `digits`.
pub fn images(digits: &Dataset, runs: &[Run]) -> Result<Vec<Image>> {
    let digits = Arc::new(digits.clone());
    let mut images = Vec::new();
    for &(base_width, seed) in runs {
        let mut trainer = Trainer::new(configuration(base_width, seed), Arc::clone(&digits))?;
        while trainer.steps_taken() <= LAST_STEP {
            if trainer.steps_taken() % STEPS_BETWEEN_IMAGES == 0 {
                let samples = trainer.samples(Shown::Raw, None)?;
                images.extend(samples.chunks_exact(IMAGE_PIXELS).map(Image::from_bytes));
            }
            trainer.step()?;
        }
    }
    Ok(images)
}

/// None of the presets, so that the judge stays what it is when these change.
fn configuration(base_width: usize, seed: u32) -> Configuration {
    let adam = AdamConfiguration { learning_rate: 3e-3, beta1: 0.5, beta2: 0.999 };
    Configuration {
        base_width,
        latent_size: 64,
        batch_size: 8,
        seed,
        generator_loss: GeneratorLoss::NonSaturating,
        generator_adam: adam,
        discriminator_adam: adam,
        conditioning: Conditioning::None,
        cluster_count: DIGITS,
        reuse_fakes: false,
        average_decay: 0.0,
        generator_turn: GeneratorTurnForm::TwoOptimizers,
        batch_normalization: true,
        kernel_size: 4,
        image_limit: 0,
    }
}
