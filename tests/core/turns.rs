//! Half-steps, what is seen of them, and the forms of G's turn.

use crate::support::{elements, small_configuration, small_labelled_configuration, steps, trainer, weights};
use dcgan_wasm::model::Network;
use dcgan_wasm::trainer::{LOOKED_AT, Shown};
use dcgan_wasm::{Configuration, GeneratorTurnForm, IMAGE_PIXELS, Trainer};
use wasm_bindgen_test::wasm_bindgen_test;

fn with(generator_turn: GeneratorTurnForm) -> Configuration {
    Configuration { generator_turn, ..small_configuration() }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn two_turns_are_a_step_and_looking_changes_nothing() {
    let reusing = Configuration { reuse_fakes: true, ..small_labelled_configuration() };
    for configuration in [small_configuration(), reusing] {
        let (mut whole, mut halves) = (trainer(configuration.clone()), trainer(configuration));
        let reports = steps(&mut whole, 4);
        for expected in &reports[..3] {
            halves.watch(expected.step % 2 == 0);
            assert_eq!((halves.take_turn().unwrap(), halves.is_half_way()), (None, true));
            assert_eq!((halves.take_turn().unwrap().as_ref(), halves.is_half_way()), (Some(expected), false));
        }
        halves.take_turn().unwrap();
        assert_eq!(halves.step().unwrap(), reports[3], "a step begun is ended by `step`");
        assert_eq!(whole.samples(Shown::Average, None).unwrap(), halves.samples(Shown::Average, None).unwrap());
        assert_eq!(weights(whole.discriminator()), weights(halves.discriminator()));
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn an_anatomy_tells_the_turn_as_it_was() {
    let mut trainer = trainer(Configuration { batch_size: 12, ..small_configuration() });
    trainer.step().unwrap();
    assert!(trainer.anatomy().is_none(), "nobody was looking");
    trainer.watch(true);

    trainer.take_turn().unwrap();
    let half = trainer.anatomy().expect("D's turn was watched").clone();
    assert_eq!((half.step, half.batch_size, half.count, half.generator.is_none()), (2, 12, LOOKED_AT, true));
    assert!(half.discriminator.moved.discriminator > 0.0 && half.discriminator.moved.generator == 0.0);
    assert_eq!(half.discriminator.real.len(), LOOKED_AT * IMAGE_PIXELS);

    let report = trainer.take_turn().unwrap().expect("the step is whole");
    let whole = trainer.anatomy().expect("G's turn was watched");
    let (discriminator, generator) = (&whole.discriminator, whole.generator.as_ref().expect("G's turn is told"));
    assert!(generator.moved.discriminator == 0.0 && generator.moved.generator > 0.0);
    assert_eq!(generator.wishes.len(), LOOKED_AT * IMAGE_PIXELS);
    assert_eq!(discriminator.loss_real, report.discriminator_loss_real);
    assert_eq!(generator.loss, report.generator_loss);
    assert_eq!([&discriminator.gradient_norms[..], &generator.gradient_norms].concat(), report.gradient_norms);
}

/// Of a batch that is told as a whole, the terms computed from the logits have the told means.
#[wasm_bindgen_test(unsupported = test)]
pub fn the_terms_of_each_loss_come_from_the_logits() {
    let mut trainer = trainer(Configuration { batch_size: LOOKED_AT, ..small_configuration() });
    trainer.watch(true);
    steps(&mut trainer, 3);
    let anatomy = trainer.anatomy().unwrap();
    let (discriminator, generator) = (&anatomy.discriminator, anatomy.generator.as_ref().unwrap());
    let mean = |logits: &[f32], sign: f32| {
        logits.iter().map(|logit| (1.0 + (sign * logit).exp()).ln()).sum::<f32>() / logits.len() as f32
    };
    for (told, computed) in [
        (discriminator.loss_real, mean(&discriminator.real_logits, -1.0)),
        (discriminator.loss_fake, mean(&discriminator.fake_logits, 1.0)),
        (generator.loss, mean(&generator.logits, -1.0)),
    ] {
        assert!((told - computed).abs() < 1e-5, "{told} is not {computed}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_stacked_model_with_d_frozen_gives_the_same_gradients() {
    let mut answer = trainer(with(GeneratorTurnForm::TwoOptimizers));
    let mut stacked = trainer(with(GeneratorTurnForm::StackedFrozen));
    stacked.watch(true);
    for _ in 0..5 {
        assert_eq!(answer.step().unwrap(), stacked.step().unwrap());
        let turn = stacked.anatomy().unwrap().generator.as_ref().unwrap();
        assert_eq!(turn.stacked_difference, Some(0.0));
    }
    assert_eq!(weights(answer.generator()), weights(stacked.generator()));
    assert_eq!(weights(answer.discriminator()), weights(stacked.discriminator()));
    let statistics = |trainer: &Trainer| {
        trainer.discriminator().running_statistics().iter().map(|it| elements(it.variable)).collect::<Vec<_>>()
    };
    assert_eq!(statistics(&answer), statistics(&stacked), "measuring the difference leaves no trace");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn freezing_forgotten_d_learns_to_call_fakes_real() {
    let mut unfrozen = trainer(with(GeneratorTurnForm::StackedUnfrozen));
    unfrozen.watch(true);
    let reports = steps(&mut unfrozen, 30);
    let moved = unfrozen.anatomy().unwrap().generator.as_ref().unwrap().moved;
    assert!(moved.discriminator > 0.0 && moved.generator > 0.0);
    let frozen = steps(&mut trainer(with(GeneratorTurnForm::TwoOptimizers)), 30);
    assert!(reports[29].generator_loss < frozen[29].generator_loss, "D gives way");
}
