//! What the judge says of real digits and of images that are none.

use super::export::{accuracy, all_images};
use super::images::canvas::{Image, to_tensor};
use super::images::{Dice, Kind, Sources, held_out, not_digits};
use dcgan_wasm::{Dataset, Judge, Verdict};
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::SeedableRng;
use std::io::Write;

/// Images of each kind.
const COUNT: usize = 1000;

/// Prints all tables.
pub fn print(judge: &Judge, test: &Dataset, file: &[u8], early: &[Image]) -> anyhow::Result<()> {
    let images = all_images(test)?;
    println!("{} bytes, {} after gzip", file.len(), gzipped(file)?);
    println!("{:.4} of the test images classified correctly", accuracy(&judge.opinions(&images)?, test.labels())?);
    println!(
        "\n| images | readable | not digits | covered | diversity | Fréchet distance |\n|---|---|---|---|---|---|"
    );
    print_row("test images", &judge.verdict(&images, None)?);
    let sources = Sources { digits: test, early };
    for (kind, _) in &not_digits::KINDS {
        print_row(kind.name, &verdict(judge, kind, &sources)?);
    }
    for kind in &held_out::KINDS {
        print_row(&format!("*{}*", kind.name), &verdict(judge, kind, &sources)?);
    }
    Ok(())
}

fn verdict(judge: &Judge, kind: &Kind, sources: &Sources) -> anyhow::Result<Verdict> {
    let mut dice = Dice::seed_from_u64(0);
    let images: Vec<Image> = (0..COUNT).map(|_| (kind.make)(sources, &mut dice)).collect();
    Ok(judge.verdict(&to_tensor(&images)?, None)?)
}

fn print_row(name: &str, verdict: &Verdict) {
    let Verdict { readable, not_digits, digits_covered, diversity, frechet_distance, .. } = verdict;
    println!(
        "| {name} | {readable:.3} | {not_digits:.3} | {digits_covered} | {diversity:.2} | {frechet_distance:.1} |"
    );
}

fn gzipped(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
