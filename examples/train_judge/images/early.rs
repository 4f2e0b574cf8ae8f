//! What a generator makes before it makes digits.

use super::canvas::Image;
use dcgan_wasm::{
    AdamConfiguration, Conditioning, Configuration, DIGITS, Dataset, GeneratorLoss, IMAGE_PIXELS, Result, Shown,
    Trainer,
};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Widths of the generators, in turn.
const WIDTHS: [usize; 3] = [8, 12, 16];

/// The last step of which images are taken; after it some might be digits.
const LAST_STEP: u64 = 150;

const STEPS_BETWEEN_IMAGES: u64 = 5;

/// Images of the first steps of plain runs on `digits`, one for each seed.
pub fn images(digits: &Dataset, seeds: RangeInclusive<u32>) -> Result<Vec<Image>> {
    let digits = Arc::new(digits.clone());
    let mut images = Vec::new();
    for seed in seeds {
        let mut trainer = Trainer::new(configuration(seed), Arc::clone(&digits))?;
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
fn configuration(seed: u32) -> Configuration {
    let adam = AdamConfiguration { learning_rate: 3e-3, beta1: 0.5, beta2: 0.999 };
    Configuration {
        base_width: WIDTHS[seed as usize % WIDTHS.len()],
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
    }
}
