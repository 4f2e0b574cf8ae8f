//! The judge: its network against candle's own operations, its figures on images and features whose figures are known,
//! and what it says of files and images that it cannot use. How well it judges is `tests/judge`'s.

use crate::support::{elements, normal, relative_error, shard};
use candle_core::{DType, Device, Result, Tensor};
use dcgan_wasm::DIGITS;
use dcgan_wasm::judge::classifier::{CLASSES, FEATURES};
use dcgan_wasm::judge::file::File;
use dcgan_wasm::judge::gaussian::Gaussian;
use dcgan_wasm::judge::symmetric::Symmetric;
use dcgan_wasm::judge::verdict::Spread;
use dcgan_wasm::judge::{Judge, Opinions};
use std::collections::HashMap;
use wasm_bindgen_test::wasm_bindgen_test;

const JUDGE: &[u8] = include_bytes!("../../data/judge.safetensors");

fn judge() -> Judge {
    Judge::from_safetensors(JUDGE).expect("the bundled judge is valid")
}

/// The first `count` images of the shard.
fn images(count: usize) -> Tensor {
    shard().batch(&(0..count).collect::<Vec<_>>()).expect("the shard holds as many")
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_network_computes_what_candles_own_operations_compute() {
    // More than pass at a time, and no multiple of eight.
    let images = images(75);
    let opinions = judge().opinions(&images).unwrap();
    let [probabilities, features] = plain_forward(&images).unwrap();
    assert!(relative_error(&opinions.features, &features) < 1e-4);
    assert!(relative_error(&opinions.probabilities, &probabilities) < 1e-4);
}

/// Probabilities and features, by candle alone.
fn plain_forward(images: &Tensor) -> Result<[Tensor; 2]> {
    let tensors = candle_core::safetensors::load_buffer(JUDGE, &Device::Cpu)?;
    let tensor = |name: &str| tensors[name].to_dtype(DType::F32);
    let leaky = |tensor: Tensor| tensor.maximum(&(&tensor * 0.2)?);
    let convolve = |input: &Tensor, name: &str| {
        let bias = tensor(&format!("{name}.bias"))?.reshape((1, (), 1, 1))?;
        leaky(input.conv2d(&tensor(&format!("{name}.weight"))?, 1, 2, 1, 1)?.broadcast_add(&bias)?)
    };
    let dense = |input: &Tensor, name: &str| {
        let weight = tensor(&format!("{name}.weight"))?;
        input.matmul(&weight.t()?)?.broadcast_add(&tensor(&format!("{name}.bias"))?)
    };
    let ink = ((images + 1.0)? * 0.5)?.pad_with_zeros(2, 2, 2)?.pad_with_zeros(3, 2, 2)?;
    let maps = convolve(&convolve(&convolve(&ink, "conv1")?, "conv2")?, "conv3")?;
    let features = leaky(dense(&maps.flatten_from(1)?, "features")?)?;
    Ok([candle_nn::ops::softmax(&dense(&features, "classes")?, 1)?, features])
}

#[wasm_bindgen_test(unsupported = test)]
pub fn an_opinion_does_not_depend_on_the_other_images() {
    let (judge, images) = (judge(), images(70));
    let together = judge.opinions(&images).unwrap();
    for index in [0, 63, 69] {
        let alone = judge.opinions(&images.narrow(0, index, 1).unwrap()).unwrap();
        assert_eq!(elements(&alone.features), elements(&together.features.narrow(0, index, 1).unwrap()));
        assert_eq!(elements(&alone.probabilities), elements(&together.probabilities.narrow(0, index, 1).unwrap()));
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn real_digits_are_readable_and_varied() {
    let verdict = judge().verdict(&images(512), Some(&shard().labels()[..512])).unwrap();
    assert_eq!((verdict.count, verdict.digits_covered), (512, 10));
    assert!(verdict.readable > 0.97, "{verdict:?}");
    assert!(verdict.as_asked.unwrap() > 0.97 && verdict.as_asked.unwrap() <= verdict.readable, "{verdict:?}");
    assert_eq!(verdict.by_digit.iter().sum::<u32>(), (verdict.readable * 512.0).round() as u32);
    assert!((0.85..1.15).contains(&verdict.diversity), "{verdict:?}");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn noise_and_blank_paper_are_no_digits() {
    let noise = normal(&[64, 1, 28, 28], 1).to_dtype(DType::F32).unwrap().clamp(-1.0, 1.0).unwrap();
    let blank = Tensor::full(-1.0f32, (64, 1, 28, 28), &Device::Cpu).unwrap();
    for images in [noise, blank] {
        let verdict = judge().verdict(&images, None).unwrap();
        assert_eq!((verdict.not_digits, verdict.readable, verdict.digits_covered), (1.0, 0.0, 0), "{verdict:?}");
        assert_eq!((verdict.diversity, verdict.as_asked), (0.0, None));
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn one_image_of_each_digit_over_and_over_has_no_diversity() {
    let (judge, shard) = (judge(), shard());
    let readable = judge.opinions(&images(512)).unwrap().readable().unwrap();
    let first =
        |digit: u8| readable.iter().position(|&readable| readable == Some(digit)).expect("all digits are there");
    let indices: Vec<usize> = (0..256).map(|index| first((index % 10) as u8)).collect();
    let collapsed = judge.verdict(&shard.batch(&indices).unwrap(), None).unwrap();
    assert_eq!((collapsed.readable, collapsed.digits_covered), (1.0, 10));
    assert!(collapsed.diversity < 1e-6, "{collapsed:?}");
    let real = judge.verdict(&images(256), None).unwrap();
    assert!(collapsed.frechet_distance > 2.0 * real.frechet_distance, "{collapsed:?} {real:?}");
}

/// Opinions of `features` that are readable as the given digits.
fn opinions(features: &Tensor, digits: &[usize]) -> Opinions {
    let one_hot = digits.iter().flat_map(|&digit| (0..CLASSES).map(move |class| f32::from(class == digit))).collect();
    let probabilities = Tensor::from_vec(one_hot, (digits.len(), CLASSES), &Device::Cpu).unwrap();
    Opinions { probabilities, features: features.to_dtype(DType::F32).unwrap() }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn diversity_is_the_spread_within_each_digit_relative_to_the_expected() {
    let features = normal(&[40, FEATURES], 1);
    let digits: Vec<usize> = (0..40).map(|index| index % 4).collect();
    // Each digit elsewhere: what lies between digits does not count.
    let centres: Vec<f64> = digits.iter().map(|&digit| 100.0 * digit as f64).collect();
    let centres = Tensor::from_vec(centres, (40, 1), &Device::Cpu).unwrap();
    let moved = features.broadcast_add(&centres).unwrap();
    let expected = *Spread::of(&opinions(&moved, &digits)).unwrap().variances();
    let halved = (features * 0.5).unwrap().broadcast_add(&centres).unwrap();
    let spread = Spread::of(&opinions(&halved, &digits)).unwrap();
    assert!((spread.relative_to(&expected) - 0.5).abs() < 1e-4);
    assert!((expected[0] / FEATURES as f64 - 1.0).abs() < 0.3 && expected[4] == 0.0, "{expected:?}");
    // No digit, and no digit twice.
    assert_eq!(Spread::of(&opinions(&moved, &[10; 40])).unwrap().relative_to(&[1.0; DIGITS]), 0.0);
    let four = moved.narrow(0, 0, 4).unwrap();
    assert_eq!(Spread::of(&opinions(&four, &[0, 1, 2, 3])).unwrap().relative_to(&[1.0; DIGITS]), 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn the_frechet_distance_of_gaussians_that_are_known() {
    // As many vectors as give every feature a variance, and fewer.
    for count in [200, 5, 2] {
        let vectors = (normal(&[count, FEATURES], 3) * 3.0).unwrap();
        let fit = |vectors: &Tensor| Gaussian::fit(&vectors.to_dtype(DType::F32).unwrap()).unwrap();
        let gaussian = fit(&vectors);
        let total: f64 = gaussian.covariance().iter().step_by(FEATURES + 1).sum();
        assert!(gaussian.frechet_distance(&gaussian).abs() < 1e-6 * total);
        let shifted = fit(&(&vectors + 2.0).unwrap());
        assert!((gaussian.frechet_distance(&shifted) / (4.0 * FEATURES as f64) - 1.0).abs() < 1e-4);
        // Covariances S and 4 S: the trace of S + 4 S - 2 (4 S S)^(1/2) is that of S. The means differ by one mean.
        let doubled = fit(&(&vectors * 2.0).unwrap());
        let mean: f64 = gaussian.mean().iter().map(|mean| mean * mean).sum();
        for distance in [gaussian.frechet_distance(&doubled), doubled.frechet_distance(&gaussian)] {
            assert!((distance / (total + mean) - 1.0).abs() < 1e-4, "{count}: {distance} {total} {mean}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn symmetric_matrices_are_taken_apart_and_put_together() {
    let side = 12;
    let numbers = elements(&normal(&[side, side], 5));
    let at = |row: usize, column: usize| numbers[row * side + column];
    let each = |value: &dyn Fn(usize, usize) -> f64| {
        Symmetric::new(side, (0..side * side).map(|index| value(index / side, index % side)).collect())
    };
    let random = each(&|row, column| at(row, column) + at(column, row));
    let squared = random.around(&each(&|row, column| f64::from(row == column)));
    let rank_one = each(&|row, column| at(0, row) * at(0, column));
    let equal = each(&|row, column| 7.0 * f64::from(row == column));
    let zero = each(&|_, _| 0.0);
    for matrix in [&random, &squared, &rank_one, &equal, &zero] {
        let eigen = matrix.eigen();
        let vector = |index: usize| &eigen.vectors[index * side..][..side];
        let largest = eigen.values.iter().fold(1e-300, |largest: f64, value| largest.max(value.abs()));
        for (a, b) in (0..side * side).map(|index| (index / side, index % side)) {
            let product: f64 = vector(a).iter().zip(vector(b)).map(|(a, b)| a * b).sum();
            assert!((product - f64::from(a == b)).abs() < 1e-13, "vectors {a} and {b}: {product}");
            let rebuilt: f64 = (0..side).map(|k| eigen.values[k] * vector(k)[a] * vector(k)[b]).sum();
            assert!((rebuilt - matrix.numbers()[a * side + b]).abs() < 1e-13 * largest);
        }
        assert!((matrix.trace() - eigen.values.iter().sum::<f64>()).abs() < 1e-12 * largest);
    }
    for matrix in [&squared, &rank_one, &equal, &zero] {
        let root = matrix.square_root();
        let back = root.around(&each(&|row, column| f64::from(row == column)));
        for (actual, expected) in back.numbers().iter().zip(matrix.numbers()) {
            assert!((actual - expected).abs() < 1e-12 * (1.0 + matrix.trace()), "{actual} instead of {expected}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn images_that_cannot_be_judged_are_refused_with_a_reason() {
    let judge = judge();
    let mut pixels = elements(&images(3));
    pixels[2 * 784 + 5] = f64::NAN;
    let not_finite = Tensor::from_vec(pixels, (3, 1, 28, 28), &Device::Cpu).unwrap().to_dtype(DType::F32).unwrap();
    let cases = [
        (judge.verdict(&images(3).reshape((3, 784)).unwrap(), None), "shape is [3, 784]"),
        (judge.verdict(&images(2).reshape((1, 2, 28, 28)).unwrap(), None), "shape is [1, 2, 28, 28]"),
        (judge.verdict(&images(2).narrow(0, 0, 0).unwrap(), None), "shape is [0, 1, 28, 28]"),
        (judge.verdict(&images(1), None), "only one"),
        (judge.verdict(&not_finite, None), "a pixel of image 2"),
        (judge.verdict(&images(3), Some(&[1, 2])), "2 digits were asked for where there are 3 images"),
        (judge.verdict(&images(2), Some(&[1, 10])), "image 1 was asked to be the digit 10"),
    ];
    for (verdict, reason) in cases {
        let sentence = verdict.unwrap_err().to_string();
        assert!(sentence.contains(reason) && sentence.starts_with("The images cannot be judged"), "{sentence}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn files_that_are_not_the_judges_are_refused_with_a_reason() {
    let changed = |name: &str, change: &dyn Fn(&Tensor) -> Option<Tensor>| {
        let mut tensors = candle_core::safetensors::load_buffer(JUDGE, &Device::Cpu).unwrap();
        let tensor = tensors.remove(name).expect("the file has a tensor of this name");
        tensors.extend(change(&tensor).map(|tensor| (name.to_owned(), tensor)));
        serialized(&tensors)
    };
    let cases = [
        (JUDGE[..1000].to_vec(), "it is not a safetensors file"),
        (b"<!doctype html>".to_vec(), "it is not a safetensors file"),
        (serialized(&HashMap::new()), "it has no tensor"),
        (changed("conv2.weight", &|_| None), "it has no tensor conv2.weight"),
        (changed("conv1.bias", &|bias| bias.narrow(0, 1, 15).ok()), "conv1.bias has the shape [15] instead of [16]"),
        (changed("conv1.bias", &|bias| bias.to_dtype(DType::F64).ok()), "of type F64 instead of F16 or F32"),
        (changed("classes.weight", &|weight| (weight * 1e9).ok()), "of classes.weight is not finite"),
        (changed("test.mean", &|mean| (mean.zeros_like().ok()? / 0.0).ok()), "number 0 of test.mean is not finite"),
        (
            changed("test.variances", &|variances| variances.zeros_like().ok()),
            "test.variances has none for the digit 0",
        ),
    ];
    for (bytes, reason) in cases {
        let sentence = Judge::from_safetensors(&bytes).unwrap_err().to_string();
        assert!(sentence.contains(reason) && sentence.starts_with("The judge cannot be loaded"), "{sentence}");
    }
}

fn serialized(tensors: &HashMap<String, Tensor>) -> Vec<u8> {
    safetensors::serialize(tensors, None).expect("tensors can be written")
}

#[wasm_bindgen_test(unsupported = test)]
pub fn half_precision_is_read_exactly() {
    // One, the largest, the smallest normal and subnormal numbers, and what lies between.
    let values =
        [1.0, -1.0, 65504.0, 6.103_515_6e-5, 5.960_464_5e-8, -5.960_464_5e-8, 0.333_251_95, 0.0, -0.0, 1_000.5];
    let half = Tensor::new(&values, &Device::Cpu).unwrap().to_dtype(DType::F16).unwrap();
    let bytes = serialized(&HashMap::from([("numbers".to_owned(), half)]));
    assert_eq!(File::read(&bytes).unwrap().numbers("numbers", &[10]).unwrap(), values);
}
