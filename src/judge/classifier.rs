//! The classifier: three convolutions, a dense layer of features, and a dense layer of eleven classes.

use super::file::File;
use crate::ops::{self, Activation, FeatureMaps, LinearMap};
use crate::{DIGITS, Error, IMAGE_PIXELS, IMAGE_SIDE, Result};
use candle_core::{Device, Tensor};

/// Maps that each of the three convolutions makes.
pub const CHANNELS: [usize; 3] = [16, 28, 56];

/// Paper on each side of an image, which makes 32 pixels of 28: a number that can be halved three times, and more.
const MARGIN: usize = 2;

/// Side of the maps of the third convolution.
pub const SIDE: usize = (IMAGE_SIDE + 2 * MARGIN) / 8;

/// Length of the feature vector that the last layer reads.
pub const FEATURES: usize = 28;

/// The class of images that are not a digit, after those of the digits.
pub const NOT_A_DIGIT: usize = DIGITS;

/// The ten digits, and [`NOT_A_DIGIT`].
pub const CLASSES: usize = DIGITS + 1;

/// An image is readable as the digit to which more than this probability is given.
pub const READABLE: f32 = 0.9;

/// How many images pass the layers at a time: few enough that their maps stay in the second cache.
const IMAGES_AT_ONCE: usize = 64;

/// A dense layer: one pixel in, one pixel out.
const DENSE: LinearMap = LinearMap::Projection { height: 1, width: 1 };

/// The network, ready to classify. Batch normalisation is folded into its weights.
#[derive(Debug)]
pub struct Classifier {
    conv1: Layer,
    conv2: Layer,
    conv3: Layer,
    features: Layer,
    classes: Layer,
}

/// A linear map, a bias and an activation, whose numbers nobody moves.
#[derive(Debug)]
struct Layer {
    map: LinearMap,
    activation: Activation,
    weight: Tensor,
    bias: Tensor,
}

/// What the classifier says of each image.
#[derive(Clone, Debug)]
pub struct Opinions {
    /// The probability of each class, `(count, 11)`: the ten digits, then "not a digit".
    pub probabilities: Tensor,
    /// The numbers that the last layer reads, `(count, 28)`.
    pub features: Tensor,
}

impl Classifier {
    /// Reads the ten tensors of the layers.
    ///
    /// # Errors
    /// [`Error::JudgeFile`] as from [`File::numbers`].
    pub fn read(file: &File) -> Result<Self> {
        let [first, second, third] = CHANNELS;
        let leaky = Activation::LeakyRelu;
        let flat = third * SIDE * SIDE;
        let mut features = Layer::read(file, "features", DENSE, leaky, &[FEATURES, flat])?;
        // The kernels flatten by pixel, then channel.
        features.weight = features
            .weight
            .reshape((FEATURES, third, SIDE * SIDE))?
            .transpose(1, 2)?
            .contiguous()?
            .reshape((FEATURES, flat))?;
        Ok(Self {
            conv1: Layer::read(file, "conv1", LinearMap::Convolution, leaky, &[first, 1, 4, 4])?,
            conv2: Layer::read(file, "conv2", LinearMap::Convolution, leaky, &[second, first, 4, 4])?,
            conv3: Layer::read(file, "conv3", LinearMap::Convolution, leaky, &[third, second, 4, 4])?,
            features,
            classes: Layer::read(file, "classes", DENSE, Activation::Identity, &[CLASSES, FEATURES])?,
        })
    }

    /// What the network says of `images` `(count, 1, 28, 28)`, from -1 (paper) to 1 (ink).
    ///
    /// # Errors
    /// [`Error::Judging`] when the images have another shape, when there are none, or when a pixel is not finite.
    pub fn opinions(&self, images: &Tensor) -> Result<Opinions> {
        let count = check(images)?;
        let (mut logits, mut features) = (Vec::new(), Vec::new());
        for start in (0..count).step_by(IMAGES_AT_ONCE) {
            let some = images.narrow(0, start, IMAGES_AT_ONCE.min(count - start))?;
            let (logits_of_some, features_of_some) = self.forward(&some)?;
            logits.extend(logits_of_some);
            features.extend(features_of_some);
        }
        Ok(Opinions {
            probabilities: Tensor::from_vec(softmax(logits), (count, CLASSES), &Device::Cpu)?,
            features: Tensor::from_vec(features, (count, FEATURES), &Device::Cpu)?,
        })
    }

    /// Logits and features, image by image.
    fn forward(&self, images: &Tensor) -> Result<(Vec<f32>, Vec<f32>)> {
        let maps = FeatureMaps::new(&with_margin(images)?, images.dim(0)?)?;
        let maps = self.conv3.forward(&self.conv2.forward(&self.conv1.forward(&maps)?)?)?;
        let features = self.features.forward(&maps.flatten()?)?;
        let logits = self.classes.forward(&features)?;
        let numbers = |maps: &FeatureMaps| maps.to_images()?.flatten_all()?.to_vec1::<f32>();
        Ok((numbers(&logits)?, numbers(&features)?))
    }
}

impl Opinions {
    /// The likeliest class of each image, and its probability.
    pub fn likeliest(&self) -> Result<Vec<(usize, f32)>> {
        let likeliest = |classes: &[f32]| {
            let classes = classes.iter().copied().enumerate();
            classes.max_by(|(_, a), (_, b)| a.total_cmp(b)).expect("there are eleven classes")
        };
        let probabilities = self.probabilities.flatten_all()?.to_vec1::<f32>()?;
        Ok(probabilities.chunks_exact(CLASSES).map(likeliest).collect())
    }

    /// The digit that each image is readable as: the one to which more than [`READABLE`] is given, if there is one.
    pub fn readable(&self) -> Result<Vec<Option<u8>>> {
        let digit = |(class, probability)| (class != NOT_A_DIGIT && probability > READABLE).then_some(class as u8);
        Ok(self.likeliest()?.into_iter().map(digit).collect())
    }
}

impl Layer {
    fn read(file: &File, name: &str, map: LinearMap, activation: Activation, shape: &[usize]) -> Result<Self> {
        let tensor = |kind: &str, shape: &[usize]| -> Result<Tensor> {
            Ok(Tensor::from_vec(file.numbers(&format!("{name}.{kind}"), shape)?, shape, &Device::Cpu)?)
        };
        Ok(Self { map, activation, weight: tensor("weight", shape)?, bias: tensor("bias", &shape[..1])? })
    }

    fn forward(&self, input: &FeatureMaps) -> Result<FeatureMaps> {
        Ok(ops::biased_layer(self.map, self.activation, input, &self.weight, &self.bias)?)
    }
}

/// What the first layer reads: images `(count, 1, 28, 28)` from -1 to 1 as `(count, 1, 32, 32)` from 0 (paper) to 1
/// (ink), so that the zeros around them, the layer's own as well, are paper.
pub fn with_margin(images: &Tensor) -> candle_core::Result<Tensor> {
    images.affine(0.5, 0.5)?.pad_with_zeros(2, MARGIN, MARGIN)?.pad_with_zeros(3, MARGIN, MARGIN)
}

/// How many images there are.
fn check(images: &Tensor) -> Result<usize> {
    let count = match *images.dims() {
        [count, 1, IMAGE_SIDE, IMAGE_SIDE] if count > 0 => count,
        ref shape => return Err(Error::Judging(format!("their shape is {shape:?}"))),
    };
    let pixels = images.flatten_all()?.to_vec1::<f32>()?;
    match pixels.iter().position(|pixel| !pixel.is_finite()) {
        Some(index) => Err(Error::Judging(format!("a pixel of image {} is not finite", index / IMAGE_PIXELS))),
        None => Ok(count),
    }
}

/// Turns the logits of each image into probabilities.
fn softmax(mut logits: Vec<f32>) -> Vec<f32> {
    for classes in logits.chunks_exact_mut(CLASSES) {
        let largest = classes.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        classes.iter_mut().for_each(|class| *class = libm::expf(*class - largest));
        let sum: f32 = classes.iter().sum();
        classes.iter_mut().for_each(|class| *class /= sum);
    }
    logits
}
