//! Moments to which one can go back, and questions to a run that change nothing of it.

use crate::support::{shard, small_configuration, small_labelled_configuration, steps, trainer};
use candle_core::{DType, Tensor};
use dcgan_wasm::layers::Mode;
use dcgan_wasm::model::{Generator, Network};
use dcgan_wasm::trainer::{Corner, Moment, QUIZ_COUNT, SAMPLE_COUNT, Shown};
use dcgan_wasm::{Configuration, Error, IMAGE_PIXELS, StepReport, Trainer};
use safetensors::SafeTensors;
use std::collections::HashMap;
use wasm_bindgen_test::wasm_bindgen_test;

/// A run of three steps, kept there, and its next three steps.
fn kept() -> (Trainer, Moment, Vec<StepReport>) {
    let mut trainer = trainer(small_labelled_configuration());
    steps(&mut trainer, 3);
    let moment = trainer.keep().expect("no step is half taken");
    let reports = steps(&mut trainer, 3);
    (trainer, moment, reports)
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_branch_with_the_same_settings_repeats_the_run() {
    let (mut trainer, moment, reports) = kept();
    assert_eq!(moment.steps_taken(), 3);
    let values: usize = trainer.generator().parameters().iter().map(|it| it.variable.elem_count()).sum();
    assert!(moment.bytes() > 4 * 4 * values, "weights, their average and two moments each: {} bytes", moment.bytes());
    let mut branch = trainer.branch(&moment, small_labelled_configuration()).unwrap();
    assert_eq!(steps(&mut branch, 3), reports);
    for shown in [Shown::Average, Shown::Raw] {
        assert_eq!(branch.samples(shown, None).unwrap(), trainer.samples(shown, None).unwrap());
    }
    let fresh = |trainer: &mut Trainer| trainer.fresh_images(Shown::Raw, 3).unwrap().images.to_vec1_of_all();
    assert_eq!(fresh(&mut branch), fresh(&mut trainer));
}

trait ToVec {
    fn to_vec1_of_all(&self) -> Vec<f32>;
}

impl ToVec for Tensor {
    fn to_vec1_of_all(&self) -> Vec<f32> {
        self.flatten_all().unwrap().to_vec1().unwrap()
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_branch_takes_other_settings_but_no_other_networks() {
    let (trainer, moment, reports) = kept();
    let mut faster = small_labelled_configuration();
    faster.generator_adam.learning_rate *= 2.0;
    let mut branch = trainer.branch(&moment, faster).unwrap();
    let branched = steps(&mut branch, 3);
    assert_eq!((branched[0].step, branched[2].step), (4, 6));
    assert_eq!(branched[0].generator_loss, reports[0].generator_loss, "the change tells after the first update");
    assert_ne!(branched[2].generator_loss, reports[2].generator_loss);

    for other in [
        Configuration { base_width: 5, ..small_labelled_configuration() },
        Configuration { seed: 9, ..small_labelled_configuration() },
        Configuration { latent_size: 7, ..small_labelled_configuration() },
        small_configuration(),
    ] {
        assert!(matches!(trainer.branch(&moment, other), Err(Error::Branch(_))));
    }
    let wild = Configuration { average_decay: 2.0, ..small_labelled_configuration() };
    assert!(matches!(trainer.branch(&moment, wild), Err(Error::OutOfRange { .. })));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn half_a_step_cannot_be_kept() {
    let mut trainer = trainer(small_labelled_configuration());
    trainer.take_turn().unwrap();
    assert!(matches!(trainer.keep(), Err(Error::HalfStep)));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_corners_of_the_square_are_the_samples_then_and_now() {
    let (trainer, moment, _) = kept();
    let then = {
        let (branch, shown) = (trainer.branch(&moment, small_labelled_configuration()).unwrap(), Shown::Raw);
        branch.samples(shown, None).unwrap()
    };
    let now = trainer.samples(Shown::Raw, None).unwrap();
    let corners = [5, 6, 17, 63].map(|sample| Corner { sample, digit: None });
    let points = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
    for (moment, samples) in [(Some(&moment), then), (None, now)] {
        let drawn = trainer.imagine(Shown::Raw, moment, corners, &points).unwrap();
        for (image, corner) in drawn.chunks_exact(IMAGE_PIXELS).zip(corners) {
            let sample = &samples[corner.sample * IMAGE_PIXELS..][..IMAGE_PIXELS];
            let worst = image.iter().zip(sample).map(|(&one, &other)| one.abs_diff(other)).max();
            assert!(worst <= Some(1), "sample {} differs by {worst:?}", corner.sample);
        }
    }
    let seven = Corner { sample: 3, digit: Some(7) };
    let sevens = trainer.samples(Shown::Average, Some(7)).unwrap();
    let drawn = trainer.imagine(Shown::Average, None, [seven; 4], &[[0.3, 0.6]]).unwrap();
    assert_eq!(drawn, &sevens[3 * IMAGE_PIXELS..][..IMAGE_PIXELS]);

    let beyond = Corner { sample: SAMPLE_COUNT, digit: None };
    assert!(matches!(trainer.imagine(Shown::Raw, None, [beyond; 4], &points), Err(Error::OutOfRange { .. })));
    let other = crate::support::trainer(small_configuration());
    assert!(matches!(other.imagine(Shown::Raw, Some(&moment), corners, &points), Err(Error::Branch(_))));
}

/// What D tells of a pixel is what its logit does when the pixel changes.
#[wasm_bindgen_test(unsupported = test)]
pub fn wishes_are_the_slope_of_the_logit() {
    let mut trainer = trainer(small_labelled_configuration());
    steps(&mut trainer, 20);
    let drawn: Vec<u8> = shard().image(40).iter().map(|&pixel| pixel / 2 + 60).collect();
    let opinion = trainer.ask(&drawn, Some(3)).unwrap();
    assert_eq!(opinion.digit, Some(3));
    assert_eq!(opinion.wishes.len(), IMAGE_PIXELS);
    let strongest = (0..IMAGE_PIXELS).max_by(|&a, &b| opinion.wishes[a].abs().total_cmp(&opinion.wishes[b].abs()));
    for pixel in [strongest.unwrap(), 14 * 28 + 14] {
        let logit_with = |change: i16| {
            let mut changed = drawn.clone();
            changed[pixel] = (i16::from(changed[pixel]) + change) as u8;
            trainer.ask(&changed, Some(3)).unwrap().logit
        };
        let slope = (logit_with(4) - logit_with(-4)) / (8.0 / 127.5);
        let told = opinion.wishes[pixel];
        assert!((slope - told).abs() < 0.05 * told.abs() + 2e-3, "pixel {pixel}: {told} is told, {slope} measured");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn d_takes_an_image_for_the_class_that_it_resembles() {
    let trainer = trainer(small_labelled_configuration());
    let shard = shard();
    let right = (0..50).filter(|&index| {
        let opinion = trainer.ask(shard.image(index), None).unwrap();
        opinion.digit == Some(shard.labels()[index])
    });
    assert!(right.count() >= 35, "most images lie nearest to the mean of their digit");
    let untold = crate::support::trainer(small_configuration());
    assert_eq!(untold.ask(shard.image(0), None).unwrap().digit, None);
    assert!(matches!(trainer.ask(&[0; 3], None), Err(Error::ImageSize(3))));
    assert!(matches!(trainer.ask(shard.image(0), Some(10)), Err(Error::OutOfRange { .. })));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_quiz_holds_real_and_generated_images() {
    let mut trainer = trainer(small_labelled_configuration());
    steps(&mut trainer, 5);
    let shard = shard();
    let mut real = 0;
    for _ in 0..4 {
        let quiz = trainer.quiz().unwrap();
        assert_eq!((quiz.logits.len(), quiz.pixels.len()), (QUIZ_COUNT, QUIZ_COUNT * IMAGE_PIXELS));
        for (image, &is_real) in quiz.pixels.chunks_exact(IMAGE_PIXELS).zip(&quiz.are_real) {
            assert_eq!((0..shard.len()).any(|index| shard.image(index) == image), is_real);
        }
        real += quiz.are_real.iter().filter(|&&is_real| is_real).count();
    }
    assert!((5..35).contains(&real), "{real} of 40 are real");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn no_question_changes_the_run() {
    let (mut asked, mut alone) = (trainer(small_labelled_configuration()), trainer(small_labelled_configuration()));
    let moment = asked.keep().unwrap();
    let corners = [Corner { sample: 0, digit: None }; 4];
    for _ in 0..3 {
        asked.ask(shard().image(1), None).unwrap();
        asked.quiz().unwrap();
        asked.imagine(Shown::Raw, Some(&moment), corners, &[[0.5, 0.5]]).unwrap();
        assert_eq!(asked.step().unwrap(), alone.step().unwrap());
    }
    assert_eq!(asked.weights(HashMap::new()).unwrap(), alone.weights(HashMap::new()).unwrap());
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_weights_file_holds_everything_to_draw_the_same() {
    let mut trainer = trainer(small_labelled_configuration());
    steps(&mut trainer, 3);
    let bytes = trainer.weights(HashMap::from([("configuration".into(), "{}".into())])).unwrap();
    let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(metadata.metadata().as_ref().unwrap()["configuration"], "{}");
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let read = |name: &str| {
        let view = file.tensor(name).unwrap_or_else(|_| panic!("{name} is missing"));
        let numbers: Vec<f32> = view.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        Tensor::from_vec(numbers, view.shape(), &candle_core::Device::Cpu).unwrap()
    };
    let classes: Vec<u32> = {
        let view = file.tensor("classes").unwrap();
        view.data().as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes) as u32).collect()
    };
    let generator =
        Generator::new(&Configuration { seed: 77, ..small_labelled_configuration() }, DType::F32).expect("it is valid");
    let names = |network: &str| -> HashMap<String, Tensor> {
        let variables = [generator.parameters(), generator.running_statistics()].concat();
        variables.iter().map(|it| (it.full_name(), read(&format!("{network}.{}", it.full_name())))).collect()
    };
    for (network, is_the_one) in [("average", true), ("generator", false)] {
        generator.load_parameters(&names(network)).unwrap();
        generator.load_running_statistics(&names(network)).unwrap();
        let drawn = generator.forward(&read("latents"), classes.clone(), Mode::Inference).unwrap();
        assert_eq!(drawn.images.to_vec1_of_all() == read("images").to_vec1_of_all(), is_the_one, "{network}");
    }
    assert!(file.names().contains(&"discriminator.conv2.weight"));
}
