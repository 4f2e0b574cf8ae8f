//! A training run: it repeats itself, it learns, and each turn moves one network only.

use crate::support::{dataset, elements, normal, shard, small_configuration, steps, trainer, unlabelled, weights};
use candle_core::{DType, Tensor};
use dcgan_wasm::layers::{Mode, Weights};
use dcgan_wasm::model::{NamedVariable, Network};
use dcgan_wasm::trainer::SAMPLE_COUNT;
use dcgan_wasm::{Configuration, Error, GeneratorLoss, IMAGE_PIXELS, Shown, Trainer};
use std::collections::HashMap;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
pub fn the_same_seed_repeats_the_run_bit_for_bit() {
    let (mut first, mut second) = (trainer(small_configuration()), trainer(small_configuration()));
    let reports = steps(&mut first, 6);
    let _drawing_changes_nothing = (second.samples(Shown::Raw, None), second.fresh_images(Shown::Average, 5));
    assert_eq!(reports, steps(&mut second, 6));
    for shown in [Shown::Average, Shown::Raw] {
        assert_eq!(first.samples(shown, None).unwrap(), second.samples(shown, None).unwrap());
    }

    let other_seed = Configuration { seed: 2, ..small_configuration() };
    assert_ne!(reports, steps(&mut trainer(other_seed), 6));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_report_names_the_step_and_every_layer() {
    let mut trainer = trainer(small_configuration());
    let report = steps(&mut trainer, 2).pop().unwrap();
    assert_eq!((report.step, trainer.steps_taken()), (2, 2));
    let layers: Vec<_> = report.gradient_norms.iter().map(|norm| (norm.network, norm.layer)).collect();
    let of = |network, layers: &[&'static str]| layers.iter().map(|&layer| (network, layer)).collect::<Vec<_>>();
    let expected = [
        of("discriminator", &["conv1", "conv2", "bn2", "fc"]),
        of("generator", &["fc", "bn0", "deconv1", "bn1", "deconv2"]),
    ];
    assert_eq!(layers, expected.concat());
    assert!(report.gradient_norms.iter().all(|norm| norm.norm > 0.0), "{report:?}");
    for probability in
        [report.mean_real_probability, report.mean_fake_probability_before, report.mean_fake_probability_after]
    {
        assert!((0.0..=1.0).contains(&probability), "{report:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn every_form_of_the_networks_takes_steps_and_repeats_them() {
    for batch_normalization in [true, false] {
        for kernel_size in [4, 5] {
            let configuration = Configuration { batch_normalization, kernel_size, ..small_configuration() };
            let mut first = trainer(configuration.clone());
            let before = (weights(first.generator()), weights(first.discriminator()));
            let reports = steps(&mut first, 3);
            assert_eq!(reports, steps(&mut trainer(configuration), 3));
            let after = (weights(first.generator()), weights(first.discriminator()));
            for (before, after) in [(before.0, after.0), (before.1, after.1)] {
                assert!(before.iter().zip(&after).all(|(before, after)| before != after), "every variable moves");
            }
            let kernels: Vec<_> = first.generator().parameters().iter().map(|p| p.variable.dims().to_vec()).collect();
            assert!(kernels.contains(&vec![8, 4, kernel_size, kernel_size]), "{kernels:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn without_batch_normalisation_hidden_layers_have_a_bias_in_its_place() {
    let trainer = trainer(Configuration { batch_normalization: false, ..small_configuration() });
    let names = |network: Vec<NamedVariable>| network.iter().map(NamedVariable::full_name).collect::<Vec<_>>();
    assert_eq!(
        names(trainer.generator().parameters()),
        ["fc.weight", "fc.bias", "deconv1.weight", "deconv1.bias", "deconv2.weight", "deconv2.bias"]
    );
    assert_eq!(
        names(trainer.discriminator().parameters()),
        ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc.weight", "fc.bias"]
    );
    assert!(trainer.generator().running_statistics().is_empty());
    assert!(trainer.discriminator().running_statistics().is_empty());
}

#[wasm_bindgen_test(unsupported = test)]
pub fn each_turn_moves_its_own_networks_variables_and_no_others() {
    let mut trainer = trainer(small_configuration());
    let (generator, discriminator) = (weights(trainer.generator()), weights(trainer.discriminator()));
    let latents = normal(&[8, 16], 1).to_dtype(DType::F32).unwrap();

    let real = unlabelled(shard().batch(&[0, 1, 2, 3, 4, 5, 6, 7]).unwrap());
    let fake = trainer.generate(&latents, &[]).unwrap();
    trainer.discriminator_turn(&real, &fake, &mut |_| ()).unwrap();
    assert_eq!(weights(trainer.generator()), generator);
    let moved = weights(trainer.discriminator());
    assert!(moved.iter().zip(&discriminator).all(|(after, before)| after != before), "D moves in D's turn");

    trainer.generator_turn(&fake, &mut |_| ()).unwrap();
    assert_eq!(weights(trainer.discriminator()), moved);
    let all_moved = weights(trainer.generator()).iter().zip(&generator).all(|(after, before)| after != before);
    assert!(all_moved, "G moves in G's turn");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn an_image_limit_trains_as_if_the_data_held_no_other_images() {
    // Fewer images than a batch, than digits, and than groups.
    let configuration = Configuration { image_limit: 5, ..Configuration::default() };
    let shard = shard();
    let pixels: Vec<u8> = (0..5).flat_map(|index| shard.image(index)).copied().collect();
    let five = Arc::new(dataset(&pixels, &shard.labels()[..5]));
    let unlimited = Configuration { image_limit: 0, ..configuration.clone() };
    let mut alone = Trainer::new(unlimited.clone(), five).unwrap();
    let mut limited = trainer(configuration);
    let reports = steps(&mut limited, 3);
    assert_eq!(reports, steps(&mut alone, 3));
    assert_eq!(limited.samples(Shown::Raw, None).unwrap(), alone.samples(Shown::Raw, None).unwrap());
    assert_ne!(reports, steps(&mut trainer(unlimited), 3));
    let more_than_there_are = Configuration { image_limit: 300_000, ..small_configuration() };
    assert_eq!(steps(&mut trainer(more_than_there_are), 2), steps(&mut trainer(small_configuration()), 2));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_learning_rate_of_zero_freezes_a_network() {
    let mut configuration = small_configuration();
    configuration.generator_adam.learning_rate = 0.0;
    let mut trainer = trainer(configuration);
    let before = weights(trainer.generator());
    steps(&mut trainer, 2);
    assert_eq!(weights(trainer.generator()), before);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn softmax_over_a_single_logit_moves_no_weight() {
    let mut trainer = trainer(Configuration { generator_loss: GeneratorLoss::Softmax, ..small_configuration() });
    let before = (weights(trainer.generator()), weights(trainer.discriminator()));
    for report in steps(&mut trainer, 3) {
        let losses = [report.discriminator_loss_real, report.discriminator_loss_fake, report.generator_loss];
        assert_eq!(losses, [0.0; 3]);
        assert!(report.gradient_norms.iter().all(|norm| norm.norm == 0.0), "{report:?}");
    }
    assert_eq!((weights(trainer.generator()), weights(trainer.discriminator())), before);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_pixel_gradient_is_what_moves_the_loss() {
    let mut trainer = trainer(small_configuration());
    let fake = trainer.generate(&normal(&[8, 16], 1).to_dtype(DType::F32).unwrap(), &[]).unwrap();
    let turn = trainer.generator_turn(&fake, &mut |_| ()).unwrap();
    // A small step against the gradient must lower the loss by the squared norm of the gradient, to first order.
    let loss_at = |images: &Tensor| {
        let [logits] = trainer.discriminator().forward([&unlabelled(images.clone())], Weights::Fixed).unwrap();
        let loss = dcgan_wasm::ops::generator_loss(&logits, GeneratorLoss::NonSaturating).unwrap();
        f64::from(loss.to_scalar::<f32>().unwrap())
    };
    let squared_norm: f64 = elements(&turn.pixel_gradient).iter().map(|slope| slope * slope).sum();
    let size = 1e-3 / squared_norm.sqrt();
    let moved = (&turn.images - (&turn.pixel_gradient * size).unwrap()).unwrap();
    let ratio = (loss_at(&turn.images) - loss_at(&moved)) / (size * squared_norm);
    assert!((0.9..1.1).contains(&ratio), "the loss fell {ratio} times as much as the gradient says");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_diverged_step_is_refused_and_moves_nothing() {
    let mut trainer = trainer(small_configuration());
    let poisoned: HashMap<String, Tensor> = trainer
        .discriminator()
        .parameters()
        .iter()
        .map(|parameter| (parameter.full_name(), (parameter.variable.as_tensor() * f64::NAN).unwrap()))
        .collect();
    trainer.discriminator().load_parameters(&poisoned).unwrap();
    let before = weights(trainer.generator());
    let error = trainer.step().unwrap_err();
    assert!(matches!(error, Error::Diverged { step: 1, .. }), "{error}");
    let expected = "Training diverged at step 1: the discriminator's loss on real images is no longer a finite number";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!((weights(trainer.generator()), trainer.steps_taken()), (before, 0));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn weights_of_another_size_are_refused_and_change_nothing() {
    let small = trainer(small_configuration());
    let wide = trainer(Configuration { base_width: 5, ..small_configuration() });
    let of = |network: &dyn Fn() -> Vec<(String, Tensor)>| network().into_iter().collect::<HashMap<_, _>>();
    let named = |trainer: &Trainer| {
        let parameters = trainer.generator().parameters();
        parameters.iter().map(|p| (p.full_name(), p.variable.as_detached_tensor())).collect::<Vec<_>>()
    };
    let before = weights(small.generator());
    let error = small.generator().load_parameters(&of(&|| named(&wide))).unwrap_err().to_string();
    assert!(error.contains("fc.weight has the shape [490, 16] where this network has [392, 16]"), "{error}");
    let error = small.generator().load_parameters(&HashMap::new()).unwrap_err().to_string();
    assert!(error.contains("fc.weight is missing"), "{error}");
    assert_eq!(weights(small.generator()), before);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_sample_depends_on_its_own_latent_vector_alone() {
    let mut trainer = trainer(small_configuration());
    steps(&mut trainer, 3);
    let latents = normal(&[5, 16], 1).to_dtype(DType::F32).unwrap();
    let generate =
        |latents: &Tensor| elements(&trainer.generator().forward(latents, Vec::new(), Mode::Inference).unwrap().images);
    let (together, alone) = (generate(&latents), generate(&latents.narrow(0, 2, 1).unwrap()));
    for (one, other) in together[2 * IMAGE_PIXELS..].iter().zip(alone) {
        assert!((one - other).abs() < 1e-5);
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn running_statistics_follow_the_batches_as_in_pytorch() {
    let trainer = trainer(small_configuration());
    let images = unlabelled(shard().batch(&[0, 1, 2, 3]).unwrap());
    trainer.discriminator().forward([&images], Weights::Fixed).unwrap();
    let statistics = trainer.discriminator().running_statistics();
    let names: Vec<_> = statistics.iter().map(|statistic| statistic.full_name()).collect();
    assert_eq!(names, ["bn2.running_mean", "bn2.running_var"]);
    let after_one: Vec<_> = statistics.iter().map(|statistic| elements(statistic.variable)).collect();
    trainer.discriminator().forward([&images], Weights::Fixed).unwrap();
    // running = 0.9 running + 0.1 batch, from (0, 1): the batch's own value follows from the first update, the second
    // update from that.
    for (statistic, (first, start)) in statistics.iter().zip(after_one.iter().zip([0.0, 1.0])) {
        for (&first, second) in first.iter().zip(elements(statistic.variable)) {
            let batch = (first - 0.9 * start) / 0.1;
            assert!(batch != start, "the batch moves the statistic");
            assert!((second - (0.9 * first + 0.1 * batch)).abs() < 1e-6);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn three_hundred_steps_learn_the_shape_of_digits() {
    let mut trainer = trainer(Configuration::default());
    assert!(!Likeness::of(&trainer).is_digit_like(), "an untrained generator must fail the test");
    steps(&mut trainer, 300);
    let trained = Likeness::of(&trainer);
    assert!(trained.is_digit_like(), "{trained:?}");
}

/// How much generated images are like MNIST's, by statistics that need no classifier.
#[derive(Debug)]
struct Likeness {
    /// Correlation, over pixels, of the mean generated and the mean real image: where the ink is.
    mean_image: f64,
    /// The same for each pixel's standard deviation over images: where images differ, so that one image repeated fails.
    deviation_image: f64,
    /// The mean of those deviations, relative to the real images'.
    diversity: f64,
}

impl Likeness {
    fn of(trainer: &Trainer) -> Self {
        let shard = shard();
        let real: Vec<&[u8]> = (0..shard.len()).map(|index| shard.image(index)).collect();
        let samples = trainer.samples(Shown::Average, None).expect("samples can be drawn");
        let generated: Vec<&[u8]> = samples.chunks(IMAGE_PIXELS).collect();
        assert_eq!(generated.len(), SAMPLE_COUNT);
        let ((real_mean, real_deviation), (mean, deviation)) = (moments(&real), moments(&generated));
        Self {
            mean_image: correlation(&mean, &real_mean),
            deviation_image: correlation(&deviation, &real_deviation),
            diversity: deviation.iter().sum::<f64>() / real_deviation.iter().sum::<f64>(),
        }
    }

    fn is_digit_like(&self) -> bool {
        self.mean_image > 0.8 && self.deviation_image > 0.8 && (0.7..1.3).contains(&self.diversity)
    }
}

/// The mean and the standard deviation of each pixel.
fn moments(images: &[&[u8]]) -> (Vec<f64>, Vec<f64>) {
    let count = images.len() as f64;
    let mean_of =
        |power: i32, pixel: usize| images.iter().map(|image| f64::from(image[pixel]).powi(power)).sum::<f64>() / count;
    let mean: Vec<f64> = (0..IMAGE_PIXELS).map(|pixel| mean_of(1, pixel)).collect();
    let variance = |pixel: usize| (mean_of(2, pixel) - mean[pixel] * mean[pixel]).max(0.0);
    let deviation = (0..IMAGE_PIXELS).map(|pixel| variance(pixel).sqrt()).collect();
    (mean, deviation)
}

/// Pearson's correlation; zero where one side is constant.
fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let centred = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect::<Vec<_>>()
    };
    let product = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>();
    let (left, right) = (centred(left), centred(right));
    let scale = (product(&left, &left) * product(&right, &right)).sqrt();
    if scale == 0.0 { 0.0 } else { product(&left, &right) / scale }
}
