//! Which class each training image has, and which classes images have that are made to be looked at.

use crate::configuration::{Conditioning, Configuration};
use crate::random::{Purpose, Random};
use crate::{DIGITS, Dataset, Error, IMAGE_PIXELS, Result, clusters};
use std::slice;
use std::sync::OnceLock;

/// The classes of a run, as its networks are told them.
#[derive(Default)]
pub struct Classes {
    /// Of every training image; empty where the networks are told none.
    of_images: Vec<u32>,
    /// The digit that each class shows; empty where classes say nothing of digits.
    digits: Vec<u8>,
    /// The classes of the training images, digit by digit where classes tell digits, all in one otherwise.
    pools: Vec<Vec<u32>>,
    /// The pools that have an image. Images to look at get their classes from these in turn, so that every digit of the data is
    /// shown, and every class as often as it is in the data.
    turns: Vec<usize>,
    /// The mean image of each class, once one was asked for.
    mean_images: OnceLock<Vec<[f32; IMAGE_PIXELS]>>,
}

impl Classes {
    /// The classes of `dataset`'s images.
    ///
    /// # Errors
    /// [`Error::Data`] when labels are asked for and one is not a digit.
    pub fn new(dataset: &Dataset, configuration: &Configuration) -> Result<Self> {
        let count = configuration.classes();
        let mut random = Random::new(configuration.seed, Purpose::Clusters);
        let of_images = match configuration.conditioning {
            Conditioning::None => return Ok(Self::default()),
            Conditioning::Labels => digits(dataset)?,
            Conditioning::Clusters => {
                let all: Vec<usize> = (0..dataset.len()).collect();
                clusters::of_images(dataset, &all, count, &mut random)?
            }
            Conditioning::LabelsAndClusters => clusters_of_each_digit(dataset, count / DIGITS, &mut random)?,
        };
        if configuration.conditioning == Conditioning::Clusters {
            return Ok(Self { pools: vec![of_images.clone()], turns: vec![0], of_images, ..Self::default() });
        }
        let digits = (0..count).map(|class| (class * DIGITS / count) as u8).collect();
        let range = |digit: usize| digit * count / DIGITS..(digit + 1) * count / DIGITS;
        let has_image = |digit: &usize| of_images.iter().any(|&class| range(*digit).contains(&(class as usize)));
        let turns = (0..DIGITS).filter(has_image).collect();
        let pools = (0..DIGITS).map(|digit| pool(&of_images, range(digit))).collect();
        Ok(Self { pools, turns, digits, of_images, ..Self::default() })
    }

    /// The classes of the training images `indices`; nothing where there are no classes.
    pub fn of(&self, indices: &[usize]) -> Vec<u32> {
        if self.of_images.is_empty() {
            return Vec::new();
        }
        indices.iter().map(|&index| self.of_images[index]).collect()
    }

    /// The digits that images of `classes` show, where classes tell digits.
    pub fn digits_of(&self, classes: &[u32]) -> Option<Vec<u8>> {
        (!self.digits.is_empty()).then(|| classes.iter().map(|&class| self.digits[class as usize]).collect())
    }

    /// The class whose mean image is nearest to an image of 28x28 `pixels`, among those of `digit` where it is given and classes tell
    /// digits; `None` where there are no classes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when `digit` is not one.
    pub fn nearest(&self, dataset: &Dataset, pixels: &[u8], digit: Option<u8>) -> Result<Option<u32>> {
        if let Some(digit) = digit.filter(|&digit| usize::from(digit) >= DIGITS) {
            return Err(not_a_digit(digit.into()));
        }
        let means = self.mean_images.get_or_init(|| self.mean_images(dataset));
        let is_meant = |class: usize| digit.is_none() || self.digits.get(class).is_none_or(|&of| Some(of) == digit);
        let distance = |class: usize| -> f32 {
            means[class].iter().zip(pixels).map(|(mean, &pixel)| (mean - f32::from(pixel)).powi(2)).sum()
        };
        let candidates = (0..means.len()).filter(|&class| is_meant(class));
        Ok(candidates.min_by(|&a, &b| distance(a).total_cmp(&distance(b))).map(|class| class as u32))
    }

    /// The mean image of every class; of a class without images one that is far from any.
    fn mean_images(&self, dataset: &Dataset) -> Vec<[f32; IMAGE_PIXELS]> {
        let count = self.of_images.iter().max().map_or(0, |&largest| largest as usize + 1).max(self.digits.len());
        let mut means = vec![[0f32; IMAGE_PIXELS]; count];
        let mut images = vec![0f32; count];
        for (index, &class) in self.of_images.iter().enumerate() {
            images[class as usize] += 1.0;
            for (sum, &pixel) in means[class as usize].iter_mut().zip(dataset.image(index)) {
                *sum += f32::from(pixel);
            }
        }
        for (mean, &images) in means.iter_mut().zip(&images) {
            mean.iter_mut().for_each(|sum| *sum = if images > 0.0 { *sum / images } else { f32::MAX.sqrt() });
        }
        means
    }

    /// Classes for `count` images, the same each time: of one digit, or of every digit of the data in turn; nothing where there are
    /// no classes. A digit that the data lack can be asked for, by a class that training never sees.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when `digit` is not one, [`Error::Unlabelled`] when classes tell no digits.
    pub fn fixed(&self, count: usize, digit: Option<u8>) -> Result<Vec<u32>> {
        let digit = digit.map(usize::from);
        let turns = match &digit {
            None => &self.turns[..],
            Some(_) if self.digits.is_empty() => return Err(Error::Unlabelled),
            Some(digit) if *digit < DIGITS => slice::from_ref(digit),
            Some(digit) => return Err(not_a_digit(*digit)),
        };
        let nth = |turn: usize| {
            let pool = &self.pools[turns[turn % turns.len()]];
            pool[turn / turns.len() % pool.len()]
        };
        Ok(if turns.is_empty() { Vec::new() } else { (0..count).map(nth).collect() })
    }

    /// Classes for `count` images, drawn anew, of every digit of the data in turn; nothing where there are no classes.
    pub fn drawn(&self, count: usize, random: &mut Random) -> Vec<u32> {
        self.turns.iter().cycle().take(count).map(|&turn| random.choose(&self.pools[turn])).collect()
    }
}

fn not_a_digit(digit: usize) -> Error {
    Error::OutOfRange { field: "The digit", value: digit as f64, minimum: 0.0, maximum: (DIGITS - 1) as f64 }
}

fn digits(dataset: &Dataset) -> Result<Vec<u32>> {
    if let Some(label) = dataset.labels().iter().find(|&&label| usize::from(label) >= DIGITS) {
        let problem =
            format!("it has the label {label}, but networks that are told labels know the digits 0 to 9 only");
        return Err(Error::Data { file: "labels", problem });
    }
    Ok(dataset.labels().iter().map(|&label| label.into()).collect())
}

/// Puts the images of each digit into `count` groups; the groups of a digit have neighbouring numbers.
fn clusters_of_each_digit(dataset: &Dataset, count: usize, random: &mut Random) -> Result<Vec<u32>> {
    let digits = digits(dataset)?;
    let mut classes = digits.clone();
    for digit in 0..DIGITS as u32 {
        let indices: Vec<usize> = (0..digits.len()).filter(|&index| digits[index] == digit).collect();
        let groups = clusters::of_images(dataset, &indices, count, random)?;
        for (index, group) in indices.into_iter().zip(groups) {
            classes[index] = digit * count as u32 + group;
        }
    }
    Ok(classes)
}

/// Those of `classes` that lie in `range`; where there are none, which training never sees, its first.
fn pool(classes: &[u32], range: std::ops::Range<usize>) -> Vec<u32> {
    let mut pool: Vec<u32> = classes.iter().copied().filter(|&class| range.contains(&(class as usize))).collect();
    if pool.is_empty() {
        pool.push(range.start as u32);
    }
    pool
}
