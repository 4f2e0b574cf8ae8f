//! Measures how good generated digits are, as the field does: `cargo run --release --example evaluate -- --help`.

#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/mnist.rs"]
mod mnist;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/settings.rs"]
mod settings;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/training_images.rs"]
mod training_images;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    native::main()
}
