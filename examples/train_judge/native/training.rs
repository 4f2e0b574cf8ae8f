//! The training of the judge: what it is shown, and how it learns.

use super::images::canvas::{Image, to_tensor};
use super::images::{Dice, Sources, digits, not_digits};
use super::network::Network;
use anyhow::ensure;
use candle_core::{Device, Tensor};
use candle_nn::Optimizer;
use candle_nn::loss::cross_entropy;
use dcgan_wasm::judge::classifier::NOT_A_DIGIT;
use dcgan_wasm::ops::{Adam, AdamParameters};
use indicatif::{ProgressBar, ProgressStyle};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// How the judge learns.
#[derive(clap::Args)]
pub struct Settings {
    /// How often every digit is shown.
    #[arg(long, default_value_t = 28)]
    epochs: usize,
    /// Digits in a batch.
    #[arg(long, default_value_t = 108)]
    digits: usize,
    /// Images in a batch that are not digits.
    #[arg(long, default_value_t = 20)]
    not_digits: usize,
    /// Adam's step size at the start; it falls to zero along a cosine.
    #[arg(long, default_value_t = 3e-3)]
    learning_rate: f64,
    /// Seed of every random number.
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

/// Batches that are made ahead.
const AHEAD: usize = 16;

/// Images and their classes.
type Batch = (Vec<Image>, Vec<u32>);

/// Trains a network.
pub fn train(settings: &Settings, sources: &Sources) -> anyhow::Result<Network> {
    ensure!(
        settings.digits > 0 && settings.epochs > 0,
        "There is nothing to learn from; give --digits and --epochs above 0."
    );
    let network = Network::new(settings.seed)?;
    let parameters = AdamParameters { learning_rate: settings.learning_rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    let mut adam = Adam::new(network.variables(), parameters)?;
    let steps = settings.epochs * (sources.digits.len() / settings.digits);
    let progress = progress_bar(steps as u64);
    let (sender, batches) = sync_channel(AHEAD);
    thread::scope(|scope| {
        scope.spawn(move || make_batches(settings, sources, &sender));
        for (step, (images, classes)) in batches.iter().enumerate() {
            let part = step as f64 / steps as f64;
            adam.set_learning_rate(settings.learning_rate * 0.5 * (1.0 + (std::f64::consts::PI * part).cos()));
            let classes = Tensor::from_vec(classes, images.len(), &Device::Cpu)?;
            let loss = cross_entropy(&network.forward(&to_tensor(&images)?)?, &classes)?;
            adam.step(&loss.backward()?)?;
            if step % 100 == 0 {
                progress.set_message(format!("loss {:.4}", loss.to_scalar::<f32>()?));
            }
            progress.inc(1);
        }
        progress.finish();
        Ok(network)
    })
}

/// Sends every batch of the training, until nobody listens any more.
fn make_batches(settings: &Settings, sources: &Sources, sender: &SyncSender<Batch>) {
    let mut dice = Dice::seed_from_u64(settings.seed.into());
    let mut order: Vec<usize> = (0..sources.digits.len()).collect();
    for _ in 0..settings.epochs {
        order.shuffle(&mut dice);
        for indices in order.chunks_exact(settings.digits) {
            if sender.send(make_batch(settings, sources, indices, &mut dice)).is_err() {
                return;
            }
        }
    }
}

fn make_batch(settings: &Settings, sources: &Sources, indices: &[usize], dice: &mut Dice) -> Batch {
    let digit = |&index: &usize| Image::from_bytes(sources.digits.image(index));
    let mut images: Vec<Image> = indices.iter().map(|index| digits::varied(&digit(index), dice)).collect();
    images.extend((0..settings.not_digits).map(|_| not_digits::any(sources, dice)));
    let mut classes: Vec<u32> = indices.iter().map(|&index| sources.digits.labels()[index].into()).collect();
    classes.resize(images.len(), NOT_A_DIGIT as u32);
    (images, classes)
}

fn progress_bar(steps: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} steps, {per_sec}, {eta} left  {msg}");
    ProgressBar::new(steps).with_style(style.expect("the template is valid"))
}
