//! What the generator shows: averaged weights, digits that are asked for, and fresh images that disturb nothing.

use crate::support::{elements, shard, small_configuration, small_labelled_configuration};
use dcgan_wasm::model::{Generator, Network};
use dcgan_wasm::{Conditioning, Configuration, Error, IMAGE_PIXELS, Shown, Trainer};
use wasm_bindgen_test::wasm_bindgen_test;

fn trainer(configuration: Configuration, steps: usize) -> Trainer {
    let mut trainer = Trainer::new(configuration, shard()).expect("the configuration is valid");
    for _ in 0..steps {
        trainer.step().expect("the step succeeds");
    }
    trainer
}

/// Every weight and running statistic.
fn numbers(generator: &Generator) -> Vec<f64> {
    let variables = generator.parameters().into_iter().chain(generator.running_statistics());
    variables.flat_map(|variable| elements(variable.variable)).collect()
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_average_follows_the_weights_with_the_decay_that_was_asked_for() {
    let mut trainer = trainer(Configuration { average_decay: 0.6, ..small_labelled_configuration() }, 0);
    let mut expected = numbers(trainer.generator());
    for step in 1..=20 {
        trainer.step().unwrap();
        let decay = (f64::from(step) / f64::from(step + 9)).min(0.6);
        for (average, raw) in expected.iter_mut().zip(numbers(trainer.generator())) {
            *average += (1.0 - decay) * (raw - *average);
        }
    }
    let average = numbers(trainer.averaged_generator());
    let largest_error = average.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(largest_error < 1e-5, "{largest_error}");
    assert_ne!(average, numbers(trainer.generator()));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_decay_of_zero_averages_nothing() {
    let trainer = trainer(Configuration { average_decay: 0.0, ..small_configuration() }, 4);
    assert_eq!(numbers(trainer.averaged_generator()), numbers(trainer.generator()));
    assert_eq!(trainer.samples(Shown::Average, None).unwrap(), trainer.samples(Shown::Raw, None).unwrap());
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_digit_can_be_asked_for_where_there_are_labels() {
    let trainer = trainer(small_labelled_configuration(), 5);
    let in_turn = trainer.samples(Shown::Raw, None).unwrap();
    for digit in [0, 7, 9] {
        let asked = trainer.samples(Shown::Raw, Some(digit)).unwrap();
        for (index, (one, other)) in asked.chunks(IMAGE_PIXELS).zip(in_turn.chunks(IMAGE_PIXELS)).enumerate() {
            assert_eq!(one == other, index % 10 == usize::from(digit), "image {index} of digit {digit}");
        }
    }
    let refusal = trainer.samples(Shown::Raw, Some(10)).unwrap_err().to_string();
    assert_eq!(refusal, "The digit is 10, but it must lie between 0 and 9; choose a value in that range.");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_digit_cannot_be_asked_for_without_labels() {
    for conditioning in [Conditioning::None, Conditioning::Clusters] {
        let trainer = trainer(Configuration { conditioning, cluster_count: 5, ..small_configuration() }, 1);
        assert!(matches!(trainer.samples(Shown::Raw, Some(1)), Err(Error::Unlabelled)));
        trainer.samples(Shown::Raw, None).unwrap();
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn fresh_images_are_fresh_and_of_every_digit_in_turn() {
    let mut trainer = trainer(small_labelled_configuration(), 2);
    let (first, second) =
        (trainer.fresh_images(Shown::Raw, 25).unwrap(), trainer.fresh_images(Shown::Raw, 25).unwrap());
    assert_eq!(first.images.dims(), [25, 1, 28, 28]);
    assert_ne!(elements(&first.images), elements(&second.images));
    let expected: Vec<u32> = (0..25).map(|index| index % 10).collect();
    assert_eq!(first.classes, expected);
}
