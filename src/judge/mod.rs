//! The judge: what do generated images look like to somebody who has read a lot of digits?
//!
//! A small classifier, trained beforehand on real digits and on images that are none (`cargo run --release --example
//! train_judge`), says of each image which digit it is, or that it is not a digit. A plain classifier of ten digits
//! cannot: it finds a digit in noise and in blank paper.
//!
//! | module | duty |
//! |---|---|
//! | [`classifier`] | the network and its opinions of images |
//! | [`verdict`] | figures of many opinions: readable share, digits covered, diversity |
//! | [`gaussian`] | the Fréchet distance between two sets of features |
//! | [`symmetric`] | symmetric matrices: eigenvalues and square roots |
//! | [`mod@file`] | the safetensors file that holds it all |

pub mod classifier;
pub mod file;
pub mod gaussian;
pub mod symmetric;
pub mod verdict;

pub use classifier::{Classifier, Opinions};
pub use verdict::Verdict;

use crate::{DIGITS, Result};
use candle_core::Tensor;
use file::File;
use gaussian::Gaussian;

/// A trained classifier, and what it says of MNIST's 10,000 test images, which generated images are compared with.
#[derive(Debug)]
pub struct Judge {
    classifier: Classifier,
    /// The features of the test images.
    test_features: Gaussian,
    /// [`verdict::Spread::variances`] of the test images.
    test_variances: [f64; DIGITS],
}

impl Judge {
    /// Reads `data/judge.safetensors`, as [`mod@file`] describes it.
    ///
    /// # Errors
    /// [`crate::Error::JudgeFile`] when the bytes are no safetensors file, when a tensor is missing, has another shape
    /// or type, or holds a number that is not finite.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self> {
        let file = File::read(bytes)?;
        Ok(Self {
            classifier: Classifier::read(&file)?,
            test_features: Gaussian::read(&file)?,
            test_variances: verdict::read_variances(&file)?,
        })
    }

    /// What the classifier says of each of `images` `(count, 1, 28, 28)`, from -1 (paper) to 1 (ink).
    ///
    /// # Errors
    /// [`crate::Error::Judging`] when the images have another shape, when there are none, or when a pixel is not
    /// finite.
    pub fn opinions(&self, images: &Tensor) -> Result<Opinions> {
        self.classifier.opinions(images)
    }

    /// What the classifier says of `images` `(count, 1, 28, 28)` as a whole. `asked` holds the digit that each image
    /// was to show, if there was one.
    ///
    /// # Errors
    /// [`crate::Error::Judging`] as from [`Self::opinions`], when there are fewer than two images, and when `asked` has
    /// another length or holds a number above nine.
    pub fn verdict(&self, images: &Tensor, asked: Option<&[u8]>) -> Result<Verdict> {
        Verdict::new(&self.opinions(images)?, asked, &self.test_features, &self.test_variances)
    }
}
