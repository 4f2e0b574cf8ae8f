//! The command line: trains the judge, reports what it says, draws what it is shown.

mod export;
mod images;
mod network;
mod report;
mod sheet;
mod training;

use crate::mnist::read_mnist;
use anyhow::Context;
use clap::Parser;
use dcgan_wasm::kernels::parallel::start_helpers;
use images::{Sources, early};
use std::fs;
use std::path::PathBuf;
use std::thread::available_parallelism;

/// Trains the judge on MNIST's training images and on images that are not digits, and prints what it says of the test
/// images and of images that are not digits, of the kinds that it was trained on and of others.
///
/// The same settings and data give the same file bit for bit on the same build and machine.
#[derive(Parser)]
#[command(after_help = "Example: make data/judge.safetensors again:\n  \
    cargo run --release --example train_judge -- --mnist DIR")]
struct Arguments {
    /// Folder with MNIST's four files, gzipped or not.
    #[arg(long)]
    mnist: PathBuf,
    /// The judge's file, to be written.
    #[arg(long, default_value = "data/judge.safetensors")]
    out: PathBuf,
    /// Train nothing and read the judge's file instead.
    #[arg(long)]
    report_only: bool,
    /// Only draw what the judge is shown, a row of images for each kind, as this PNG file.
    #[arg(long)]
    sheet: Option<PathBuf>,
    #[command(flatten)]
    settings: training::Settings,
}

pub fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let [train, test] = ["train", "t10k"].map(|part| read_mnist(&arguments.mnist, part));
    let (train, test) = (train?, test?);
    let [early, others] = [&early::UNSEEN, &early::UNSEEN_WIDTHS].map(|runs| early::images(&train, runs));
    let unseen = Sources { digits: &test, early: &early?, early_of_other_widths: &others? };
    if let Some(path) = &arguments.sheet {
        return sheet::draw(path, &unseen);
    }
    if !arguments.report_only {
        // The other processors help; they change no bit of what is learned.
        start_helpers(available_parallelism().map_or(1, usize::from) - 1);
        let early = early::images(&train, &early::TRAINING)?;
        let sources = Sources { digits: &train, early: &early, early_of_other_widths: &[] };
        let file = export::judge(&training::train(&arguments.settings, &sources)?, &test)?;
        fs::write(&arguments.out, file)
            .with_context(|| format!("{} cannot be written; name another file.", arguments.out.display()))?;
    }
    let bytes = fs::read(&arguments.out)
        .with_context(|| format!("{} cannot be read; train it first.", arguments.out.display()))?;
    report::print(&bytes, &train, &unseen)
}
