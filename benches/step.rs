//! The time of one whole training step, natively, beside that on candle's own operations: `cargo bench --bench step`.
//!
//! Sizes are those of the benchmark in the browser; `cargo xtask bench` shows both.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(native::benches);

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use candle_core::DType;
    use criterion::{Criterion, Throughput, criterion_group};
    use dcgan_wasm::kernels::parallel::start_helpers;
    use dcgan_wasm::{Configuration, Dataset, Preset, Trainer};
    use std::num::NonZero;
    use std::sync::Arc;
    use std::thread::available_parallelism;
    use std::time::Duration;

    const IMAGES: &[u8] = include_bytes!("../data/mnist-4096-images-idx3-ubyte.gz");
    const LABELS: &[u8] = include_bytes!("../data/mnist-4096-labels-idx1-ubyte.gz");

    /// Base width and batch.
    const SIZES: [(usize, usize); 5] = [(8, 16), (12, 16), (16, 16), (32, 64), (64, 64)];

    /// As many as candle takes: every processor, unless the environment says otherwise.
    fn threads() -> usize {
        let wanted = std::env::var("RAYON_NUM_THREADS").ok().and_then(|count| count.parse().ok());
        wanted.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get)
    }

    criterion_group! {
        name = benches;
        config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
        targets = steps
    }

    fn steps(criterion: &mut Criterion) {
        start_helpers(threads() - 1);
        let dataset = Arc::new(Dataset::from_idx(IMAGES, LABELS).expect("the bundled shard is valid"));
        let mut group = criterion.benchmark_group("step");
        for (width, batch) in SIZES {
            let configuration =
                Configuration { base_width: width, batch_size: batch, latent_size: 64, ..Preset::PLAIN.configuration };
            group.throughput(Throughput::Elements(dcgan_baseline::direct_convolution_flops(&configuration)));
            let mut baseline = dcgan_baseline::Trainer::new(configuration.clone(), Arc::clone(&dataset), DType::F32)
                .expect("the configuration is valid");
            group.bench_function(format!("candle {width} {batch}"), |bencher| {
                bencher.iter(|| baseline.step().expect("the step succeeds"));
            });
            let mut trainer = Trainer::new(configuration, Arc::clone(&dataset)).expect("the configuration is valid");
            group.bench_function(format!("kernels {width} {batch}"), |bencher| {
                bencher.iter(|| trainer.step().expect("the step succeeds"));
            });
        }
    }
}
