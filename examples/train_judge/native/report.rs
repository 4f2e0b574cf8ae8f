//! What the judge says of real digits and of images that are none.

use super::export::accuracy;
use super::images::canvas::{Image, to_tensor};
use super::images::{Dice, Sources, held_out, not_digits};
use candle_core::Tensor;
use dcgan_wasm::{DIGITS, Dataset, Judge, Result, Verdict};
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::SeedableRng;
use safetensors::SafeTensors;
use std::io::Write;
use std::time::{Duration, Instant};

/// Images of each kind.
const COUNT: usize = 1000;

/// How often a verdict's time is taken.
const REPETITIONS: usize = 21;

/// Prints what the judge in `file` says of digits from `train`, and of all that `sources` give.
pub fn print(file: &[u8], train: &Dataset, sources: &Sources) -> anyhow::Result<()> {
    let judge = Judge::from_safetensors(file)?;
    let test = sources.digits;
    let all = first(test, test.len())?;
    println!("{} parameters, {} bytes, {} after gzip", parameters(file)?, file.len(), gzipped(file)?);
    println!("{:.4} of the test images classified correctly", accuracy(&judge.opinions(&all)?, test.labels())?);
    println!(
        "{:.1} ms for a verdict of 256 images, median of {REPETITIONS}",
        milliseconds(&judge, &first(test, 256)?)?
    );
    println!(
        "\n| images | readable | not digits | covered | diversity | Fréchet distance |\n|---|---|---|---|---|---|"
    );
    let row = |name: &str, images: &Tensor| -> Result<()> {
        print_row(name, &judge.verdict(images, None)?);
        Ok(())
    };
    row("the 10,000 test images", &all)?;
    for count in [256, 1000, 10_000] {
        row(&format!("{count} training images"), &first(train, count)?)?;
    }
    row("test images with noise of 0.15", &noisy(test)?)?;
    row("ten test images over and over", &one_of_each_digit(test)?)?;
    let kinds = not_digits::KINDS.iter().map(|(kind, _)| (kind.name.to_owned(), kind.make));
    for (name, make) in kinds.chain(held_out::KINDS.iter().map(|kind| (format!("*{}*", kind.name), kind.make))) {
        let mut dice = Dice::seed_from_u64(0);
        let images: Vec<Image> = (0..COUNT).map(|_| make(sources, &mut dice)).collect();
        row(&name, &to_tensor(&images)?)?;
    }
    Ok(())
}

fn print_row(name: &str, verdict: &Verdict) {
    let Verdict { readable, not_digits, digits_covered, diversity, frechet_distance, .. } = verdict;
    println!(
        "| {name} | {readable:.3} | {not_digits:.3} | {digits_covered} | {diversity:.2} | {frechet_distance:.1} |"
    );
}

fn first(dataset: &Dataset, count: usize) -> Result<Tensor> {
    dataset.batch(&(0..count).collect::<Vec<_>>())
}

/// Digits with normal noise of a standard deviation of 0.15, where ink is 1 and paper 0.
fn noisy(digits: &Dataset) -> Result<Tensor> {
    let mut dice = Dice::seed_from_u64(0);
    let noisy = |index| Image::from_bytes(digits.image(index)).with_noise(0.15, &mut dice);
    to_tensor(&(0..COUNT).map(noisy).collect::<Vec<_>>())
}

/// The first image of each digit, repeated.
fn one_of_each_digit(digits: &Dataset) -> Result<Tensor> {
    let labels = digits.labels();
    let first = |digit| labels.iter().position(|&label| usize::from(label) == digit).expect("there is one of each");
    digits.batch(&(0..COUNT).map(|index| first(index % DIGITS)).collect::<Vec<_>>())
}

/// The median time of a verdict of `images`.
fn milliseconds(judge: &Judge, images: &Tensor) -> Result<f64> {
    let mut times = [Duration::ZERO; REPETITIONS];
    for time in &mut times {
        let start = Instant::now();
        judge.verdict(images, None)?;
        *time = start.elapsed();
    }
    times.sort();
    Ok(1000.0 * times[REPETITIONS / 2].as_secs_f64())
}

/// Numbers in the weights and biases.
fn parameters(file: &[u8]) -> anyhow::Result<usize> {
    let tensors = SafeTensors::deserialize(file)?;
    let of_network = tensors.iter().filter(|(name, _)| !name.starts_with("test."));
    Ok(of_network.map(|(_, tensor)| tensor.shape().iter().product::<usize>()).sum())
}

fn gzipped(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
