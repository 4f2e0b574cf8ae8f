//! A training run's settings on the command line: a preset, and what differs from it.

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use dcgan_wasm::{AdamConfiguration, Conditioning, Configuration, GeneratorLoss, GeneratorTurnForm, Preset};

/// The settings of a run, all but its seed.
#[derive(clap::Args)]
pub struct Settings {
    /// The settings that hold where no option says otherwise.
    #[arg(long, default_value = Preset::ALL[0].name, value_parser = preset_names())]
    pub preset: String,
    /// Channels of the feature maps next to the image; the 7x7 maps have twice as many.
    #[arg(long)]
    base_width: Option<usize>,
    /// Length of the latent vector.
    #[arg(long)]
    latent_size: Option<usize>,
    /// Images in each real and each generated batch.
    #[arg(long)]
    batch_size: Option<usize>,
    /// The generator's Adam step size.
    #[arg(long)]
    generator_learning_rate: Option<f64>,
    /// The discriminator's Adam step size.
    #[arg(long)]
    discriminator_learning_rate: Option<f64>,
    /// Adam's beta1, of both networks.
    #[arg(long)]
    beta1: Option<f64>,
    /// Adam's beta2, of both networks.
    #[arg(long)]
    beta2: Option<f64>,
    /// The generator's loss.
    #[arg(long, value_enum)]
    generator_loss: Option<LossForm>,
    /// What both networks are told of an image.
    #[arg(long, value_enum)]
    conditioning: Option<Told>,
    /// Groups into which images are put, where that is what the networks are told.
    #[arg(long)]
    cluster_count: Option<usize>,
    /// Whether G's turn looks at the images of D's turn again.
    #[arg(long)]
    reuse_fakes: Option<bool>,
    /// Share of the past in the moving average of G's weights, for each step.
    #[arg(long)]
    average_decay: Option<f64>,
    /// How the generator's turn is done.
    #[arg(long, value_enum)]
    generator_turn: Option<TurnForm>,
    /// Whether the hidden layers normalise each batch.
    #[arg(long)]
    batch_normalization: Option<bool>,
    /// Rows and columns of the kernels of G's transposed convolutions: 4 or 5.
    #[arg(long)]
    kernel_size: Option<usize>,
    /// How many of the data's images are trained on, from the first; 0 for all.
    #[arg(long)]
    image_limit: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LossForm {
    /// mean(-log D(G(z))): a strong gradient while D rejects what G makes.
    NonSaturating,
    /// mean(log(1 - D(G(z)))): the minimax game's own form, which saturates.
    Minimax,
    /// Softmax cross-entropy over a single logit, for both networks: always 0.
    Softmax,
}

#[derive(Clone, Copy, ValueEnum)]
enum TurnForm {
    /// G's Adam moves G's variables, by the gradient that runs through D.
    TwoOptimizers,
    /// A third model stacks D, frozen, on G.
    StackedFrozen,
    /// The same with D's freezing forgotten.
    StackedUnfrozen,
}

#[derive(Clone, Copy, ValueEnum)]
enum Told {
    /// Nothing: the plain GAN.
    None,
    /// The digit that it shows.
    Labels,
    /// The group of images that look like it.
    Clusters,
    /// The digit that it shows, and the group of images of that digit that look like it.
    LabelsAndClusters,
}

fn preset_names() -> PossibleValuesParser {
    Preset::ALL.map(|preset| preset.name).into()
}

impl Settings {
    /// The settings of the run that `seed` makes of them.
    pub fn configuration(&self, seed: u32) -> Configuration {
        let preset = Preset::named(&self.preset).expect("the command line takes names of presets only").configuration;
        let adam = |preset: AdamConfiguration, learning_rate: Option<f64>| AdamConfiguration {
            learning_rate: learning_rate.unwrap_or(preset.learning_rate),
            beta1: self.beta1.unwrap_or(preset.beta1),
            beta2: self.beta2.unwrap_or(preset.beta2),
        };
        Configuration {
            base_width: self.base_width.unwrap_or(preset.base_width),
            latent_size: self.latent_size.unwrap_or(preset.latent_size),
            batch_size: self.batch_size.unwrap_or(preset.batch_size),
            seed,
            generator_loss: self.generator_loss.map_or(preset.generator_loss, GeneratorLoss::from),
            generator_adam: adam(preset.generator_adam, self.generator_learning_rate),
            discriminator_adam: adam(preset.discriminator_adam, self.discriminator_learning_rate),
            conditioning: self.conditioning.map_or(preset.conditioning, Conditioning::from),
            cluster_count: self.cluster_count.unwrap_or(preset.cluster_count),
            reuse_fakes: self.reuse_fakes.unwrap_or(preset.reuse_fakes),
            average_decay: self.average_decay.unwrap_or(preset.average_decay),
            generator_turn: self.generator_turn.map_or(preset.generator_turn, GeneratorTurnForm::from),
            batch_normalization: self.batch_normalization.unwrap_or(preset.batch_normalization),
            kernel_size: self.kernel_size.unwrap_or(preset.kernel_size),
            image_limit: self.image_limit.unwrap_or(preset.image_limit),
        }
    }
}

impl From<LossForm> for GeneratorLoss {
    fn from(form: LossForm) -> Self {
        match form {
            LossForm::NonSaturating => Self::NonSaturating,
            LossForm::Minimax => Self::Minimax,
            LossForm::Softmax => Self::Softmax,
        }
    }
}

impl From<TurnForm> for GeneratorTurnForm {
    fn from(form: TurnForm) -> Self {
        match form {
            TurnForm::TwoOptimizers => Self::TwoOptimizers,
            TurnForm::StackedFrozen => Self::StackedFrozen,
            TurnForm::StackedUnfrozen => Self::StackedUnfrozen,
        }
    }
}

impl From<Told> for Conditioning {
    fn from(told: Told) -> Self {
        match told {
            Told::None => Self::None,
            Told::Labels => Self::Labels,
            Told::Clusters => Self::Clusters,
            Told::LabelsAndClusters => Self::LabelsAndClusters,
        }
    }
}
