//! A run as a file: it goes on as if it had never stopped, and a file that is anything else is refused in a sentence.

use crate::support::{SHARD_IMAGES, SHARD_LABELS, elements, shard, small_configuration, steps, trainer};
use dcgan_wasm::model::Network;
use dcgan_wasm::trainer::Shown;
use dcgan_wasm::{Conditioning, Configuration, Dataset, Error, GeneratorTurnForm, Preset, StepReport, Trainer};
use safetensors::tensor::{TensorView, serialize};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use wasm_bindgen_test::wasm_bindgen_test;

/// Steps before the file is written, and after it; in a browser fewer of a smaller data set. Either way the images are put into a new
/// order between the two.
const STEPS: [usize; 2] = if cfg!(target_arch = "wasm32") { [7, 12] } else { [250, 200] };
const IMAGES_IN_BROWSER: usize = 160;

/// The bundled images, read once.
fn images() -> &'static Dataset {
    static IMAGES: OnceLock<Arc<Dataset>> = OnceLock::new();
    IMAGES.get_or_init(shard)
}

fn restored(file: &[u8]) -> Trainer {
    Trainer::restore(file, images()).expect("the file is whole").trainer
}

/// Everything that a run has to show for itself, in bits.
fn state(trainer: &Trainer) -> Vec<Vec<f64>> {
    let (generator, average) = (trainer.generator().variables(), trainer.averaged_generator().variables());
    let variables = [generator, average, trainer.discriminator().variables()].concat();
    variables.iter().map(|named| elements(named.variable)).collect()
}

/// Trains on after a file was written, in the run itself and in the one that the file holds.
fn check_continuation(configuration: Configuration, [before, after]: [usize; 2]) {
    let mut run = trainer(configuration);
    steps(&mut run, before);
    run.fresh_images(Shown::Average, 5).unwrap();
    run.quiz().unwrap();
    let file = run.checkpoint("", &[]).unwrap();

    let mut resumed = restored(&file);
    assert_eq!(resumed.checkpoint("", &[]).unwrap(), file, "a run that was read is written as the same bytes");
    assert_eq!((resumed.steps_taken(), resumed.configuration()), (before as u64, run.configuration()));
    let reports: Vec<StepReport> = steps(&mut run, after);
    assert_eq!(steps(&mut resumed, after), reports);
    assert_eq!(state(&resumed), state(&run));
    let [fresh, expected] = [&mut resumed, &mut run].map(|run| run.fresh_images(Shown::Raw, 7).unwrap());
    assert_eq!((elements(&fresh.images), fresh.classes), (elements(&expected.images), expected.classes));
    assert_eq!(resumed.quiz().unwrap().pixels, run.quiz().unwrap().pixels);
    assert_eq!(resumed.checkpoint("", &[]).unwrap(), run.checkpoint("", &[]).unwrap());
}

/// The preset, with so few images in a browser that some steps visit them all.
fn preset(preset: &Preset) -> Configuration {
    let image_limit = if cfg!(target_arch = "wasm32") { IMAGES_IN_BROWSER } else { 0 };
    Configuration { image_limit, ..preset.configuration.clone() }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_default_run_goes_on_bit_for_bit() {
    check_continuation(preset(&Preset::ALL[0]), STEPS);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_plain_run_goes_on_bit_for_bit() {
    check_continuation(preset(&Preset::PLAIN), STEPS);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn runs_of_every_form_go_on_bit_for_bit() {
    let small = || Configuration { image_limit: 50, ..small_configuration() };
    for configuration in [
        Configuration { generator_turn: GeneratorTurnForm::StackedUnfrozen, ..small() },
        Configuration { batch_normalization: false, kernel_size: 5, ..small() },
        Configuration { conditioning: Conditioning::Clusters, cluster_count: 3, ..small() },
        // A number whose shortest decimal has 17 digits.
        Configuration { average_decay: 0.1 + 0.2, ..small() },
    ] {
        check_continuation(configuration, [9, STEPS[1]]);
    }
}

/// A small run that has taken three steps, with notes and history.
fn small_file() -> Vec<u8> {
    let mut run = trainer(small_configuration());
    steps(&mut run, 3);
    run.checkpoint("{\"a\": \"ё\"}", &[1.5, f32::NAN, -0.0]).unwrap()
}

#[wasm_bindgen_test(unsupported = test)]
pub fn notes_and_history_come_back_as_they_were() {
    let restored = Trainer::restore(&small_file(), images()).unwrap();
    assert_eq!(restored.notes, "{\"a\": \"ё\"}");
    let bits: Vec<u32> = restored.history.iter().map(|number| number.to_bits()).collect();
    assert_eq!(bits, [1.5, f32::NAN, -0.0].map(f32::to_bits));

    let run = trainer(small_configuration());
    assert!(
        run.checkpoint(&"\u{1}".repeat(1 << 16), &[0.0; 1 << 17]).is_ok_and(|file| length_of_notes(&file) == 1 << 16)
    );
    assert!(matches!(run.checkpoint(&"n".repeat((1 << 16) + 1), &[]), Err(Error::OutOfRange { .. })));
    assert!(matches!(run.checkpoint("", &[0.0; (1 << 17) + 1]), Err(Error::OutOfRange { .. })));
}

fn length_of_notes(file: &[u8]) -> usize {
    Trainer::restore(file, images()).expect("the file is whole").notes.len()
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_half_taken_step_is_finished_first() {
    let mut run = trainer(small_configuration());
    run.take_turn().unwrap();
    assert!(matches!(run.checkpoint("", &[]), Err(Error::HalfStep)));
    run.take_turn().unwrap();
    assert_eq!(restored(&run.checkpoint("", &[]).unwrap()).steps_taken(), 1);
}

/// The sentence that refuses a file.
fn refusal_on(file: &[u8], dataset: &Dataset) -> String {
    let error = Trainer::restore(file, dataset).err().expect("the file is refused");
    assert!(matches!(error, Error::Checkpoint(_)), "{error}");
    let sentence = error.to_string();
    assert!(sentence.starts_with("The run cannot be restored: ") && sentence.ends_with('.'), "{sentence}");
    sentence
}

fn refusal(file: &[u8]) -> String {
    refusal_on(file, images())
}

#[wasm_bindgen_test(unsupported = test)]
pub fn files_of_another_kind_and_pieces_of_files_are_refused() {
    let file = small_file();
    for length in (0..64).chain((64..file.len()).step_by(4099)).chain([file.len() - 1]) {
        refusal(&file[..length]);
    }
    refusal(&[&file[..], &[0]].concat());
    refusal(SHARD_IMAGES);
    let weights = trainer(small_configuration()).weights(HashMap::new()).unwrap();
    assert!(refusal(&weights).contains("it holds no run"));
    let mut endless = file.clone();
    endless[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(refusal(&endless).contains("its header is longer"));
    endless[..8].copy_from_slice(&(1u64 << 21).to_le_bytes());
    assert!(refusal(&endless).contains("its header is longer"));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_flipped_bit_is_noticed_wherever_it_is() {
    let file = small_file();
    let header = 8 + u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
    // A step that is odd, so that every bit of a byte has its turn.
    let stride = if cfg!(target_arch = "wasm32") { 641 } else { 131 };
    for byte in (0..header).step_by(7).chain((header..file.len()).step_by(stride)).chain(file.len() - 4..file.len()) {
        let mut damaged = file.clone();
        damaged[byte] ^= 1 << (byte % 8);
        refusal(&damaged);
    }
}

/// What a file holds, to be changed.
struct Opened {
    about: Value,
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Opened {
    fn tensor(&mut self, name: &str) -> &mut (String, Dtype, Vec<usize>, Vec<u8>) {
        self.tensors.iter_mut().find(|tensor| tensor.0 == name).expect("there is such a tensor")
    }

    /// Writes a number over the first of a tensor's.
    fn put(&mut self, name: &str, number: [u8; 4]) {
        self.tensor(name).3[..4].copy_from_slice(&number);
    }
}

/// A small run's file with something changed, and a checksum that fits.
fn changed(change: impl FnOnce(&mut Opened)) -> Vec<u8> {
    let file = small_file();
    let (_, metadata) = SafeTensors::read_metadata(&file).unwrap();
    let about = &metadata.metadata().as_ref().unwrap()["checkpoint"];
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let copy = |(name, view): (String, TensorView)| (name, view.dtype(), view.shape().to_vec(), view.data().to_vec());
    let tensors = tensors.tensors().into_iter().map(copy).collect();
    let mut opened = Opened { about: serde_json::from_str(about).unwrap(), tensors };
    change(&mut opened);
    let views = opened.tensors.iter().map(|(name, dtype, shape, data)| {
        (name, TensorView::new(*dtype, shape.clone(), data).expect("the shape fits"))
    });
    let about = HashMap::from([("checkpoint".to_owned(), opened.about.to_string())]);
    let mut file = serialize(views, Some(about)).unwrap();
    let contents = file.len() - 4;
    let checksum = crc32fast::hash(&file[..contents]);
    file[contents..].copy_from_slice(&checksum.to_le_bytes());
    file
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_changed_file_of_these_tests_is_read_where_nothing_is_changed() {
    assert_eq!(restored(&changed(|_| ())).steps_taken(), 3);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn contents_that_do_not_fit_together_are_refused() {
    type Change = fn(&mut Opened);
    let cases: [(&str, Change); 27] = [
        ("it is of version 2, and version 1 can be read", |file| file.about["version"] = 2.into()),
        ("it does not tell its version", |file| file.about["version"] = "1".into()),
        ("it cannot be read", |file| file.about["more"] = 1.into()),
        ("it cannot be read", |file| file.about["stepsTaken"] = (-1).into()),
        ("it cannot be read", |file| file.about["configuration"]["generatorLoss"] = "wasserstein".into()),
        ("it counts more steps", |file| file.about["stepsTaken"] = u64::MAX.into()),
        ("it counts more steps", |file| file.about["generatorUpdates"] = u64::MAX.into()),
        ("a setting is outside its permitted range", |file| {
            file.about["configuration"]["baseWidth"] = 1_000_000.into()
        }),
        ("generator.fc.weight has the shape", |file| file.about["configuration"]["baseWidth"] = 5.into()),
        ("generator.fc.bias is missing", |file| file.about["configuration"]["batchNormalization"] = false.into()),
        ("it was trained on other images", |file| file.about["configuration"]["imageLimit"] = 4000.into()),
        ("is not finite", |file| file.put("generator.deconv1.weight", f32::NAN.to_le_bytes())),
        ("is not finite", |file| file.put("average.bn0.running_var", f32::INFINITY.to_le_bytes())),
        ("is not finite", |file| {
            file.put("adam.discriminator.square.discriminator.fc.weight", f32::NEG_INFINITY.to_le_bytes())
        }),
        ("a setting is outside its permitted range", |file| {
            file.tensor("fractions").3[..8].copy_from_slice(&f64::NAN.to_le_bytes())
        }),
        ("average.fc.weight is of type U32", |file| file.tensor("average.fc.weight").1 = Dtype::U32),
        ("below zero", |file| file.put("discriminator.bn2.running_var", (-1e-9f32).to_le_bytes())),
        ("below zero", |file| {
            file.put("adam.generator.square.generator.fc.weight", (-1f32).to_le_bytes());
        }),
        ("beyond 1e20", |file| file.put("adam.generator.mean.generator.fc.weight", (-1.1e20f32).to_le_bytes())),
        ("it counts more random numbers", |file| file.about["latentsPosition"] = u64::MAX.into()),
        ("its notes are longer", |file| file.about["notes"] = "n".repeat((1 << 16) + 1).into()),
        ("its history is longer", |file| {
            let length = (1 << 17) + 1;
            (file.tensor("history").2, file.tensor("history").3) = (vec![length], vec![0; 4 * length]);
        }),
        ("it is too short for networks of its size", |file| file.about["configuration"]["baseWidth"] = 128.into()),
        ("history is missing", |file| file.tensors.retain(|tensor| tensor.0 != "history")),
        ("it holds tensors that belong to no run", |file| {
            file.tensors.push(("more".to_owned(), Dtype::F32, vec![1], vec![0; 4]))
        }),
        ("its order does not visit every image once", |file| file.put("order", 4096u32.to_le_bytes())),
        ("its order does not visit every image once", |file| file.about["imagesVisited"] = 4097.into()),
    ];
    for (problem, change) in cases {
        let sentence = refusal(&changed(change));
        assert!(sentence.contains(problem), "{sentence} tells of something else than that {problem}");
    }
    let twice = changed(|file| {
        let (first, second) = file.tensor("order").3.split_at_mut(4);
        first.copy_from_slice(&second[..4]);
    });
    assert!(refusal(&twice).contains("its order does not visit every image once"));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_run_that_could_not_be_read_again_is_not_written() {
    let run = trainer(small_configuration());
    let variance = run.generator().running_statistics()[1].variable.clone();
    variance.set(&(variance.as_tensor() * f64::INFINITY).unwrap()).unwrap();
    let error = run.checkpoint("", &[]).unwrap_err();
    assert!(error.to_string().contains("a running statistic of the generator's layer bn0"), "{error}");
}

/// A batch's own variance that is infinite makes every normalised number 0, and the losses look sound.
#[wasm_bindgen_test(unsupported = test)]
pub fn a_running_statistic_that_overflows_stops_the_run() {
    let mut run = trainer(small_configuration());
    let scales = run.generator().parameters().into_iter().find(|named| named.full_name() == "bn0.weight");
    let scales = scales.expect("G normalises its first layer").variable.clone();
    scales.set(&(scales.as_tensor() * 1e20).unwrap()).unwrap();
    let before = state(&run)[0].clone();
    let error = run.step().unwrap_err();
    assert!(error.to_string().contains("a running statistic of the generator's layer bn1"), "{error}");
    assert_eq!(state(&run)[0], before, "the update is not made");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn other_images_are_refused() {
    let file = small_file();
    let other = "it was trained on other images";
    assert!(refusal_on(&file, &images().first(4095)).contains(other));
    let mut labels = SHARD_LABELS.to_vec();
    let dataset = |labels: &[u8]| Dataset::from_idx(SHARD_IMAGES, labels).unwrap();
    if labels.starts_with(&[0x1f, 0x8b]) {
        labels = [&[0, 0, 8, 1, 0, 0, 16, 0], dataset(&labels).labels()].concat();
    }
    assert!(Trainer::restore(&file, &dataset(&labels)).is_ok());
    labels[8] = (labels[8] + 1) % 10;
    assert!(refusal_on(&file, &dataset(&labels)).contains(other));
}
