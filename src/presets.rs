//! Named configurations: the fast ones, and the textbook's.

use crate::configuration::{AdamConfiguration, Conditioning, Configuration, GeneratorLoss, GeneratorTurnForm};
use serde::Serialize;

/// A configuration with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preset {
    /// The name that the page, its address (`?preset=fast`) and the examples (`--preset fast`) use.
    pub name: &'static str,
    /// The settings.
    pub configuration: Configuration,
}

impl Preset {
    /// Every preset; the first is the default.
    pub const ALL: [Self; 6] = [Self::FAST, Self::UNLABELLED, Self::PLAIN, Self::ANSWER, Self::TUTORIAL, Self::TINY];

    /// Digits within seconds on one core: both networks are told which digit an image shows and which of its looks, both are narrow,
    /// and they take many small steps.
    pub const FAST: Self = Self {
        name: "fast",
        configuration: Configuration {
            base_width: 8,
            latent_size: 32,
            batch_size: 16,
            seed: 1,
            generator_loss: GeneratorLoss::NonSaturating,
            generator_adam: AdamConfiguration { learning_rate: 4e-3, beta1: 0.0, beta2: 0.999 },
            discriminator_adam: AdamConfiguration { learning_rate: 3e-3, beta1: 0.0, beta2: 0.999 },
            conditioning: Conditioning::LabelsAndClusters,
            cluster_count: 50,
            reuse_fakes: true,
            average_decay: 0.998,
            generator_turn: GeneratorTurnForm::TwoOptimizers,
            batch_normalization: true,
            kernel_size: 4,
            image_limit: 0,
        },
    };

    /// The best found without labels: the images are put into groups by their looks, which then take the labels' place.
    pub const UNLABELLED: Self = Self {
        name: "unlabelled",
        configuration: Configuration {
            base_width: 12,
            conditioning: Conditioning::Clusters,
            cluster_count: 100,
            generator_adam: adam(2e-3),
            discriminator_adam: adam(2e-3),
            ..Self::FAST.configuration
        },
    };

    /// The DCGAN of the question: one number from D, an image from G, and nothing else.
    pub const PLAIN: Self = Self {
        name: "plain",
        configuration: Configuration {
            base_width: 12,
            conditioning: Conditioning::None,
            latent_size: 64,
            reuse_fakes: false,
            average_decay: 0.995,
            generator_adam: adam(3e-3),
            discriminator_adam: adam(3e-3),
            ..Self::FAST.configuration
        },
    };

    /// The answer's optimisers: Adam with learning rate 1e-4 and beta1 0.5, each over its own network's variables.
    pub const ANSWER: Self = Self {
        name: "answer",
        configuration: Configuration {
            base_width: 32,
            latent_size: 100,
            batch_size: 32,
            average_decay: 0.0,
            generator_adam: adam(1e-4),
            discriminator_adam: adam(1e-4),
            ..Self::PLAIN.configuration
        },
    };

    /// Settings like those of PyTorch's DCGAN tutorial.
    pub const TUTORIAL: Self = Self {
        name: "tutorial",
        configuration: Configuration {
            base_width: 64,
            batch_size: 64,
            generator_adam: adam(2e-4),
            discriminator_adam: adam(2e-4),
            ..Self::ANSWER.configuration
        },
    };

    /// The fast preset at three quarters of its width, for processors that are slow.
    pub const TINY: Self =
        Self { name: "tiny", configuration: Configuration { base_width: 6, ..Self::FAST.configuration } };

    /// The preset called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name == name)
    }
}

impl Default for Configuration {
    /// [`Preset::FAST`].
    fn default() -> Self {
        Preset::FAST.configuration
    }
}

/// An Adam as DCGAN's authors use it (Radford et al. 2016, section 3).
const fn adam(learning_rate: f64) -> AdamConfiguration {
    AdamConfiguration { learning_rate, beta1: 0.5, beta2: 0.999 }
}
