//! Who makes the images: a run in training, a saved generator, or any other program.

use super::checkpoint;
use super::images::Images;
use super::measurement::{Effort, Measurement};
use super::quality::Examiner;
use crate::training_images::read;
use anyhow::{Context, Result};
use dcgan_baseline::direct_convolution_flops;
use dcgan_wasm::model::Batch;
use dcgan_wasm::{Configuration, DIGITS, Dataset, Error, IMAGE_PIXELS, Shown, Trainer};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How images are drawn and measured.
pub struct Examination {
    /// Who measures.
    pub examiner: Examiner,
    /// How many images of each subject.
    pub count: usize,
    /// Whose images.
    pub shown: Shown,
}

impl Examination {
    /// Trains `configuration` on `dataset` and measures after each of `steps`; less often if the run diverges, which is
    /// told.
    pub fn train(
        &self,
        subject: &str,
        configuration: Configuration,
        dataset: &Arc<Dataset>,
        steps: &BTreeSet<u64>,
    ) -> Result<Vec<Measurement>> {
        let run = format!("seed {}", configuration.seed);
        let progress = progress_bar(&format!("{subject}, {run}"), steps.last().copied().unwrap_or(0));
        let mut trainer = Trainer::new(configuration, Arc::clone(dataset))?;
        let mut taken = Duration::ZERO;
        let mut measurements = Vec::new();
        for &step in steps {
            let start = Instant::now();
            match train_to(&mut trainer, step, &progress) {
                Err(diverged @ Error::Diverged { .. }) => {
                    progress.abandon_with_message(diverged.to_string());
                    return Ok(measurements);
                }
                result => result?,
            }
            taken += start.elapsed();
            let flops = step * direct_convolution_flops(trainer.configuration());
            let effort = Effort { step, seconds: taken.as_secs_f64(), flops };
            measurements.push(self.measure(subject, &run, &mut trainer, Some(effort))?);
        }
        progress.finish();
        Ok(measurements)
    }

    /// Measures the generator saved in `path`, whose size and seed are those of `configuration`.
    pub fn load(&self, path: &Path, configuration: Configuration, dataset: &Arc<Dataset>) -> Result<Measurement> {
        let run = format!("seed {}", configuration.seed);
        let mut trainer = Trainer::new(configuration, Arc::clone(dataset))?;
        checkpoint::load(trainer.generator(), path)?;
        checkpoint::load(trainer.averaged_generator(), path)?;
        self.measure(&file_name(path), &run, &mut trainer, None)
    }

    /// Measures the images of the IDX file `path`, where image i was asked to be the digit i % 10 if any was `asked`
    /// for.
    pub fn read(&self, path: &Path, asked: bool) -> Result<Measurement> {
        let bytes = read(path, "--samples-file")?;
        let dataset = Dataset::from_idx(&bytes, &labels_of_as_many(&bytes))
            .with_context(|| format!("{} cannot be used as --samples-file.", path.display()))?;
        let images = Images::of(&dataset, &(0..dataset.len().min(self.count)).collect::<Vec<_>>());
        let digits: Option<Vec<u8>> = asked.then(|| dataset.labels()[..images.len()].to_vec());
        Ok(Measurement {
            subject: "samples".into(),
            run: file_name(path),
            images: images.len(),
            effort: None,
            quality: self.examiner.examine(&images, digits.as_deref())?,
        })
    }

    fn measure(&self, subject: &str, run: &str, trainer: &mut Trainer, effort: Option<Effort>) -> Result<Measurement> {
        let Batch { images, classes } = trainer.fresh_images(self.shown, self.count)?;
        let digits = trainer.classes().digits_of(&classes);
        let quality = self.examiner.examine(&Images::generated(&images)?, digits.as_deref())?;
        Ok(Measurement { subject: subject.into(), run: run.into(), images: self.count, effort, quality })
    }
}

fn train_to(trainer: &mut Trainer, step: u64, progress: &ProgressBar) -> dcgan_wasm::Result<()> {
    while trainer.steps_taken() < step {
        trainer.step()?;
        progress.inc(1);
    }
    Ok(())
}

fn progress_bar(subject: &str, steps: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:20} {bar:30} {pos}/{len} steps, {per_sec}  {msg}");
    ProgressBar::new(steps).with_style(style.expect("the template is valid")).with_prefix(subject.to_owned())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// An IDX file of the labels 0 to 9 in turn, as many as there are images in the uncompressed IDX file `images`: a data
/// set has labels.
fn labels_of_as_many(images: &[u8]) -> Vec<u8> {
    const MAGIC: u32 = 0x0000_0801;
    const IMAGES_HEADER: usize = 16;
    let count = images.len().saturating_sub(IMAGES_HEADER) / IMAGE_PIXELS;
    let header = [MAGIC, count as u32].into_iter().flat_map(u32::to_be_bytes);
    header.chain((0..count).map(|index| (index % DIGITS) as u8)).collect()
}
