//! The time of one whole training step, natively: `cargo bench --bench step`.
//!
//! Configurations and their names are those of the browser's benchmark (`tests/page/bench.js`), so that `cargo xtask bench` can
//! show both side by side.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(native::benches);

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
    use dcgan_wasm::{Configuration, Dataset, Trainer};
    use std::sync::Arc;
    use std::time::Duration;

    const IMAGES: &[u8] = include_bytes!("../data/mnist-4096-images-idx3-ubyte.gz");
    const LABELS: &[u8] = include_bytes!("../data/mnist-4096-labels-idx1-ubyte.gz");

    criterion_group! {
        name = benches;
        config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(5));
        targets = step
    }

    fn step(criterion: &mut Criterion) {
        let dataset = Arc::new(Dataset::from_idx(IMAGES, LABELS).expect("the bundled shard is valid"));
        let mut group = criterion.benchmark_group("step");
        for (name, configuration) in configurations() {
            // Images that D and G are trained on per second, counted once.
            group.throughput(Throughput::Elements(configuration.batch_size as u64));
            let mut trainer = Trainer::new(configuration, Arc::clone(&dataset)).expect("the configuration is valid");
            group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
                bencher.iter(|| trainer.step().expect("the step succeeds"));
            });
        }
    }

    /// The default configuration, and three widths at batch 64.
    fn configurations() -> Vec<(String, Configuration)> {
        let mut configurations = vec![("default".to_owned(), Configuration::default())];
        for base_width in [16, 32, 64] {
            let configuration = Configuration { base_width, batch_size: 64, ..Configuration::default() };
            configurations.push((format!("width {base_width}"), configuration));
        }
        configurations
    }
}
