//! One attempt for each kind of input: to read it, and to panic if what was read is not what it should be.
//!
//! tests/core/corpora.rs includes this file, to make the same attempts at the committed inputs without a fuzzer.

use dcgan_wasm::model::Network;
use dcgan_wasm::trainer::Restored;
use dcgan_wasm::{Conditioning, Configuration, Dataset, Error, IMAGE_PIXELS, Preset, Trainer, objects};
use std::sync::{Arc, LazyLock};

/// Bytes at the end of a checkpoint.
const CHECKSUM_BYTES: usize = 4;

/// Four images, on which the runs of the checkpoints were trained.
pub static IMAGES: LazyLock<Arc<Dataset>> = LazyLock::new(|| {
    let pixels: Vec<u8> = (0..4 * IMAGE_PIXELS).map(|place| (place % 251) as u8).collect();
    let [images, labels] = idx_files(&pixels, &[0, 1, 2, 9]);
    Arc::new(Dataset::from_idx(&images, &labels).expect("the files are valid"))
});

/// A file of images and one of labels.
pub fn idx_files(pixels: &[u8], labels: &[u8]) -> [Vec<u8>; 2] {
    let header = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let count = labels.len() as u32;
    [[&header(&[0x803, count, 28, 28])[..], pixels].concat(), [&header(&[0x801, count])[..], labels].concat()]
}

/// The smallest run there is, with labels or without.
pub fn narrowest(conditioning: Conditioning) -> Configuration {
    Configuration { base_width: 1, latent_size: 1, batch_size: 1, conditioning, ..Preset::PLAIN.configuration }
}

/// A refusal is a sentence, and never a defect's.
fn check_refusal(error: &Error) {
    let sentence = error.to_string();
    assert!(sentence.ends_with('.'), "{sentence}");
    assert!(!matches!(error, Error::Tensor(_)), "{sentence}");
}

/// Reads the bytes as images of four labels, and as labels of one image.
pub fn idx(bytes: &[u8]) {
    let [image, labels] = idx_files(&[0; IMAGE_PIXELS], &[0, 1, 2, 9]);
    for read in [Dataset::from_idx(bytes, &labels), Dataset::from_idx(&image, bytes)] {
        match read {
            Ok(dataset) => assert_eq!(dataset.image(dataset.len() - 1).len(), IMAGE_PIXELS),
            Err(error) => check_refusal(&error),
        }
    }
}

/// Makes the checksum of a checkpoint right.
pub fn seal(file: &mut [u8]) {
    if let Some((contents, checksum)) = file.split_last_chunk_mut::<CHECKSUM_BYTES>() {
        *checksum = crc32fast::hash(contents).to_le_bytes();
    }
}

/// Reads the bytes as a run, with the checksum that they need.
pub fn checkpoint(bytes: &[u8]) {
    let mut file = bytes.to_vec();
    seal(&mut file);
    match Trainer::restore(&file, &IMAGES) {
        Ok(restored) => check_run(&restored),
        Err(error) => check_refusal(&error),
    }
}

/// A run that was read is one that could have been written.
fn check_run(Restored { trainer, notes, history }: &Restored) {
    trainer.configuration().validate().expect("settings have been checked");
    let generators = [trainer.generator().variables(), trainer.averaged_generator().variables()].concat();
    for named in [generators, trainer.discriminator().variables()].concat() {
        let numbers = named.variable.flatten_all().and_then(|flat| flat.to_vec1::<f32>()).expect("variables are f32");
        assert!(numbers.iter().all(|number| number.is_finite()), "{}", named.full_name());
    }
    let written = trainer.checkpoint(notes, history).expect("what was read can be written");
    assert_eq!(u32::from_le_bytes(*written.last_chunk().expect("it has a checksum")), {
        crc32fast::hash(&written[..written.len() - CHECKSUM_BYTES])
    });
}

/// Reads the bytes as settings.
pub fn configuration(bytes: &[u8]) {
    let Ok(json) = str::from_utf8(bytes) else { return };
    match objects::configuration(json).and_then(|read| read.validate().map(|()| read)) {
        Ok(read) => {
            let written = serde_json::to_string(&read).expect("settings can be written");
            // Not compared: the last bit of a fraction may be lost in its decimals.
            objects::configuration(&written).and_then(|read| read.validate()).expect("what was written can be read");
        }
        Err(error) => check_refusal(&error),
    }
}

/// Reads the bytes as what JavaScript says beside settings: which weights are shown; and corners, a line that ends, and the points
/// between them, whose numbers are the bytes that follow. Draws what is asked for.
pub fn messages(bytes: &[u8]) {
    static RUN: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let run = Trainer::new(narrowest(Conditioning::Labels), Arc::clone(&IMAGES)).expect("the settings are valid");
        run.checkpoint("", &[]).expect("no step is half taken")
    });
    thread_local! {
        static TRAINER: Trainer = Trainer::restore(&RUN, &IMAGES).expect("it has just been written").trainer;
    }
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (json, points) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let Ok(json) = str::from_utf8(json) else { return };
    let shown = objects::shown(json).inspect_err(check_refusal).unwrap_or(dcgan_wasm::Shown::Average);
    let corners = match objects::corners(json) {
        Ok(corners) => corners,
        Err(error) => return check_refusal(&error),
    };
    let numbers: Vec<f32> = points.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    let points = numbers.as_chunks().0;
    TRAINER.with(|trainer| match trainer.imagine(shown, None, corners, points) {
        Ok(pixels) => assert_eq!(pixels.len(), points.len() * IMAGE_PIXELS),
        Err(error) => check_refusal(&error),
    });
}
