//! Everything that can go wrong, each as one sentence that says what was wrong and what to do.

use thiserror::Error;

/// The crate's result type.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure, worded for the person who has to act on it.
#[derive(Debug, Error)]
pub enum Error {
    /// A setting lies outside its permitted range.
    #[error("{field} is {value}, but it must lie between {minimum} and {maximum}; choose a value in that range.")]
    OutOfRange {
        /// The setting, in words.
        field: &'static str,
        /// The value that was asked for.
        value: f64,
        /// The smallest permitted value.
        minimum: f64,
        /// The largest permitted value.
        maximum: f64,
    },

    /// An object that should hold settings holds something else.
    #[error("The configuration cannot be read: {0}; compare it with defaultConfiguration().")]
    Configuration(String),

    /// An object that should say which weights are shown says something else.
    #[error("What is shown is neither \"average\" nor \"raw\"; name one of them.")]
    Shown,

    /// Objects that should be corners are something else.
    #[error("The corners cannot be read; give four objects with a sample, from 0 to 63, and a digit or null.")]
    Corners,

    /// A data file is not what it should be.
    #[error(
        "The {file} file cannot be used: {problem}; choose an IDX file of 28x28 images with its labels, such as MNIST's."
    )]
    Data {
        /// Which of the two files: "images" or "labels".
        file: &'static str,
        /// What is wrong, and at which byte.
        problem: String,
    },

    /// A digit was asked of a generator that knows no digits.
    #[error("A digit can be asked for only where the networks are told labels; choose a configuration with labels.")]
    Unlabelled,

    /// A run cannot be continued with other settings of its networks or its data.
    #[error("A run cannot be continued with another {0}: leave that setting as it is, or begin a new run.")]
    Branch(&'static str),

    /// A moment cannot be kept in the middle of a step.
    #[error("The step is half taken: take the generator's turn first.")]
    HalfStep,

    /// An image has another size than those of MNIST.
    #[error("The image has {0} pixels instead of 28 x 28; give one byte for each pixel.")]
    ImageSize(usize),

    /// A loss or a gradient stopped being a finite number, so that the update was not applied.
    #[error(
        "Training diverged at step {step}: {what} is no longer a finite number; lower the learning rates and reset."
    )]
    Diverged {
        /// The step that was being computed; the first is 1.
        step: u64,
        /// The quantity that became infinite or not a number.
        what: String,
    },

    /// A named tensor is missing, or has another shape than the network's variable of that name.
    #[error("The weights cannot be loaded: {0}; use weights saved from a network of the same size.")]
    Weights(String),

    /// A file does not hold a run that can be continued.
    #[error(
        "The run cannot be restored: {0}; choose a file that was saved here, and the images that its run was trained on."
    )]
    Checkpoint(String),

    /// The judge's file is not what it should be.
    #[error("The judge cannot be loaded: {0}; use data/judge.safetensors, which the example train_judge writes.")]
    JudgeFile(String),

    /// Images cannot be judged.
    #[error(
        "The images cannot be judged: {0}; give two or more images (count, 1, 28, 28) of finite numbers from -1 to 1."
    )]
    Judging(String),

    /// candle refused an operation, which is a defect of this program.
    #[error(
        "The tensor library reported an error, which is a defect of this program: {0}; please report it with the settings in use."
    )]
    Tensor(#[from] candle_core::Error),
}
