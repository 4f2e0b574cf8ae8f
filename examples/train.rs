//! Trains the DCGAN natively, with the same code as the page: `cargo run --release --example train -- --help`.

#[cfg(not(target_arch = "wasm32"))]
#[path = "support/mnist.rs"]
mod mnist;
#[cfg(not(target_arch = "wasm32"))]
#[path = "support/settings.rs"]
mod settings;
#[cfg(not(target_arch = "wasm32"))]
#[path = "support/training_images.rs"]
mod training_images;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    native::main()
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use crate::settings::Settings;
    use crate::training_images::{TrainingImages, read};
    use anyhow::{Context, ensure};
    use candle_core::safetensors;
    use clap::Parser;
    use dcgan_wasm::kernels::convolution::set_direct_only;
    use dcgan_wasm::kernels::parallel::start_helpers;
    use dcgan_wasm::model::Network;
    use dcgan_wasm::trainer::SAMPLE_COUNT;
    use dcgan_wasm::{IMAGE_SIDE, Preset, Shown, StepReport, Trainer};
    use indicatif::{ProgressBar, ProgressStyle};
    use std::fs::{self, File};
    use std::io::{BufWriter, Write};
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::thread::available_parallelism;
    use std::time::Instant;

    /// Images per row and per column of a sample grid.
    const GRID_SIDE: usize = 8;

    /// Trains a DCGAN on MNIST and writes what it generates.
    ///
    /// The output folder receives `samples-STEP.png`, an 8x8 grid of the images made from latent vectors that stay the same
    /// through the run, and `losses.csv`, one row per step. The same settings and data repeat a run bit for bit on the same
    /// build and machine.
    #[derive(Parser)]
    #[command(after_help = "Example: train for 1000 steps, with a sample grid every 100:\n  \
        cargo run --release --example train -- --steps 1000 --sample-every 100 --out runs/first")]
    struct Arguments {
        /// How many steps to train from here; each is one turn of the discriminator and one of the generator.
        #[arg(long, default_value_t = 1000)]
        steps: u64,
        /// Folder for sample grids and the log; it is made if missing.
        #[arg(long)]
        out: PathBuf,
        /// Steps between two sample grids; grids of the first and the last step are always written.
        #[arg(long, default_value_t = 100)]
        sample_every: u64,
        /// Safetensors file for the averaged weights and running statistics of G at the end, for `evaluate --generator`.
        #[arg(long)]
        save: Option<PathBuf>,
        /// File for the whole run at the end, for `--resume`, or for the page.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// Goes on with the run in a file of `--checkpoint` or of the page, with the settings that it has.
        #[arg(long, conflicts_with_all = ["seed", "Settings"])]
        resume: Option<PathBuf>,
        /// Seed of every random number.
        #[arg(long, default_value_t = Preset::ALL[0].configuration.seed)]
        seed: u32,
        /// Compute convolutions by definition, without the Toom-Cook form, to compare the two.
        #[arg(long)]
        direct_convolutions: bool,
        #[command(flatten)]
        training_images: TrainingImages,
        #[command(flatten)]
        settings: Settings,
    }

    pub fn main() -> anyhow::Result<()> {
        let arguments = Arguments::parse();
        ensure!(arguments.sample_every > 0, "--sample-every is 0; give the number of steps between two sample grids.");
        let mut trainer = begin(&arguments)?;
        set_direct_only(arguments.direct_convolutions);
        // The other processors help; they change no bit of what is learned.
        start_helpers(available_parallelism().map_or(1, usize::from) - 1);
        let out = &arguments.out;
        fs::create_dir_all(out)
            .with_context(|| format!("The folder {} cannot be made; choose another with --out.", out.display()))?;
        let mut log = LossLog::create(&out.join("losses.csv"))?;

        let progress = progress_bar(arguments.steps);
        let start = Instant::now();
        write_samples(&trainer, out)?;
        let last = trainer.steps_taken() + arguments.steps;
        for step in trainer.steps_taken() + 1..=last {
            let report = trainer.step()?;
            log.write(&report)?;
            progress.set_message(summary(&report));
            progress.inc(1);
            if step % arguments.sample_every == 0 || step == last {
                write_samples(&trainer, out)?;
            }
        }
        log.finish()?;
        if let Some(path) = &arguments.save {
            save(trainer.averaged_generator(), path)?;
        }
        if let Some(path) = &arguments.checkpoint {
            fs::write(path, trainer.checkpoint("", &[])?).with_context(|| {
                format!("{} cannot be written; choose another file with --checkpoint.", path.display())
            })?;
        }
        progress.finish();
        let seconds = start.elapsed().as_secs_f64();
        println!("{} steps in {seconds:.1} s; sample grids and losses.csv are in {}", arguments.steps, out.display());
        Ok(())
    }

    /// A new run, or one that goes on.
    fn begin(arguments: &Arguments) -> anyhow::Result<Trainer> {
        let dataset = arguments.training_images.read()?;
        Ok(match &arguments.resume {
            None => Trainer::new(arguments.settings.configuration(arguments.seed), Arc::new(dataset))?,
            Some(path) => Trainer::restore(&read(path, "--resume")?, &dataset)?.trainer,
        })
    }

    fn save(generator: &impl Network, path: &Path) -> anyhow::Result<()> {
        let variables = generator.parameters().into_iter().chain(generator.running_statistics());
        let tensors =
            variables.map(|variable| (variable.full_name(), variable.variable.as_detached_tensor())).collect();
        safetensors::save(&tensors, path)
            .with_context(|| format!("{} cannot be written; choose another file with --save.", path.display()))
    }

    fn progress_bar(steps: u64) -> ProgressBar {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} steps, {per_sec}, {eta} left  {msg}");
        ProgressBar::new(steps).with_style(style.expect("the template is valid"))
    }

    fn summary(report: &StepReport) -> String {
        format!(
            "D loss {:.3}  G loss {:.3}  D(x) {:.2}  D(G(z)) {:.2}",
            report.discriminator_loss_real + report.discriminator_loss_fake,
            report.generator_loss,
            report.mean_real_probability,
            report.mean_fake_probability_before,
        )
    }

    /// The CSV file with one row per step.
    struct LossLog(BufWriter<File>);

    impl LossLog {
        fn create(path: &Path) -> anyhow::Result<Self> {
            let file = File::create(path)
                .with_context(|| format!("{} cannot be written; choose another folder with --out.", path.display()))?;
            let mut log = BufWriter::new(file);
            writeln!(
                log,
                "step,discriminator_loss_real,discriminator_loss_fake,generator_loss,\
                mean_real_probability,mean_fake_probability_before,mean_fake_probability_after"
            )?;
            Ok(Self(log))
        }

        fn write(&mut self, report: &StepReport) -> anyhow::Result<()> {
            writeln!(
                self.0,
                "{},{},{},{},{},{},{}",
                report.step,
                report.discriminator_loss_real,
                report.discriminator_loss_fake,
                report.generator_loss,
                report.mean_real_probability,
                report.mean_fake_probability_before,
                report.mean_fake_probability_after,
            )?;
            Ok(())
        }

        fn finish(mut self) -> anyhow::Result<()> {
            Ok(self.0.flush()?)
        }
    }

    /// Writes the trainer's samples as a grid, ink white on black.
    fn write_samples(trainer: &Trainer, out: &Path) -> anyhow::Result<()> {
        const { assert!(GRID_SIDE * GRID_SIDE == SAMPLE_COUNT) };
        let path = out.join(format!("samples-{:06}.png", trainer.steps_taken()));
        let side = (GRID_SIDE * IMAGE_SIDE) as u32;
        let file = File::create(&path).with_context(|| format!("{} cannot be written.", path.display()))?;
        let mut encoder = png::Encoder::new(BufWriter::new(file), side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&tile(&trainer.samples(Shown::Average, None)?))?;
        Ok(())
    }

    /// Rearranges images that follow each other into one grid image.
    fn tile(images: &[u8]) -> Vec<u8> {
        let mut grid = Vec::with_capacity(images.len());
        for grid_row in images.chunks(GRID_SIDE * IMAGE_SIDE * IMAGE_SIDE) {
            for y in 0..IMAGE_SIDE {
                for image in grid_row.chunks(IMAGE_SIDE * IMAGE_SIDE) {
                    grid.extend_from_slice(&image[y * IMAGE_SIDE..][..IMAGE_SIDE]);
                }
            }
        }
        grid
    }
}
