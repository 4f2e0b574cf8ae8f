//! The two networks of a DCGAN for 28x28 images (Radford et al. 2016), as lists of layers.

use crate::configuration::Configuration;
use crate::layers::{Affine, ClassReadOut, Hidden, Initializer, Layer, Linear, Mode, Weights};
use crate::ops::{self, Activation, FeatureMaps};
use crate::random::{Purpose, Random};
use crate::{Error, Result};
use candle_core::{DType, Device, Tensor, Var};
use std::collections::HashMap;

/// Side of the smallest feature maps: 28 halved twice.
const SMALLEST_SIDE: usize = 7;

/// Images, and what both networks are told of them.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `(batch, 1, 28, 28)`, from -1 (paper) to 1 (ink).
    pub images: Tensor,
    /// The class of each image; empty where networks are told none.
    pub classes: Vec<u32>,
}

/// A variable of a network.
#[derive(Clone, Debug)]
pub struct NamedVariable<'a> {
    /// The layer's name, for example `deconv1`.
    pub layer: &'static str,
    /// The variable's name within the layer, for example `weight`.
    pub name: &'static str,
    /// The variable itself.
    pub variable: &'a Var,
}

impl NamedVariable<'_> {
    /// The name within the network, as PyTorch's `state_dict` spells it, for example `deconv1.weight`.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.layer, self.name)
    }
}

/// What the generator and the discriminator have in common: named layers.
pub trait Network: Sized {
    /// The layers with their names, in forward order.
    fn layers(&self) -> Vec<(&'static str, &dyn Layer)>;

    /// The variables that this network's optimiser moves, in forward order.
    fn parameters(&self) -> Vec<NamedVariable<'_>> {
        named_variables(self, |layer| layer.parameters())
    }

    /// The running statistics of the batch normalisations, in forward order.
    fn running_statistics(&self) -> Vec<NamedVariable<'_>> {
        named_variables(self, |layer| layer.running_statistics())
    }

    /// Sets every parameter from `tensors`, which maps full names to tensors.
    ///
    /// # Errors
    /// [`Error::Weights`] when a parameter is missing or has another shape; then no variable has changed.
    fn load_parameters(&self, tensors: &HashMap<String, Tensor>) -> Result<()> {
        load(&self.parameters(), tensors)
    }

    /// The same for the running statistics.
    fn load_running_statistics(&self, tensors: &HashMap<String, Tensor>) -> Result<()> {
        load(&self.running_statistics(), tensors)
    }

    /// Everything that makes this network what it is: its parameters, then its running statistics.
    fn variables(&self) -> Vec<NamedVariable<'_>> {
        [self.parameters(), self.running_statistics()].concat()
    }

    /// A copy of the value of every variable.
    fn values(&self) -> Result<Vec<Tensor>> {
        copies(&self.variables())
    }

    /// Sets every variable to values that [`Self::values`] of a network of the same shape gave.
    fn set_values(&self, values: &[Tensor]) -> Result<()> {
        set(&self.variables(), values)
    }

    /// Does `work`, and sets the running statistics back to what they were before it.
    fn keeping_statistics<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let statistics = self.running_statistics();
        let kept = copies(&statistics)?;
        let result = work();
        set(&statistics, &kept)?;
        result
    }
}

/// Moves every variable and running statistic of `average` by `share` of the way to that of `network`, which has the same shapes.
pub fn follow<N: Network>(average: &N, network: &N, share: f64) -> Result<()> {
    for (follower, leader) in average.variables().iter().zip(network.variables()) {
        ops::follow(follower.variable, &leader.variable.as_detached_tensor(), 1.0, share)?;
    }
    Ok(())
}

fn copies(variables: &[NamedVariable]) -> Result<Vec<Tensor>> {
    let copy = |variable: &NamedVariable| Ok(variable.variable.as_detached_tensor().copy()?);
    variables.iter().map(copy).collect()
}

fn set(variables: &[NamedVariable], values: &[Tensor]) -> Result<()> {
    for (NamedVariable { variable, .. }, value) in variables.iter().zip(values) {
        variable.set(value)?;
    }
    Ok(())
}

/// The variables that `of_layer` picks from each layer of `network`, in forward order.
fn named_variables<'a>(
    network: &'a impl Network,
    of_layer: impl Fn(&'a dyn Layer) -> Vec<(&'static str, &'a Var)>,
) -> Vec<NamedVariable<'a>> {
    let mut variables = Vec::new();
    for (layer, contents) in network.layers() {
        variables.extend(of_layer(contents).into_iter().map(|(name, variable)| NamedVariable {
            layer,
            name,
            variable,
        }));
    }
    variables
}

/// Sets all `variables`, or none if one has no tensor of its name and shape.
fn load(variables: &[NamedVariable], tensors: &HashMap<String, Tensor>) -> Result<()> {
    let values = variables.iter().map(|variable| find(tensors, variable)).collect::<Result<Vec<_>>>()?;
    for (NamedVariable { variable, .. }, value) in variables.iter().zip(values) {
        variable.set(&value.to_dtype(variable.dtype())?)?;
    }
    Ok(())
}

fn find<'a>(tensors: &'a HashMap<String, Tensor>, variable: &NamedVariable) -> Result<&'a Tensor> {
    let name = variable.full_name();
    let tensor = tensors.get(&name).ok_or_else(|| Error::Weights(format!("{name} is missing")))?;
    if tensor.dims() != variable.variable.dims() {
        return Err(Error::Weights(format!(
            "{name} has the shape {:?} where this network has {:?}",
            tensor.dims(),
            variable.variable.dims()
        )));
    }
    Ok(tensor)
}

/// G: turns latent vectors into images, of the class that it is told, where it is told one.
#[derive(Debug)]
pub struct Generator {
    classes: usize,
    fc: Hidden,
    deconv1: Hidden,
    deconv2: Affine,
}

impl Generator {
    /// A generator with the initial weights that the configuration's seed gives, in `dtype`.
    pub fn new(configuration: &Configuration, dtype: DType) -> Result<Self> {
        let random = Random::new(configuration.seed, Purpose::GeneratorWeights);
        let initializer = &mut Initializer { random, dtype };
        let (classes, width, kernel) = (configuration.classes(), configuration.base_width, configuration.kernel_size);
        let (latent, normalized) = (configuration.latent_size + classes, configuration.batch_normalization);
        let fc = Linear::projection(latent, 2 * width, SMALLEST_SIDE, initializer)?;
        let deconv1 = Linear::transposed_convolution(2 * width, width, kernel, initializer)?;
        let deconv2 = Linear::transposed_convolution(width, 1, kernel, initializer)?;
        Ok(Self {
            classes,
            fc: Hidden::new(fc, 2 * width, Activation::Relu, normalized, initializer)?,
            deconv1: Hidden::new(deconv1, width, Activation::Relu, normalized, initializer)?,
            deconv2: deconv2.with_bias(1, Activation::Tanh, initializer)?,
        })
    }

    /// How many weights its first two layers have: nearly all.
    pub fn wide_weights(configuration: &Configuration) -> usize {
        let (latent, width) = (configuration.latent_size + configuration.classes(), configuration.base_width);
        2 * width * (latent * SMALLEST_SIDE.pow(2) + width * configuration.kernel_size.pow(2))
    }

    /// Maps latent vectors `(batch, latent size)` to images between -1 (paper) and 1 (ink), each of its class in `classes`, which
    /// is empty where there are none.
    ///
    /// A class joins its latent vector as a one-hot vector (Mirza and Osindero 2014, section 3.2).
    pub fn forward(&self, latents: &Tensor, classes: Vec<u32>, mode: Mode) -> Result<Batch> {
        let images = self.draw(&self.inputs(latents, &classes)?, mode)?;
        Ok(Batch { images, classes })
    }

    /// What goes into the first layer: latent vectors, each with the one-hot vector of its class at its end.
    pub fn inputs(&self, latents: &Tensor, classes: &[u32]) -> Result<Tensor> {
        Ok(join_one_hot(latents, classes, self.classes)?)
    }

    /// Maps [`Self::inputs`], or what lies between them, to images `(batch, 1, 28, 28)`.
    pub fn draw(&self, inputs: &Tensor, mode: Mode) -> Result<Tensor> {
        let batch = inputs.dim(0)?;
        let latents = FeatureMaps::new(&inputs.reshape((batch, (), 1, 1))?, batch)?;
        let hidden = self.fc.forward(&latents, mode, Weights::Learning)?;
        let hidden = self.deconv1.forward(&hidden, mode, Weights::Learning)?;
        Ok(self.deconv2.forward(&hidden, Weights::Learning)?.to_images()?)
    }
}

/// `latents` `(batch, latent size)` with the one-hot vector of each one's class, one of `count`, at its end.
fn join_one_hot(latents: &Tensor, classes: &[u32], count: usize) -> candle_core::Result<Tensor> {
    let batch = latents.dim(0)?;
    let expected = if count == 0 { 0 } else { batch };
    if classes.len() != expected || classes.iter().any(|&class| class as usize >= count) {
        candle_core::bail!("{batch} images cannot have the classes {classes:?} of {count}");
    }
    if count == 0 {
        return Ok(latents.clone());
    }
    let mut rows = vec![0f32; batch * count];
    for (row, &class) in rows.chunks_exact_mut(count).zip(classes) {
        row[class as usize] = 1.0;
    }
    let one_hot = Tensor::from_vec(rows, (batch, count), &Device::Cpu)?.to_dtype(latents.dtype())?;
    Tensor::cat(&[latents, &one_hot], 1)
}

impl Network for Generator {
    fn layers(&self) -> Vec<(&'static str, &dyn Layer)> {
        let mut layers = self.fc.named("fc", "bn0");
        layers.extend(self.deconv1.named("deconv1", "bn1"));
        layers.push(("deconv2", &self.deconv2));
        layers
    }
}

/// D: judges images, by one logit each. `sigmoid(logit)` is the probability it gives to the image being real.
#[derive(Debug)]
pub struct Discriminator {
    conv1: Affine,
    conv2: Hidden,
    fc: Affine,
    embed: Option<ClassReadOut>,
}

impl Discriminator {
    /// A discriminator with the initial weights that the configuration's seed gives, in `dtype`.
    pub fn new(configuration: &Configuration, dtype: DType) -> Result<Self> {
        let random = Random::new(configuration.seed, Purpose::DiscriminatorWeights);
        let initializer = &mut Initializer { random, dtype };
        let (width, classes) = (configuration.base_width, configuration.classes());
        let conv1 = Linear::convolution(1, width, initializer)?;
        let conv2 = Linear::convolution(width, 2 * width, initializer)?;
        let (leaky, normalized) = (Activation::LeakyRelu, configuration.batch_normalization);
        let fc = Linear::read_out(2 * width, SMALLEST_SIDE, initializer)?;
        Ok(Self {
            conv1: conv1.with_bias(width, leaky, initializer)?,
            conv2: Hidden::new(conv2, 2 * width, leaky, normalized, initializer)?,
            fc: fc.with_bias(1, Activation::Identity, initializer)?,
            embed: match classes {
                0 => None,
                _ => Some(ClassReadOut::new(classes, 2 * width, SMALLEST_SIDE, initializer)?),
            },
        })
    }

    /// Maps each batch to logits `(batch)`, all in one pass; batches have the same size.
    ///
    /// Where there are classes, a logit is `w·h + e[class]·h + b`: how real the hidden maps h look, and how real for their class.
    ///
    /// Batch normalisation sees every batch by itself. D only ever judges batches in training, by their own statistics, so it has
    /// no inference mode.
    pub fn forward<const BATCHES: usize>(
        &self,
        batches: [&Batch; BATCHES],
        weights: Weights,
    ) -> Result<[Tensor; BATCHES]> {
        let size = batches[0].images.dim(0)?;
        let images = FeatureMaps::new(&Tensor::cat(&batches.map(|batch| &batch.images), 0)?, size)?;
        let hidden = self.conv1.forward(&images, weights)?;
        let hidden = self.conv2.forward(&hidden, Mode::Training, weights)?;
        let mut logits = self.fc.forward(&hidden, weights)?.to_images()?;
        if let Some(embed) = &self.embed {
            let classes = batches.map(|batch| &batch.classes[..]).concat();
            logits = (logits + embed.forward(&hidden, &classes, weights)?.to_images()?)?;
        }
        let logits = logits.flatten_all()?;
        let mut result = batches.map(|batch| batch.images.clone());
        for (batch, logits_of_batch) in result.iter_mut().enumerate() {
            *logits_of_batch = logits.narrow(0, batch * size, size)?;
        }
        Ok(result)
    }
}

impl Network for Discriminator {
    fn layers(&self) -> Vec<(&'static str, &dyn Layer)> {
        let mut layers: Vec<(&'static str, &dyn Layer)> = vec![("conv1", &self.conv1)];
        layers.extend(self.conv2.named("conv2", "bn2"));
        layers.push(("fc", &self.fc));
        layers.extend(self.embed.iter().map(|embed| ("embed", embed as &dyn Layer)));
        layers
    }
}
