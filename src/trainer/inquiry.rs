//! Questions to a run that change nothing of it: what D thinks of an image, and which images are real.

use super::{Moment, Shown, Trainer, latent_vectors};
use crate::data::{images, pixels};
use crate::layers::{Mode, Weights};
use crate::model::{Batch, Network};
use crate::samples::Corner;
use crate::{Error, IMAGE_PIXELS, Result};
use candle_core::{Tensor, Var};
use serde::Serialize;

/// Real images among which D judges one that it is asked about: batch normalisation needs company, and D knows no other than that of
/// real images or that of generated ones.
const COMPANY: usize = 31;

/// Images of a [`Quiz`].
pub const QUIZ_COUNT: usize = 10;

/// What D thinks of an image.
#[derive(Clone, Debug, Serialize)]
pub struct Opinion {
    /// D's logit.
    pub logit: f32,
    /// The digit that D took the image for; `None` where the networks are told no digits.
    pub digit: Option<u8>,
    /// The gradient of the logit with respect to each pixel from -1 (paper) to 1 (ink): above 0, more ink would look more real.
    #[serde(skip)]
    pub wishes: Vec<f32>,
}

/// Real and generated images to be told apart.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quiz {
    /// 28x28 pixels each.
    #[serde(skip)]
    pub pixels: Vec<u8>,
    /// Which of them are real.
    pub are_real: Vec<bool>,
    /// What D says of each: of the real ones among real images, of the generated ones among generated.
    pub logits: Vec<f32>,
}

impl Trainer {
    /// What D thinks of an image of 28x28 `pixels`, 0 for paper and 255 for ink, among the first images of the data. Where the
    /// networks are told classes, D is told the one whose mean image is nearest, of the classes of `digit` where that is given.
    ///
    /// # Errors
    /// [`Error::ImageSize`] when there are not 28x28 pixels; [`Error::OutOfRange`] when `digit` is not one.
    pub fn ask(&self, asked: &[u8], digit: Option<u8>) -> Result<Opinion> {
        if asked.len() != IMAGE_PIXELS {
            return Err(Error::ImageSize(asked.len()));
        }
        let company: Vec<usize> = (0..COMPANY).map(|index| index % self.dataset.len()).collect();
        let mut classes = self.classes.of(&company);
        let class = self.classes.nearest(&self.dataset, asked, digit)?;
        classes.extend(class);

        let batch = Tensor::cat(&[self.dataset.batch(&company)?, images(asked.iter().copied())?], 0)?;
        let batch = Var::from_tensor(&batch)?;
        let judged = Batch { images: batch.as_tensor().clone(), classes };
        let [logits] =
            self.discriminator.keeping_statistics(|| self.discriminator.forward([&judged], Weights::Fixed))?;
        let logit = logits.narrow(0, COMPANY, 1)?;
        let gradients = logit.backward()?;
        let gradient = gradients.get(&batch).expect("the images are on the path to the logit");
        Ok(Opinion {
            logit: logit.to_vec1()?[0],
            digit: class.and_then(|class| self.classes.digits_of(&[class])).map(|digits| digits[0]),
            wishes: gradient.narrow(0, COMPANY, 1)?.flatten_all()?.to_vec1()?,
        })
    }

    /// [`QUIZ_COUNT`] images, each real or generated as a coin decides, by the averaged weights.
    pub fn quiz(&mut self) -> Result<Quiz> {
        let random = &mut self.inquiries;
        let all: Vec<usize> = (0..self.dataset.len()).collect();
        let indices: Vec<usize> = (0..QUIZ_COUNT).map(|_| random.choose(&all)).collect();
        let are_real: Vec<bool> = (0..QUIZ_COUNT).map(|_| random.choose(&[true, false])).collect();
        let latents = latent_vectors(random, QUIZ_COUNT, self.configuration.latent_size)?;

        let real = Batch { images: self.dataset.batch(&indices)?, classes: self.classes.of(&indices) };
        let fake = self.samples.average().forward(&latents, real.classes.clone(), Mode::Inference)?;
        let discriminator = &self.discriminator;
        let logits = discriminator.keeping_statistics(|| discriminator.forward([&real, &fake], Weights::Fixed))?;
        let [real_logits, fake_logits] = logits.map(|logits| logits.to_vec1::<f32>());
        let (real_logits, fake_logits) = (real_logits?, fake_logits?);
        let (real_pixels, fake_pixels) = (pixels(&real.images)?, pixels(&fake.images)?);
        let mut quiz = Quiz { pixels: Vec::new(), are_real, logits: Vec::new() };
        for (index, &is_real) in quiz.are_real.iter().enumerate() {
            let (pixels, logits) = if is_real { (&real_pixels, &real_logits) } else { (&fake_pixels, &fake_logits) };
            quiz.pixels.extend_from_slice(&pixels[index * IMAGE_PIXELS..][..IMAGE_PIXELS]);
            quiz.logits.push(logits[index]);
        }
        Ok(quiz)
    }

    /// What G draws between four corners, now or at a `moment` of this run; see [`crate::samples::Samples::between`].
    ///
    /// # Errors
    /// As from there.
    pub fn imagine(
        &self,
        shown: Shown,
        moment: Option<&Moment>,
        corners: [Corner; 4],
        points: &[[f32; 2]],
    ) -> Result<Vec<u8>> {
        let generator = match moment {
            Some(moment) => self.recall(moment, shown == Shown::Average)?,
            None => self.samples.shown(&self.generator, shown),
        };
        self.samples.between(generator, &self.classes, corners, points)
    }
}
