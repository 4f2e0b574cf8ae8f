//! The command: what is measured, against what, and where the figures go.

mod anchors;
mod checkpoint;
mod components;
mod csv_file;
mod distances;
mod images;
mod measurement;
mod memorisation;
mod neighbourhoods;
mod plot;
mod quality;
mod report;
mod subjects;
mod table;

use crate::settings::Settings;
use crate::training_images::{TrainingImages, read};
use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use dcgan_wasm::judge::Judge;
use dcgan_wasm::kernels::parallel::start_helpers;
use dcgan_wasm::{Dataset, Shown};
use measurement::Measurement;
use quality::Examiner;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;
use subjects::Examination;

/// Measures how good generated digits are, beside real ones.
///
/// Trains a preset with several seeds, or takes a saved generator or a file of images, and prints a line for each: FID
/// (Fréchet distance of the judge's features to the test images'; floors: as a multiple of the floor's), readable
/// share, share readable as the digit asked for, share that is no digit, digits covered, precision and recall
/// (Kynkäänniemi et al. 2019), density and coverage (Naeem et al. 2020), diversity within a digit (1: as the test
/// images'), pieces of ink in an image, and share memorised (0.5: none). The floor is what training images themselves
/// get.
#[derive(Parser)]
#[command(after_help = "Example: three seeds of the default preset at four steps, with a drawing:\n  \
    cargo run --release --example evaluate -- --seeds 0,1,2 --steps 200,500,1000,2000 --plot quality.svg")]
struct Arguments {
    /// Seeds, one run each.
    #[arg(long, value_delimiter = ',', default_value = "0,1,2")]
    seeds: Vec<u32>,
    /// Steps after which each run is measured.
    #[arg(long, value_delimiter = ',', default_value = "200,500,1000")]
    steps: Vec<u64>,
    /// Images of each subject that are measured; FIDs of different numbers cannot be compared.
    #[arg(long, default_value_t = 5000)]
    samples: usize,
    /// Whose images are measured.
    #[arg(long, value_enum, default_value_t = Weights::Average)]
    weights: Weights,
    /// Measure this generator, which `train --save` wrote, instead of training; with the settings of that run.
    #[arg(long, value_name = "FILE")]
    generator: Option<PathBuf>,
    /// Measure the images of these IDX files instead of training.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "generator")]
    samples_file: Vec<PathBuf>,
    /// Image i of each of these files was asked to be the digit i % 10.
    #[arg(long, requires = "samples_file")]
    samples_labelled: bool,
    /// Measure images that are no good in known ways as well.
    #[arg(long)]
    anchors: bool,
    /// File for the figures as comma-separated values.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// SVG file for a drawing of FID and readable share over the steps.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["generator", "samples_file"])]
    plot: Option<PathBuf>,
    /// The judge's weights and statistics.
    #[arg(long, value_name = "FILE", default_value = "data/judge.safetensors")]
    judge: PathBuf,
    /// IDX file of the test images, gzipped or not.
    #[arg(long, value_name = "FILE", default_value = "tests/data/t10k-images-idx3-ubyte.gz")]
    test_images: PathBuf,
    /// IDX file of their labels, gzipped or not.
    #[arg(long, value_name = "FILE", default_value = "tests/data/t10k-labels-idx1-ubyte.gz")]
    test_labels: PathBuf,
    #[command(flatten)]
    training_images: TrainingImages,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, ValueEnum)]
enum Weights {
    /// Of the moving average of G's weights.
    Average,
    /// Of the weights that train.
    Raw,
}

pub fn main() -> Result<()> {
    let arguments = Arguments::parse();
    // The other processors help; they change no bit of what is learned.
    start_helpers(available_parallelism().map_or(1, usize::from) - 1);
    let training = Arc::new(arguments.training_images.read()?);
    let examination = arguments.examination(&training)?;

    let floor = arguments.floor(&examination, &training)?;
    let distance = floor.quality.verdict.frechet_distance;
    let mut measurements = vec![floor];
    if arguments.anchors {
        measurements.extend(arguments.anchors(&examination, &training)?);
    }
    measurements.extend(arguments.subjects(&examination, &training)?);

    let lines = report::lines(&measurements, distance);
    print!("{}", table::table(&lines));
    if let Some(path) = &arguments.csv {
        csv_file::write(&lines, create(path, "--csv")?)?;
    }
    if let Some(path) = &arguments.plot {
        plot::draw(&measurements, &measurements[0], path)
            .with_context(|| format!("{} cannot be drawn; name another file with --plot.", path.display()))?;
    }
    Ok(())
}

impl Arguments {
    fn examination(&self, training: &Dataset) -> Result<Examination> {
        let judge = Judge::from_safetensors(&read(&self.judge, "--judge")?)?;
        let test = [read(&self.test_images, "--test-images")?, read(&self.test_labels, "--test-labels")?];
        let examiner = Examiner::new(judge, training, &Dataset::from_idx(&test[0], &test[1])?)?;
        let shown = match self.weights {
            Weights::Average => Shown::Average,
            Weights::Raw => Shown::Raw,
        };
        Ok(Examination { examiner, count: self.samples, shown })
    }

    fn floor(&self, examination: &Examination, training: &Dataset) -> Result<Measurement> {
        let (images, quality) = examination.examiner.examine_real(training, self.samples)?;
        Ok(Measurement { subject: "real".into(), run: "floor".into(), images, effort: None, quality })
    }

    fn anchors(&self, examination: &Examination, training: &Dataset) -> Result<Vec<Measurement>> {
        let anchors = anchors::anchors(training, self.samples).into_iter();
        let measure = |(name, images)| {
            let quality = examination.examiner.examine(&images, None)?;
            Ok(Measurement { subject: name, run: "anchor".into(), images: images.len(), effort: None, quality })
        };
        anchors.map(measure).collect()
    }

    /// Measures what was asked for: files, a saved generator, or runs with each seed.
    fn subjects(&self, examination: &Examination, training: &Arc<Dataset>) -> Result<Vec<Measurement>> {
        if !self.samples_file.is_empty() {
            return self.samples_file.iter().map(|path| examination.read(path, self.samples_labelled)).collect();
        }
        if let Some(path) = &self.generator {
            let load = |&seed| examination.load(path, self.settings.configuration(seed), training);
            return self.seeds.iter().map(load).collect();
        }
        let steps = self.steps.iter().copied().collect();
        let mut measurements = Vec::new();
        for &seed in &self.seeds {
            let configuration = self.settings.configuration(seed);
            measurements.extend(examination.train(&self.settings.preset, configuration, training, &steps)?);
        }
        Ok(measurements)
    }
}

fn create(path: &Path, option: &str) -> Result<File> {
    File::create(path)
        .with_context(|| format!("{} cannot be written; name another file with {option}.", path.display()))
}
