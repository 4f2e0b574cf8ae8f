//! The tests of the training code, run natively by `cargo test` and in a browser's worker by
//! `wasm-pack test --headless --chrome`.

pub mod checkpoint;
pub mod classes;
pub mod configuration;
#[cfg(not(target_arch = "wasm32"))]
pub mod corpora;
pub mod data;
pub mod golden;
pub mod gradients;
pub mod hostile;
pub mod inquiries;
pub mod judge;
pub mod kernels;
pub mod losses;
#[cfg(not(target_arch = "wasm32"))]
pub mod properties;
pub mod random;
pub mod samples;
pub mod support;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;
pub mod training;
pub mod turns;
#[cfg(target_arch = "wasm32")]
pub mod web;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
