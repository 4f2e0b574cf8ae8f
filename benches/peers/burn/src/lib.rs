//! The training step of the DCGAN in burn, on its flex backend with automatic differentiation.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Initializer, Linear, LinearConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::{leaky_relu, relu, softplus};
use burn::tensor::{Device, Distribution, Tensor, TensorData};
use wasm_bindgen::prelude::*;

const LEARNING_RATE: f64 = 3e-3;

/// Weights are drawn from N(0, 0.02).
const INITIALIZER: Initializer = Initializer::Normal { mean: 0.0, std: 0.02 };

/// G: latent vectors to images.
#[derive(Module, Debug)]
struct Generator {
    fc: Linear,
    bn0: BatchNorm,
    deconv1: ConvTranspose2d,
    bn1: BatchNorm,
    deconv2: ConvTranspose2d,
}

impl Generator {
    fn new(width: usize, latent: usize, device: &Device) -> Self {
        let transposed_convolution = |inputs, outputs, bias| {
            let config = ConvTranspose2dConfig::new([inputs, outputs], [4, 4]).with_stride([2, 2]).with_padding([1, 1]);
            config.with_bias(bias).with_initializer(INITIALIZER).init(device)
        };
        let linear = LinearConfig::new(latent, 2 * width * 49).with_bias(false).with_initializer(INITIALIZER);
        Self {
            fc: linear.init(device),
            bn0: BatchNormConfig::new(2 * width).init(device),
            deconv1: transposed_convolution(2 * width, width, false),
            bn1: BatchNormConfig::new(width).init(device),
            deconv2: transposed_convolution(width, 1, true),
        }
    }

    fn forward(&self, latents: Tensor<2>) -> Tensor<4> {
        let batch = latents.dims()[0];
        let hidden = self.fc.forward(latents);
        let channels = hidden.dims()[1] / 49;
        let hidden = relu(self.bn0.forward(hidden.reshape([batch, channels, 7, 7])));
        let hidden = relu(self.bn1.forward(self.deconv1.forward(hidden)));
        self.deconv2.forward(hidden).tanh()
    }
}

/// D: images to logits.
#[derive(Module, Debug)]
struct Discriminator {
    conv1: Conv2d,
    conv2: Conv2d,
    bn2: BatchNorm,
    fc: Linear,
}

impl Discriminator {
    fn new(width: usize, device: &Device) -> Self {
        let convolution = |inputs, outputs, bias| {
            let config = Conv2dConfig::new([inputs, outputs], [4, 4]).with_stride([2, 2]);
            let config = config.with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1)).with_bias(bias);
            config.with_initializer(INITIALIZER).init(device)
        };
        Self {
            conv1: convolution(1, width, true),
            conv2: convolution(width, 2 * width, false),
            bn2: BatchNormConfig::new(2 * width).init(device),
            fc: LinearConfig::new(2 * width * 49, 1).with_initializer(INITIALIZER).init(device),
        }
    }

    fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let hidden = leaky_relu(self.conv1.forward(images), 0.2);
        let hidden = leaky_relu(self.bn2.forward(self.conv2.forward(hidden)), 0.2);
        self.fc.forward(hidden.flatten(1, 3))
    }
}

/// A training run on one fixed batch of images: drawing batches is not what is compared.
#[wasm_bindgen]
pub struct Trainer {
    generator: Generator,
    discriminator: Discriminator,
    generator_adam: ModuleOptimizer,
    discriminator_adam: ModuleOptimizer,
    real: Tensor<4>,
    latent: usize,
    device: Device,
}

#[wasm_bindgen]
impl Trainer {
    /// A run on `images`, 784 numbers each.
    #[wasm_bindgen(constructor)]
    pub fn new(width: usize, latent: usize, images: Vec<f32>) -> Self {
        let device = Device::flex().autodiff();
        let batch = images.len() / 784;
        let adam = || AdamConfig::new().with_beta_1(0.5).with_epsilon(1e-8).init();
        Self {
            generator: Generator::new(width, latent, &device),
            discriminator: Discriminator::new(width, &device),
            generator_adam: adam(),
            discriminator_adam: adam(),
            real: Tensor::from_data(TensorData::new(images, [batch, 1, 28, 28]), &device),
            latent,
            device,
        }
    }

    /// One step, D's turn and then G's; returns D's and G's loss.
    pub fn step(&mut self) -> Vec<f32> {
        vec![self.discriminator_turn(), self.generator_turn()]
    }

    fn discriminator_turn(&mut self) -> f32 {
        let fake = self.generator.forward(self.latents()).detach();
        let real = softplus(-self.discriminator.forward(self.real.clone()), 1.0).mean();
        let loss = real + softplus(self.discriminator.forward(fake), 1.0).mean();
        let gradients = GradientsParams::from_grads(loss.backward(), &self.discriminator);
        self.discriminator = self.discriminator_adam.step(LEARNING_RATE, self.discriminator.clone(), gradients);
        loss.into_scalar()
    }

    fn generator_turn(&mut self) -> f32 {
        let images = self.generator.forward(self.latents());
        let loss = softplus(-self.discriminator.forward(images), 1.0).mean();
        let gradients = GradientsParams::from_grads(loss.backward(), &self.generator);
        self.generator = self.generator_adam.step(LEARNING_RATE, self.generator.clone(), gradients);
        loss.into_scalar()
    }

    fn latents(&self) -> Tensor<2> {
        Tensor::random([self.real.dims()[0], self.latent], Distribution::Normal(0.0, 1.0), &self.device)
    }
}
