//! How well the bundled judge judges: MNIST's 10,000 test images, images that are not digits of the kinds that it was
//! trained on, and kinds that it has never seen. Natively only, because all of it takes some seconds.
//!
//! What the judge reaches is printed by `cargo run --release --example train_judge -- --mnist DIR --report-only`; the
//! bounds here leave room for other processors' roundings and for no worse judge.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../../examples/train_judge/native/images/mod.rs"]
#[allow(dead_code)] // The example trains with what is not tried here.
mod images;

use candle_core::Tensor;
use dcgan_wasm::{Dataset, Judge, Verdict};
use images::canvas::{Image, to_tensor};
use images::{Dice, Kind, Sources, early, held_out, not_digits};
use rand::SeedableRng;
use std::sync::LazyLock;

const JUDGE: &[u8] = include_bytes!("../../data/judge.safetensors");

static TEST_IMAGES: LazyLock<Dataset> = LazyLock::new(|| {
    let images = include_bytes!("../data/t10k-images-idx3-ubyte.gz");
    let labels = include_bytes!("../data/t10k-labels-idx1-ubyte.gz");
    Dataset::from_idx(images, labels).expect("MNIST's test files are valid")
});

fn judge() -> Judge {
    Judge::from_safetensors(JUDGE).expect("the bundled judge is valid")
}

fn test_images() -> Tensor {
    TEST_IMAGES.batch(&(0..TEST_IMAGES.len()).collect::<Vec<_>>()).expect("every image is there")
}

/// Images of each kind.
const COUNT: usize = 400;

fn verdict(images: &[Image]) -> Verdict {
    judge().verdict(&to_tensor(images).expect("images make a tensor"), None).expect("the images can be judged")
}

fn verdict_of_kind(kind: &Kind, early: &[Image]) -> Verdict {
    let mut dice = Dice::seed_from_u64(1);
    let sources = Sources { digits: &TEST_IMAGES, early, early_of_other_widths: early };
    verdict(&(0..COUNT).map(|_| (kind.make)(&sources, &mut dice)).collect::<Vec<_>>())
}

#[test]
fn test_images_are_read_as_their_labels() {
    let (judge, images) = (judge(), test_images());
    let likeliest = judge.opinions(&images).unwrap().likeliest().unwrap();
    let labels = TEST_IMAGES.labels();
    let correct = likeliest.iter().zip(labels).filter(|((class, _), label)| *class == usize::from(**label)).count();
    assert!(correct >= 9_920, "{correct} of 10,000");
    let verdict = judge.verdict(&images, Some(labels)).unwrap();
    assert!(verdict.readable >= 0.98 && verdict.as_asked.unwrap() >= 0.975, "{verdict:?}");
    // The statistics in the file are theirs.
    assert!((verdict.diversity - 1.0).abs() < 0.01 && verdict.frechet_distance < 0.01, "{verdict:?}");
}

#[test]
fn kinds_that_it_was_trained_on_are_no_digits() {
    let early = early::images(&TEST_IMAGES, &early::UNSEEN).unwrap();
    for (kind, _) in &not_digits::KINDS {
        check(kind, &verdict_of_kind(kind, &early), 0.05, 0.88);
    }
}

#[test]
fn kinds_that_it_has_never_seen_are_no_digits() {
    let early = early::images(&TEST_IMAGES, &early::UNSEEN_WIDTHS).unwrap();
    for kind in &held_out::KINDS {
        // Parts of several digits often make another, and so do not count as much.
        let (most_readable, fewest_no_digits) = match kind.name {
            "two halves" => (0.4, 0.3),
            "four quarters" => (0.15, 0.65),
            _ => (0.03, 0.93),
        };
        check(kind, &verdict_of_kind(kind, &early), most_readable, fewest_no_digits);
    }
}

/// Checks shares, and that the distance to the test images is many times that of real images.
fn check(kind: &Kind, verdict: &Verdict, most_readable: f64, fewest_no_digits: f64) {
    let name = kind.name;
    assert!(verdict.readable <= most_readable && verdict.not_digits >= fewest_no_digits, "{name}: {verdict:?}");
    let floor = judge().verdict(&test_images().narrow(0, 0, COUNT).unwrap(), None).unwrap().frechet_distance;
    assert!(verdict.frechet_distance > 5.0 * floor, "{name}: {verdict:?}, and {floor} of as many test images");
}
