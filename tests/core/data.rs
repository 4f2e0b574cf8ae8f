//! The data loader: what it reads, and what it says of files that it cannot read.

use crate::support::{SHARD_IMAGES, SHARD_LABELS, elements, shard};
use dcgan_wasm::data::{MAXIMUM_IMAGES, ShuffledIndices};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{Dataset, IMAGE_PIXELS};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use wasm_bindgen_test::wasm_bindgen_test;

/// An IDX file with the given header words and elements.
fn idx(header: &[u32], elements: &[u8]) -> Vec<u8> {
    header.iter().flat_map(|word| word.to_be_bytes()).chain(elements.iter().copied()).collect()
}

/// `count` images, the pixels of image i all equal to i.
fn images(count: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..count).flat_map(|value| [value; IMAGE_PIXELS]).collect();
    idx(&[0x803, count.into(), 28, 28], &pixels)
}

fn labels(count: u8) -> Vec<u8> {
    idx(&[0x801, count.into()], &(0..count).collect::<Vec<_>>())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_bundled_shard_is_mnist_with_an_equal_share_of_its_digits() {
    let shard = shard();
    assert_eq!(shard.len(), 4096);
    // MNIST's training images hold 9.0 % fives to 11.2 % ones.
    for digit in 0..10u8 {
        let share = shard.labels().iter().filter(|&&label| label == digit).count() as f64 / 4096.0;
        assert!((0.089..0.114).contains(&share), "{share} of the images are labelled {digit}");
    }
    // Paper in the corner, ink in the middle.
    let mean_of = |pixel: usize| (0..4096).map(|index| f64::from(shard.image(index)[pixel])).sum::<f64>() / 4096.0;
    assert!(mean_of(0) < 1.0);
    assert!(mean_of(14 * 28 + 14) > 80.0);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn plain_and_gzipped_files_read_the_same() {
    for (images, labels) in [
        (images(5), labels(5)),
        (gzip(&images(5)), labels(5)),
        (images(5), gzip(&labels(5))),
        (gzip(&images(5)), gzip(&labels(5))),
    ] {
        let dataset = Dataset::from_idx(&images, &labels).unwrap();
        assert_eq!((dataset.len(), dataset.labels()), (5, &[0, 1, 2, 3, 4][..]));
        assert_eq!(dataset.image(3), [3; IMAGE_PIXELS]);
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_first_images_are_a_data_set_that_copies_no_pixel() {
    let all = Dataset::from_idx(&images(5), &labels(5)).unwrap();
    let two = all.first(2);
    assert_eq!((two.len(), two.labels()), (2, &[0, 1][..]));
    assert_eq!(two.image(1).as_ptr(), all.image(1).as_ptr());
    assert_eq!((two.first(1).len(), two.first(0).len(), two.first(3).len()), (1, 2, 2));
    for no_limit in [0, 5, 6, MAXIMUM_IMAGES] {
        assert_eq!(all.first(no_limit).labels(), all.labels());
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_batch_is_scaled_to_the_range_of_tanh() {
    let pixels = [[0u8; IMAGE_PIXELS], [51; IMAGE_PIXELS], [255; IMAGE_PIXELS]].concat();
    let dataset = Dataset::from_idx(&idx(&[0x803, 3, 28, 28], &pixels), &labels(3)).unwrap();
    let batch = dataset.batch(&[2, 0, 1]).unwrap();
    assert_eq!(batch.dims(), [3, 1, 28, 28]);
    let values = elements(&batch);
    assert_eq!((values[0], values[IMAGE_PIXELS]), (1.0, -1.0));
    assert!((values[2 * IMAGE_PIXELS] + 0.6).abs() < 1e-6);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn batches_visit_every_image_once_before_any_again() {
    let mut indices = ShuffledIndices::new(7, Random::new(1, Purpose::ImageOrder));
    let visited: Vec<usize> = (0..7).flat_map(|_| indices.next_batch(3)).collect();
    let orders: Vec<&[usize]> = visited.chunks(7).collect();
    for order in &orders {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4, 5, 6]);
    }
    assert_ne!(orders[0], orders[1], "each pass has an order of its own");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn unusable_files_are_refused_in_one_sentence_that_says_what_and_where() {
    let truncated_gzip = &SHARD_IMAGES[..SHARD_IMAGES.len() / 2];
    let too_many = MAXIMUM_IMAGES as u32 + 1;
    let cases: [(&str, Vec<u8>, Vec<u8>, &str); 15] = [
        ("empty images", vec![], labels(2), "images file cannot be used: it ends at byte 0"),
        ("empty labels", images(2), vec![], "labels file cannot be used: it ends at byte 0"),
        ("half a header", images(2)[..10].to_vec(), labels(2), "it ends at byte 10, inside the header"),
        ("not IDX", b"<!doctype html><title>404".to_vec(), labels(2), "bytes 0 to 3 are 0x3c21646f"),
        ("labels for images", labels(2), labels(2), "where IDX images start with 0x00000803"),
        ("images for labels", images(2), images(2), "where IDX labels start with 0x00000801"),
        ("other size", idx(&[0x803, 1, 32, 32], &[0; 1024]), labels(1), "images are 32x32 pixels"),
        ("truncated", images(2)[..1000].to_vec(), labels(2), "it ends at byte 1000 of the 1584"),
        ("left over", [images(2), vec![0; 3]].concat(), labels(2), "it goes on after byte 1584"),
        ("none", images(0), labels(0), "promise 0 images"),
        ("too many", idx(&[0x803, too_many, 28, 28], &[]), labels(1), "promise 300001 images"),
        ("most", idx(&[0x803, u32::MAX, 28, 28], &[]), labels(1), "promise 4294967295 images"),
        ("mismatch", images(3), labels(2), "it holds 2 labels for 3 images"),
        ("truncated gzip", truncated_gzip.to_vec(), SHARD_LABELS.to_vec(), "its gzip compression is damaged after"),
        ("gzip of something else", gzip(b"hello, this is not it"), labels(1), "bytes 0 to 3 are 0x68656c6c"),
    ];
    for (name, images, labels, expected) in cases {
        let message = Dataset::from_idx(&images, &labels).expect_err(name).to_string();
        assert!(message.contains(expected), "{name}: {message}");
        assert!(message.starts_with("The ") && message.ends_with('.'), "{name}: {message}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_gzip_bomb_is_unpacked_no_further_than_its_header_promises() {
    let zeros = vec![0; 64 << 20];
    for (header, problem) in [
        (idx(&[0x803, 1, 28, 28], &[]), "it goes on after byte 800"),
        (idx(&[0x804, 1, 28, 28], &[]), "bytes 0 to 3 are 0x00000804"),
    ] {
        let bomb = gzip(&[&header[..], &zeros].concat());
        let message = Dataset::from_idx(&bomb, &labels(1)).unwrap_err().to_string();
        assert!(message.contains(problem), "{message}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn damaged_files_never_panic() {
    let (images, labels) = (gzip(&images(3)), gzip(&labels(3)));
    for position in 0..images.len().max(labels.len()) {
        for bit in 0..8 {
            let flip = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                if let Some(byte) = bytes.get_mut(position) {
                    *byte ^= 1 << bit;
                }
                bytes
            };
            // The result may be an error or, where the bit does not matter, a data set; it may not be a panic.
            let _ = Dataset::from_idx(&flip(&images), &flip(&labels));
        }
        let _ = Dataset::from_idx(&images[..position.min(images.len())], &labels[..position.min(labels.len())]);
    }
}
