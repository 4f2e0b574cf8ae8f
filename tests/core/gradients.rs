//! Every backward pass against central finite differences, in float64.

use crate::support::{elements, normal, small_configuration};
use candle_core::backprop::GradStore;
use candle_core::{DType, Device, Result, Tensor, Var};
use dcgan_wasm::layers::{Mode, Weights};
use dcgan_wasm::model::{Batch, Discriminator, Generator, Network};
use dcgan_wasm::ops::{self, Activation, FeatureMaps, LinearMap};
use dcgan_wasm::{Conditioning, Configuration, GeneratorLoss};
use wasm_bindgen_test::wasm_bindgen_test;

/// Half the distance between the two points of a central difference: so small that no number before an activation lies as near to the
/// kink, where the difference would be between two slopes.
const HALF_STEP: f64 = 1e-6;

/// Permitted error relative to a gradient's largest element: well above the differences' own, the roundings of `f64` over
/// `HALF_STEP`.
const TOLERANCE: f64 = 1e-6;

#[wasm_bindgen_test(unsupported = test)]
pub fn layers_with_a_bias_and_each_activation() {
    for activation in [Activation::Identity, Activation::Relu, Activation::LeakyRelu, Activation::Tanh] {
        for (map, input, weight, channels) in linear_maps() {
            let biases = if let LinearMap::Projection { .. } = map { weight[0] } else { channels };
            let [input, weight, bias] = variables([input, weight, &[biases]]);
            check(&[("input", &input), ("weight", &weight), ("bias", &bias)], || {
                let maps = FeatureMaps::new(&input, input.dim(0)?)?;
                Ok(ops::biased_layer(map, activation, &maps, &weight, &bias)?.to_images()?)
            });
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn layers_with_batch_norm_and_each_activation() {
    for activation in [Activation::Identity, Activation::Relu, Activation::LeakyRelu, Activation::Tanh] {
        // Not the read-out: its two numbers a batch would normalise to -1 and 1 whatever they are.
        for (map, input, weight, channels) in linear_maps().into_iter().filter(|(map, ..)| *map != LinearMap::ReadOut) {
            let [input, weight, scale, shift] = variables([input, weight, &[channels], &[channels]]);
            check(&[("input", &input), ("weight", &weight), ("scale", &scale), ("shift", &shift)], || {
                // Two batches, each normalised by itself.
                let maps = FeatureMaps::new(&input, input.dim(0)? / 2)?;
                Ok(ops::batch_norm_layer(map, activation, &maps, &weight, [&scale, &shift])?.0.to_images()?)
            });
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_read_out_by_class() {
    let [input, weights] = variables([&[6, 2, 2, 3], &[4, 12]]);
    check(&[("input", &input), ("weights", &weights)], || {
        // Two batches.
        let maps = FeatureMaps::new(&input, 3)?;
        Ok(ops::class_read_out(&maps, &weights, &[1, 0, 3, 3, 2, 1])?.to_images()?)
    });
}

/// Every linear map with the shapes of its input, for four images, and of its weights, and with its output's channels.
fn linear_maps() -> [(LinearMap, &'static [usize], &'static [usize], usize); 6] {
    [
        (LinearMap::Projection { height: 2, width: 3 }, &[4, 5, 1, 1], &[12, 5], 2),
        (LinearMap::Convolution, &[4, 3, 8, 6], &[2, 3, 4, 4], 2),
        (LinearMap::TransposedConvolution, &[4, 3, 4, 3], &[3, 2, 4, 4], 2),
        (LinearMap::Convolution, &[4, 3, 8, 6], &[2, 3, 5, 5], 2),
        (LinearMap::TransposedConvolution, &[4, 3, 4, 3], &[3, 2, 5, 5], 2),
        (LinearMap::ReadOut, &[4, 2, 2, 3], &[1, 12], 1),
    ]
}

#[wasm_bindgen_test(unsupported = test)]
pub fn flattened_maps() {
    let [input, weight, bias] = variables([&[4, 2, 3, 2], &[3, 12], &[3]]);
    check(&[("input", &input), ("weight", &weight), ("bias", &bias)], || {
        let flat = FeatureMaps::new(&input, 4)?.flatten()?;
        let dense = LinearMap::Projection { height: 1, width: 1 };
        Ok(ops::biased_layer(dense, Activation::LeakyRelu, &flat, &weight, &bias)?.to_images()?)
    });
}

#[wasm_bindgen_test(unsupported = test)]
pub fn losses() {
    let [logits] = variables([&[5]]);
    for form in [GeneratorLoss::NonSaturating, GeneratorLoss::Minimax] {
        check(&[("real", &logits)], || Ok(ops::discriminator_loss_real(&logits, form)?));
        check(&[("fake", &logits)], || Ok(ops::discriminator_loss_fake(&logits, form)?));
        check(&[("generator", &logits)], || Ok(ops::generator_loss(&logits, form)?));
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_discriminators_loss_in_its_variables() {
    for (configuration, classes) in forms_of_networks() {
        let (_, discriminator) = networks(&configuration);
        let real = Batch { images: normal(&[3, 1, 28, 28], 11), classes: classes.clone() };
        let fake = Batch { images: normal(&[3, 1, 28, 28], 12), classes };
        check_parameters(&discriminator, || {
            let [real, fake] = discriminator.forward([&real, &fake], Weights::Learning)?;
            let form = GeneratorLoss::NonSaturating;
            Ok((ops::discriminator_loss_real(&real, form)? + ops::discriminator_loss_fake(&fake, form)?)?)
        });
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_generators_loss_in_its_variables_through_the_discriminator() {
    let latents = normal(&[3, 4], 13);
    for (configuration, classes) in forms_of_networks() {
        let (generator, discriminator) = networks(&configuration);
        for form in [GeneratorLoss::NonSaturating, GeneratorLoss::Minimax] {
            check_parameters(&generator, || {
                let fake = generator.forward(&latents, classes.clone(), Mode::Training)?;
                let [logits] = discriminator.forward([&fake], Weights::Fixed)?;
                Ok(ops::generator_loss(&logits, form)?)
            });
        }
    }
}

/// Networks small enough that every variable can be nudged: plain ones, ones that are told classes, one of which comes twice, and
/// ones without batch normalisation, with larger kernels.
fn forms_of_networks() -> [(Configuration, Vec<u32>); 3] {
    let plain = Configuration { base_width: 2, latent_size: 4, ..small_configuration() };
    let labelled = Configuration { conditioning: Conditioning::Labels, ..plain.clone() };
    let variant = Configuration { batch_normalization: false, kernel_size: 5, ..plain.clone() };
    [(plain, Vec::new()), (labelled, vec![3, 0, 3]), (variant, Vec::new())]
}

/// Both networks in float64, with weights large enough to matter.
fn networks(configuration: &Configuration) -> (Generator, Discriminator) {
    let generator = Generator::new(configuration, DType::F64).unwrap();
    let discriminator = Discriminator::new(configuration, DType::F64).unwrap();
    for (seed, parameter) in generator.parameters().iter().chain(&discriminator.parameters()).enumerate() {
        let noise = (normal(parameter.variable.dims(), 100 + seed as u32) * 0.2).unwrap();
        parameter.variable.set(&(parameter.variable.as_tensor() + noise).unwrap()).unwrap();
    }
    (generator, discriminator)
}

fn variables<const COUNT: usize>(shapes: [&[usize]; COUNT]) -> [Var; COUNT] {
    let mut seed = 0;
    shapes.map(|shape| {
        seed += 1;
        Var::from_tensor(&normal(shape, seed)).expect("a tensor makes a variable")
    })
}

fn check_parameters(network: &impl Network, output: impl Fn() -> dcgan_wasm::Result<Tensor>) {
    let parameters = network.parameters();
    let names: Vec<String> = parameters.iter().map(|parameter| parameter.full_name()).collect();
    let named: Vec<(&str, &Var)> =
        names.iter().zip(&parameters).map(|(name, parameter)| (name.as_str(), parameter.variable)).collect();
    check(&named, output);
}

/// Checks the gradient of a random weighting of `output`'s elements with respect to every element of every variable.
fn check(variables: &[(&str, &Var)], output: impl Fn() -> dcgan_wasm::Result<Tensor>) {
    let weighting = normal(output().expect("the function is defined").dims(), 1000);
    let objective = || (output().expect("the function is defined") * &weighting)?.sum_all();
    let gradients = objective().and_then(|sum| sum.backward()).expect("the function has a gradient");
    for (name, variable) in variables {
        check_variable(name, variable, &gradients, &objective);
    }
}

fn check_variable(name: &str, variable: &Var, gradients: &GradStore, objective: &impl Fn() -> Result<Tensor>) {
    let gradient = elements(gradients.get(variable).unwrap_or_else(|| panic!("{name} has no gradient")));
    let original = elements(variable);
    let value_at = |index: usize, offset: f64| {
        let mut nudged = original.clone();
        nudged[index] += offset;
        variable.set(&Tensor::from_vec(nudged, variable.dims(), &Device::Cpu)?)?;
        objective()?.to_scalar::<f64>()
    };
    let largest = gradient.iter().fold(0.0f64, |largest, slope| largest.max(slope.abs()));
    assert!(largest > 0.0, "the gradient of {name} is zero, so that nothing is checked");
    for (index, slope) in gradient.iter().enumerate() {
        let (above, below) = (value_at(index, HALF_STEP).unwrap(), value_at(index, -HALF_STEP).unwrap());
        let error = ((above - below) / (2.0 * HALF_STEP) - slope).abs() / largest;
        assert!(error < TOLERANCE, "{name}[{index}]: gradient {slope:e}, relative error {error:e}");
    }
    variable.set(&Tensor::from_vec(original, variable.dims(), &Device::Cpu).unwrap()).unwrap();
}
