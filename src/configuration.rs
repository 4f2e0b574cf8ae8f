//! The settings of a training run, with their permitted ranges and defaults.

use crate::data::MAXIMUM_IMAGES;
use crate::{DIGITS, Error, Result};
use serde::{Deserialize, Serialize};

/// Every choice that determines a training run: the same configuration and data repeat it bit for bit on one build.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Configuration {
    /// Channels of the widest feature maps next to the image; the 7x7 maps have twice as many. DCGAN tutorials call it
    /// `ngf` and `ndf` (64 there).
    pub base_width: usize,
    /// Length of the latent vector z, the generator's input.
    pub latent_size: usize,
    /// Images in each real batch and in each generated batch.
    pub batch_size: usize,
    /// Seed of every random number of the run.
    pub seed: u32,
    /// Which loss the generator minimises.
    pub generator_loss: GeneratorLoss,
    /// The generator's optimiser.
    pub generator_adam: AdamConfiguration,
    /// The discriminator's optimiser.
    pub discriminator_adam: AdamConfiguration,
    /// What both networks are told of an image beside the image.
    pub conditioning: Conditioning,
    /// Groups of looks in all; a [`Conditioning`] without groups does not look at it.
    pub cluster_count: usize,
    /// Whether G's turn looks again at the images of D's turn, which are still what G makes of their latent vectors, instead of
    /// having G make fresh ones.
    pub reuse_fakes: bool,
    /// Share of the past in the moving average of G's weights, for each step; zero averages nothing.
    pub average_decay: f64,
    /// How the generator's turn is done.
    pub generator_turn: GeneratorTurnForm,
    /// Whether the hidden layers normalise each batch.
    pub batch_normalization: bool,
    /// Rows and columns of the kernels of G's transposed convolutions: 4, or 5, which its stride of 2 does not divide.
    pub kernel_size: usize,
    /// How many of the data's images are trained on, from the first; zero for all.
    pub image_limit: usize,
}

/// How the generator's turn is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GeneratorTurnForm {
    /// The gradient runs through D into G, and G's Adam moves G's variables: the answer.
    TwoOptimizers,
    /// The workaround: a third model stacks D, frozen, on G, and is trained as a whole.
    StackedFrozen,
    /// The workaround done wrong: the third model's Adam moves D's variables as well, so that D learns to call generated images real.
    StackedUnfrozen,
}

/// What both networks are told of an image beside the image: its class, one of a few. A conditional GAN (Mirza and Osindero 2014)
/// learns each class apart, and sooner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Conditioning {
    /// Nothing: the plain GAN.
    None,
    /// The digit it shows, by the data's labels.
    Labels,
    /// The group it was put into by its looks alone, before training: no label is read (Liu et al. 2020, self-conditioned GANs).
    Clusters,
    /// The digit it shows, and which of the looks of that digit: the images of each digit have a tenth of the groups.
    LabelsAndClusters,
}

/// The generator's loss. Both forms want D to take G(z) for real; they differ in their gradient while D does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GeneratorLoss {
    /// `mean(-log D(G(z)))`: a strong gradient while D rejects G(z) (Goodfellow et al. 2014, section 3).
    NonSaturating,
    /// `mean(log(1 - D(G(z))))`: the minimax game's own form, whose gradient vanishes while D rejects G(z)
    /// (Goodfellow et al. 2014, equation 1).
    Minimax,
    /// The question's mistake, made in D's loss as well: softmax cross-entropy over a single logit. Softmax of one number is 1
    /// whatever it is, so that every loss is 0, and so is every gradient.
    Softmax,
}

/// Settings of one Adam optimiser (Kingma and Ba 2015, algorithm 1), with epsilon fixed at 1e-8.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdamConfiguration {
    /// Step size; zero freezes the network.
    pub learning_rate: f64,
    /// Decay of the running mean of gradients.
    pub beta1: f64,
    /// Decay of the running mean of squared gradients.
    pub beta2: f64,
}

/// The permitted values of one setting, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The smallest permitted value.
    pub minimum: f64,
    /// The largest permitted value.
    pub maximum: f64,
}

/// The permitted values of every numeric setting of [`Configuration`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationLimits {
    /// Limits of [`Configuration::base_width`].
    pub base_width: Range,
    /// Limits of [`Configuration::latent_size`].
    pub latent_size: Range,
    /// Limits of [`Configuration::batch_size`].
    pub batch_size: Range,
    /// Limits of [`Configuration::seed`].
    pub seed: Range,
    /// Limits of [`AdamConfiguration::learning_rate`].
    pub learning_rate: Range,
    /// Limits of [`AdamConfiguration::beta1`].
    pub beta1: Range,
    /// Limits of [`AdamConfiguration::beta2`].
    pub beta2: Range,
    /// Limits of [`Configuration::cluster_count`].
    pub cluster_count: Range,
    /// Limits of [`Configuration::average_decay`].
    pub average_decay: Range,
    /// Limits of [`Configuration::kernel_size`].
    pub kernel_size: Range,
    /// Limits of [`Configuration::image_limit`].
    pub image_limit: Range,
}

/// The limits that [`Configuration::validate`] applies and that the page shows.
pub const LIMITS: ConfigurationLimits = ConfigurationLimits {
    base_width: Range::new(1.0, 128.0),
    latent_size: Range::new(1.0, 512.0),
    batch_size: Range::new(1.0, 256.0),
    seed: Range::new(0.0, u32::MAX as f64),
    learning_rate: Range::new(0.0, 1.0),
    beta1: Range::new(0.0, 0.9999),
    beta2: Range::new(0.0, 0.999999),
    cluster_count: Range::new(2.0, 256.0),
    average_decay: Range::new(0.0, 0.99999),
    kernel_size: Range::new(4.0, 5.0),
    image_limit: Range::new(0.0, MAXIMUM_IMAGES as f64),
};

impl Range {
    const fn new(minimum: f64, maximum: f64) -> Self {
        Self { minimum, maximum }
    }

    fn check(&self, field: &'static str, value: f64) -> Result<()> {
        if (self.minimum..=self.maximum).contains(&value) {
            return Ok(());
        }
        Err(Error::OutOfRange { field, value, minimum: self.minimum, maximum: self.maximum })
    }
}

impl Configuration {
    /// How many classes the networks are told apart; zero where they are told nothing.
    pub fn classes(&self) -> usize {
        match self.conditioning {
            Conditioning::None => 0,
            Conditioning::Labels => DIGITS,
            Conditioning::Clusters => self.cluster_count,
            Conditioning::LabelsAndClusters => DIGITS * (self.cluster_count / DIGITS).max(1),
        }
    }

    /// Checks every setting against [`LIMITS`]; the error names the first one outside its range.
    pub fn validate(&self) -> Result<()> {
        LIMITS.base_width.check("The base width", self.base_width as f64)?;
        LIMITS.latent_size.check("The latent size", self.latent_size as f64)?;
        LIMITS.batch_size.check("The batch size", self.batch_size as f64)?;
        LIMITS.cluster_count.check("The number of clusters", self.cluster_count as f64)?;
        LIMITS.average_decay.check("The decay of the average", self.average_decay)?;
        LIMITS.kernel_size.check("The kernel size", self.kernel_size as f64)?;
        LIMITS.image_limit.check("The number of training images", self.image_limit as f64)?;
        self.generator_adam.validate([
            "The generator's learning rate",
            "The generator's beta1",
            "The generator's beta2",
        ])?;
        self.discriminator_adam.validate([
            "The discriminator's learning rate",
            "The discriminator's beta1",
            "The discriminator's beta2",
        ])
    }
}

impl AdamConfiguration {
    fn validate(&self, [learning_rate, beta1, beta2]: [&'static str; 3]) -> Result<()> {
        LIMITS.learning_rate.check(learning_rate, self.learning_rate)?;
        LIMITS.beta1.check(beta1, self.beta1)?;
        LIMITS.beta2.check(beta2, self.beta2)
    }
}
