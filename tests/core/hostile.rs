//! Thousands of damaged and malicious inputs, the same each time: each is refused in a sentence or is what it should be, within a bound
//! of memory, and a run that is under way never notices.

use crate::support::{dataset, elements, shard, steps};
use dcgan_wasm::model::Network;
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::trainer::Restored;
use dcgan_wasm::{
    Conditioning, Configuration, Dataset, Error, GeneratorTurnForm, IMAGE_PIXELS, Preset, Trainer, objects,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Inputs of each kind; in a browser fewer.
const INPUTS: usize = if cfg!(target_arch = "wasm32") { 500 } else { 10_000 };

/// A file that must go on being read: a narrow run of the format's version 1.
const VERSION_1: &[u8] = include_bytes!("../golden/run_version_1.safetensors");

/// The same run, which the page wrote in a browser.
const OF_BROWSER: &[u8] = include_bytes!("../golden/run_of_browser_version_1.safetensors");

/// Memory that a file may claim before it is refused, for each of its bytes, and beside that.
#[cfg(not(target_arch = "wasm32"))]
const BYTES_PER_BYTE: u64 = 40;
#[cfg(not(target_arch = "wasm32"))]
const BYTES_BESIDE: u64 = 1 << 22;

/// Chance, the same each time.
struct Chance(Random);

impl Chance {
    fn new() -> Self {
        Self(Random::new(7, Purpose::Latents))
    }

    fn below(&mut self, count: usize) -> usize {
        (self.0.unit_interval() * count as f64) as usize
    }

    fn happens(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most + 1)).map(|_| self.below(256) as u8).collect()
    }
}

/// Calls `read`, whose memory may not grow with what its input of `length` bytes claims to be.
#[cfg(not(target_arch = "wasm32"))]
fn within_bounds<T>(length: usize, read: impl FnOnce() -> T) -> T {
    let mut result = None;
    let claimed = allocation_counter::measure(|| result = Some(read())).bytes_max;
    let most = BYTES_BESIDE + BYTES_PER_BYTE * length as u64;
    assert!(claimed <= most, "a file of {length} bytes claimed {claimed} bytes of memory, where {most} may be");
    result.expect("it has been read")
}

#[cfg(target_arch = "wasm32")]
fn within_bounds<T>(_length: usize, read: impl FnOnce() -> T) -> T {
    read()
}

fn check_sentence(error: &Error) {
    let sentence = error.to_string();
    assert!(sentence.starts_with(|first: char| first.is_ascii_uppercase()) && sentence.ends_with('.'), "{sentence}");
    assert!(!matches!(error, Error::Tensor(_)), "{sentence}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

/// A way to damage any bytes.
type Damage = fn(&mut Chance, &mut Vec<u8>);

const DAMAGES: [Damage; 6] = [
    |chance, bytes| flip_bits(chance, bytes),
    cut,
    leave_out,
    put_in,
    repeat,
    |chance, bytes| overwrite(chance, bytes),
];

fn flip_bits(chance: &mut Chance, bytes: &mut [u8]) {
    for _ in 0..=chance.below(8) {
        let place = chance.below(bytes.len());
        bytes[place] ^= 1 << chance.below(8);
    }
}

fn cut(chance: &mut Chance, bytes: &mut Vec<u8>) {
    bytes.truncate(chance.below(bytes.len()));
}

fn leave_out(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let start = chance.below(bytes.len());
    let end = (start + 1 + chance.below(64)).min(bytes.len());
    bytes.drain(start..end);
}

fn put_in(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let (place, more) = (chance.below(bytes.len()), chance.bytes(64));
    bytes.splice(place..place, more);
}

fn repeat(chance: &mut Chance, bytes: &mut Vec<u8>) {
    let start = chance.below(bytes.len());
    let piece = bytes[start..(start + 1 + chance.below(512)).min(bytes.len())].to_vec();
    let place = chance.below(bytes.len());
    bytes.splice(place..place, piece);
}

fn overwrite(chance: &mut Chance, bytes: &mut [u8]) {
    let (place, more) = (chance.below(bytes.len()), chance.bytes(64));
    let end = (place + more.len()).min(bytes.len());
    bytes[place..end].copy_from_slice(&more[..end - place]);
}

/// Puts something malicious in place of one value, at any depth.
fn tamper(chance: &mut Chance, value: &mut Value) {
    let inner: Vec<&mut Value> = match value {
        Value::Object(entries) => entries.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    if inner.is_empty() || chance.happens(12) {
        *value = malicious(chance, value);
        return;
    }
    let chosen = chance.below(inner.len());
    tamper(chance, inner.into_iter().nth(chosen).expect("it is below the count"));
}

fn malicious(chance: &mut Chance, value: &Value) -> Value {
    let nearby = value.as_u64().map_or(json!(1), |number| json!(number.wrapping_add(1)));
    let doubled = value.as_u64().map_or(json!(2), |number| json!(number.wrapping_mul(2)));
    let deep = (0..100).fold(json!(0), |inner, _| json!([inner]));
    let names = ["F64", "U8", "BF16", "labels", "clusters", "stackedUnfrozen", "minimax", "ё\u{0}"].map(Value::from);
    let numbers = [json!(-1), json!(0), json!(1e308), json!(0.5), json!(u64::MAX), json!(u32::MAX), json!(1u64 << 53)];
    let others = [json!(null), json!(true), json!([]), json!({}), json!("n".repeat(1 << 17)), nearby, doubled, deep];
    chance.of(&[&names[..], &numbers, &others].concat())
}

/// Eight images, each digit of which is told.
fn few_images() -> Arc<Dataset> {
    let pixels: Vec<u8> = (0..8 * IMAGE_PIXELS).map(|place| (place * place % 251) as u8).collect();
    Arc::new(dataset(&pixels, &[0, 1, 2, 3, 4, 5, 8, 9]))
}

/// Narrow runs of every form.
fn narrow_configurations() -> [Configuration; 5] {
    let narrow = || Configuration { base_width: 1, latent_size: 2, batch_size: 2, ..Preset::PLAIN.configuration };
    [
        narrow(),
        Configuration { conditioning: Conditioning::Labels, ..narrow() },
        Configuration { conditioning: Conditioning::Clusters, cluster_count: 3, ..narrow() },
        Configuration { generator_turn: GeneratorTurnForm::StackedUnfrozen, kernel_size: 5, ..narrow() },
        Configuration { batch_normalization: false, image_limit: 5, ..narrow() },
    ]
}

fn narrow_file(configuration: Configuration, dataset: &Arc<Dataset>) -> Vec<u8> {
    let mut run = Trainer::new(configuration, Arc::clone(dataset)).expect("the configuration is valid");
    steps(&mut run, 2);
    run.checkpoint("notes", &[0.5, 0.25]).expect("no step is half taken")
}

/// A checkpoint's header and what follows it.
fn parts(file: &[u8]) -> (Value, &[u8]) {
    let (length, rest) = file.split_first_chunk().expect("a file has the length of its header");
    let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    (serde_json::from_slice(header).expect("a header is JSON"), data)
}

fn assembled(header: &[u8], data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header, data].concat()
}

/// Makes the checksum right again.
fn seal(file: &mut [u8]) {
    if let Some((contents, checksum)) = file.split_last_chunk_mut() {
        *checksum = crc32fast::hash(contents).to_le_bytes();
    }
}

fn tamper_with_tensors(chance: &mut Chance, file: &[u8]) -> Vec<u8> {
    let (mut header, data) = parts(file);
    tamper(chance, &mut header);
    assembled(header.to_string().as_bytes(), data)
}

/// Tampers with the run's own JSON, which is a text in the header.
fn tamper_with_run(chance: &mut Chance, file: &[u8]) -> Vec<u8> {
    let (mut header, data) = parts(file);
    let text = header["__metadata__"]["checkpoint"].as_str().expect("a checkpoint has its entry").to_owned();
    let mut about: Value = serde_json::from_str(&text).expect("the entry is JSON");
    match chance.below(8) {
        0 => about["version"] = json!(chance.below(5)),
        1 => about = json!({ "version": 1, "configuration": Map::new() }),
        _ => tamper(chance, &mut about),
    }
    let mut text = about.to_string();
    if chance.happens(8) {
        text = text.replace("0.0002", "1e999").replacen('{', "{\"version\":1,", 1);
    }
    header["__metadata__"]["checkpoint"] = text.into();
    assembled(header.to_string().as_bytes(), data)
}

/// Writes numbers among the weights that no run has, or some that it might.
fn poison(chance: &mut Chance, file: &[u8]) -> Vec<u8> {
    let numbers = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, -1.0, f32::MIN_POSITIVE / 4.0, -0.0];
    let mut file = file.to_vec();
    let data = 8 + u64::from_le_bytes(*file.first_chunk().expect("a file has a length")) as usize;
    for _ in 0..=chance.below(3) {
        let place = data + chance.below((file.len() - data) / 4) * 4;
        file[place..place + 4].copy_from_slice(&chance.of(&numbers).to_le_bytes());
    }
    file
}

fn other_length(chance: &mut Chance, file: &[u8]) -> Vec<u8> {
    let own = u64::from_le_bytes(*file.first_chunk().expect("a file has a length"));
    let lengths = [0, 1, 2, own - 1, own + 1, 2 * own, 1 << 20, (1 << 20) + 1, 1 << 32, u64::MAX - 7, u64::MAX];
    let mut file = file.to_vec();
    file[..8].copy_from_slice(&chance.of(&lengths).to_le_bytes());
    file
}

/// The header of one run before the numbers of another.
fn crossed(chance: &mut Chance, file: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let other = chance.of(others);
    let (header, _) = parts(file);
    assembled(header.to_string().as_bytes(), parts(&other).1)
}

/// Archives and bombs: nothing in a checkpoint is packed, so that all of them are another kind of file.
fn packed(chance: &mut Chance, file: &[u8]) -> Vec<u8> {
    match chance.below(4) {
        0 => gzip(file),
        1 => gzip(&vec![0; 1 << 20]),
        2 => [b"PK\x03\x04", file].concat(),
        _ => {
            let header = format!("{{\"__metadata__\":{{\"checkpoint\":\"{}\"}}}}", "[".repeat(1 << 17));
            assembled(header.as_bytes(), &[0; 4])
        }
    }
}

fn mutated(chance: &mut Chance, files: &[Vec<u8>]) -> Vec<u8> {
    let file = chance.of(files);
    let mut file = match chance.below(10) {
        0 | 1 => tamper_with_tensors(chance, &file),
        2..=4 => tamper_with_run(chance, &file),
        5 => poison(chance, &file),
        6 => other_length(chance, &file),
        7 => crossed(chance, &file, files),
        8 if chance.happens(4) => packed(chance, &file),
        _ => {
            let mut file = file;
            let damage = chance.of(&DAMAGES);
            damage(chance, &mut file);
            file
        }
    };
    // A checksum that is wrong hides all that is behind it.
    if !chance.happens(4) {
        seal(&mut file);
    }
    file
}

fn state(trainer: &Trainer) -> Vec<Vec<f64>> {
    let networks = [trainer.generator().variables(), trainer.averaged_generator().variables()].concat();
    let variables = [networks, trainer.discriminator().variables()].concat();
    variables.iter().map(|named| elements(named.variable)).collect()
}

/// A run that was read is one that could have been: it holds nothing but numbers, can be written again, and goes on or says why not.
fn check_accepted(restored: Restored, dataset: &Dataset) {
    let Restored { mut trainer, notes, history } = restored;
    trainer.configuration().validate().expect("settings have been checked");
    assert!(state(&trainer).iter().flatten().all(|number| number.is_finite()));
    let file = trainer.checkpoint(&notes, &history).expect("what was read can be written");
    assert!(Trainer::restore(&file, dataset).is_ok());
    match trainer.step() {
        Ok(_) => assert!(state(&trainer).iter().flatten().all(|number| number.is_finite())),
        Err(error) => check_sentence(&error),
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn mutated_checkpoints_are_refused_or_are_runs_and_change_nothing() {
    let (chance, images) = (&mut Chance::new(), few_images());
    let files = narrow_configurations().map(|configuration| narrow_file(configuration, &images));
    let run = || Trainer::new(narrow_configurations()[1].clone(), few_images()).expect("the settings are valid");
    let (mut under_way, mut undisturbed) = (run(), run());
    let mut accepted = 0;
    for _ in 0..INPUTS {
        let file = mutated(chance, &files);
        match within_bounds(file.len(), || Trainer::restore(&file, &images)) {
            Ok(restored) => {
                accepted += 1;
                check_accepted(restored, &images);
            }
            Err(error) => {
                assert!(matches!(error, Error::Checkpoint(_)), "{error}");
                check_sentence(&error);
            }
        }
    }
    assert!(
        accepted > INPUTS / 100,
        "only {accepted} mutants were read: they are caught too early to test what is behind"
    );
    assert!(accepted < INPUTS / 2, "{accepted} mutants were read: they are hardly damaged");
    assert_eq!(steps(&mut under_way, 5), steps(&mut undisturbed, 5));
    assert_eq!(state(&under_way), state(&undisturbed));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn mutated_images_and_labels_are_refused_or_are_a_data_set() {
    let chance = &mut Chance::new();
    let idx = |words: &[u32], elements: &[u8]| {
        [&words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>()[..], elements].concat()
    };
    let images = idx(&[0x803, 3, 28, 28], &[7; 3 * IMAGE_PIXELS]);
    let labels = idx(&[0x801, 3], &[1, 2, 3]);
    let bomb = gzip(&idx(&[0x803, 3, 28, 28], &vec![0; 16 << 20]));
    let images = [images.clone(), gzip(&images), bomb];
    let labels = [labels.clone(), gzip(&labels)];
    let words = [0, 1, 2, 4, 28, 300_000, 300_001, 0x801, 0x803, u32::MAX / 784 + 1, 1 << 31, u32::MAX];
    for _ in 0..INPUTS {
        let mut files = [chance.of(&images), chance.of(&labels)];
        for file in &mut files {
            match chance.below(3) {
                0 => {
                    let damage = chance.of(&DAMAGES);
                    damage(chance, file);
                }
                1 => {
                    let place = chance.below(file.len().min(16) / 4) * 4;
                    file[place..place + 4].copy_from_slice(&chance.of(&words).to_be_bytes());
                }
                _ => {}
            }
        }
        match within_bounds(files[0].len() + files[1].len(), || Dataset::from_idx(&files[0], &files[1])) {
            Ok(dataset) => assert_eq!(dataset.image(dataset.len() - 1).len(), IMAGE_PIXELS),
            Err(error) => {
                assert!(matches!(error, Error::Data { .. }), "{error}");
                check_sentence(&error);
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn mutated_objects_are_refused_or_mean_something() {
    let chance = &mut Chance::new();
    let corners = json!([0, 9, 63, 5].map(|sample| json!({ "sample": sample, "digit": null })));
    let settings = Preset::ALL.map(|preset| json!(preset.configuration));
    let (mut accepted, run) = (0, Trainer::new(narrow_configurations()[1].clone(), few_images()).unwrap());
    for _ in 0..INPUTS {
        let [mut setting, mut corner] = [chance.of(&settings), corners.clone()];
        for value in [&mut setting, &mut corner] {
            tamper(chance, value);
        }
        let [mut setting, corner, shown] =
            [setting, corner, malicious(chance, &json!("raw"))].map(|value| value.to_string());
        if chance.happens(4) {
            let mut bytes = setting.into_bytes();
            let damage = chance.of(&DAMAGES);
            damage(chance, &mut bytes);
            setting = String::from_utf8_lossy(&bytes).into_owned();
        }
        let configuration = objects::configuration(&setting);
        match configuration.and_then(|configuration| configuration.validate().map(|()| configuration)) {
            Ok(configuration) => {
                accepted += 1;
                assert_eq!(objects::configuration(&json!(configuration).to_string()).unwrap(), configuration);
            }
            Err(error) => check_sentence(&error),
        }
        check_sentence(&objects::shown(&shown).expect_err("no malicious text is a choice"));
        let point = [chance.of(&[0.0, 0.5, 1.0, -0.1, 2.0, f32::NAN, f32::INFINITY])].repeat(2);
        let points = point.as_chunks().0.repeat(chance.of(&[0, 1, 2, 64, 65]));
        let drawn =
            objects::corners(&corner).and_then(|corners| run.imagine(dcgan_wasm::Shown::Raw, None, corners, &points));
        match drawn {
            Ok(pixels) => assert_eq!(pixels.len(), points.len() * IMAGE_PIXELS),
            Err(error) => check_sentence(&error),
        }
    }
    assert!(accepted > INPUTS / 100, "only {accepted} mutants were settings");
}

/// The golden file was written once, by [`a_run_of_this_version_is_written`], and stays as it is: visitors have files like it.
#[wasm_bindgen_test(unsupported = test)]
pub fn a_run_that_the_first_version_wrote_can_still_be_read() {
    let Restored { mut trainer, notes, history } = Trainer::restore(VERSION_1, &shard()).expect("version 1 is read");
    assert_eq!((trainer.steps_taken(), &notes[..], &history[..]), (3, "version 1", &[1.5, -2.0][..]));
    assert_eq!(trainer.configuration(), &golden_configuration());
    assert_eq!(trainer.checkpoint(&notes, &history).unwrap(), VERSION_1);
    assert!(trainer.step().unwrap().generator_loss.is_finite());
}

/// Of a browser's file, `tests/page/resume.test.js` has made sure that browsers write the like.
#[wasm_bindgen_test(unsupported = test)]
pub fn a_run_that_a_browser_wrote_can_be_read() {
    let Restored { mut trainer, notes, history } = Trainer::restore(OF_BROWSER, &shard()).expect("a browser's is read");
    assert_eq!((trainer.steps_taken(), trainer.configuration()), (3, &golden_configuration()));
    assert!(notes.starts_with("{\"elapsedMilliseconds\":") && history.iter().all(|number| number.is_finite()));
    assert_eq!(trainer.checkpoint(&notes, &history).unwrap(), OF_BROWSER);
    assert!(trainer.step().unwrap().generator_loss.is_finite());
}

fn golden_configuration() -> Configuration {
    let fast = Preset::ALL[0].configuration.clone();
    Configuration { base_width: 1, latent_size: 1, batch_size: 2, image_limit: 20, cluster_count: 10, ..fast }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[ignore = "writes the golden file of a new version of the format"]
fn a_run_of_this_version_is_written() {
    let mut run = Trainer::new(golden_configuration(), shard()).expect("the configuration is valid");
    steps(&mut run, 3);
    let file = run.checkpoint("version 1", &[1.5, -2.0]).expect("no step is half taken");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/run_version_1.safetensors");
    std::fs::write(path, file).expect("tests/golden can be written to");
}
