//! Trains the judge and says how good it is: `cargo run --release --example train_judge -- --help`.

#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/mnist.rs"]
mod mnist;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    native::main()
}
