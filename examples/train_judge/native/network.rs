//! The classifier while it learns: with batch normalisation, and with variables instead of constants.

use candle_core::{DType, Result, Tensor, Var};
use dcgan_wasm::judge::classifier::{CHANNELS, CLASSES, FEATURES, SIDE, with_margin};
use dcgan_wasm::kernels::batch_norm::EPSILON;
use dcgan_wasm::layers::{Affine, BatchNorm, Initializer, Layer, Linear, Mode, Weights};
use dcgan_wasm::ops::{Activation, FeatureMaps};
use dcgan_wasm::random::{Purpose, Random};

/// What [`dcgan_wasm::judge::Classifier`] computes.
pub struct Network {
    conv1: Linear,
    bn1: BatchNorm,
    conv2: Linear,
    bn2: BatchNorm,
    conv3: Linear,
    bn3: BatchNorm,
    features: Linear,
    bn4: BatchNorm,
    classes: Affine,
}

impl Network {
    /// A network with the initial weights that the seed gives.
    pub fn new(seed: u32) -> Result<Self> {
        let random = Random::new(seed, Purpose::DiscriminatorWeights);
        let initializer = &mut Initializer { random, dtype: DType::F32 };
        let [first, second, third] = CHANNELS;
        Ok(Self {
            conv1: Linear::convolution(1, first, initializer)?,
            bn1: BatchNorm::new(first, Activation::LeakyRelu, initializer)?,
            conv2: Linear::convolution(first, second, initializer)?,
            bn2: BatchNorm::new(second, Activation::LeakyRelu, initializer)?,
            conv3: Linear::convolution(second, third, initializer)?,
            bn3: BatchNorm::new(third, Activation::LeakyRelu, initializer)?,
            features: Linear::projection(third * SIDE * SIDE, FEATURES, 1, initializer)?,
            bn4: BatchNorm::new(FEATURES, Activation::LeakyRelu, initializer)?,
            classes: Linear::projection(FEATURES, CLASSES, 1, initializer)?.with_bias(
                CLASSES,
                Activation::Identity,
                initializer,
            )?,
        })
    }

    /// The logits `(count, 11)` of a batch of images `(count, 1, 28, 28)`, normalised by the batch's own statistics.
    pub fn forward(&self, images: &Tensor) -> Result<Tensor> {
        let (mode, weights) = (Mode::Training, Weights::Learning);
        let count = images.dim(0)?;
        let maps = FeatureMaps::new(&with_margin(images)?, count)?;
        let maps = self.bn1.forward_after(&self.conv1, &maps, mode, weights)?;
        let maps = self.bn2.forward_after(&self.conv2, &maps, mode, weights)?;
        let maps = self.bn3.forward_after(&self.conv3, &maps, mode, weights)?;
        let features = self.bn4.forward_after(&self.features, &maps.flatten()?, mode, weights)?;
        self.classes.forward(&features, weights)?.to_images()?.reshape((count, CLASSES))
    }

    /// Everything that an optimiser moves.
    pub fn variables(&self) -> Vec<Var> {
        let layers: [&dyn Layer; 9] = [
            &self.conv1,
            &self.bn1,
            &self.conv2,
            &self.bn2,
            &self.conv3,
            &self.bn3,
            &self.features,
            &self.bn4,
            &self.classes,
        ];
        layers.iter().flat_map(|layer| layer.parameters()).map(|(_, variable)| variable.clone()).collect()
    }

    /// The weights and biases of the judge's file, with the running statistics of the batch normalisations folded in.
    pub fn folded(&self) -> Result<Vec<(String, Tensor)>> {
        let [features_weight, features_bias] = fold(&self.features, &self.bn4)?;
        // From the kernels' order, pixel by pixel, to PyTorch's, channel by channel.
        let flat = features_weight.dims();
        let features_weight = features_weight
            .reshape((flat[0], SIDE * SIDE, CHANNELS[2]))?
            .transpose(1, 2)?
            .contiguous()?
            .reshape(flat)?;
        let classes = self.classes.parameters();
        let layers = [
            ("conv1", fold(&self.conv1, &self.bn1)?),
            ("conv2", fold(&self.conv2, &self.bn2)?),
            ("conv3", fold(&self.conv3, &self.bn3)?),
            ("features", [features_weight, features_bias]),
            ("classes", [classes[0].1.as_detached_tensor(), classes[1].1.as_detached_tensor()]),
        ];
        let named = |(layer, [weight, bias]): (&str, [Tensor; 2])| {
            [(format!("{layer}.weight"), weight), (format!("{layer}.bias"), bias)]
        };
        Ok(layers.into_iter().flat_map(named).collect())
    }
}

/// Weight and bias of a layer and the batch normalisation behind it, taken together.
fn fold(linear: &Linear, batch_norm: &BatchNorm) -> Result<[Tensor; 2]> {
    let variables = [linear.parameters(), batch_norm.parameters(), batch_norm.running_statistics()].concat();
    let [weight, scale, shift, mean, variance] = std::array::from_fn(|index| variables[index].1.as_detached_tensor());
    let factor = (scale / (variance + f64::from(EPSILON))?.sqrt()?)?;
    let bias = (shift - (mean * &factor)?)?;
    let mut per_row = vec![1; weight.rank()];
    per_row[0] = factor.elem_count();
    Ok([weight.broadcast_mul(&factor.reshape(per_row)?)?, bias])
}
