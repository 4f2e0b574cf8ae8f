//! Getting benches/peers ready to be measured: other ways to train the same networks.

use crate::checkout::Checkout;
use crate::process::{command, run};
use crate::provision::say;
use crate::toolchain::{Toolchain, WASM_TARGET};
use anyhow::Result;
use std::path::Path;

/// A program that trains the same networks.
#[derive(Default)]
pub struct Peer {
    /// Its name in the tables.
    pub name: &'static str,
    /// The address of its worker's script within the checkout, if a browser runs it.
    pub worker: Option<&'static str>,
    /// The address of its module's JavaScript half within the checkout, if the worker has to be told.
    pub module: Option<String>,
    /// The command that starts it, if it is a process of its own.
    pub command: Option<Vec<String>>,
}

/// Builds burn, fetches TensorFlow.js, and adds PyTorch if there is a `python` that has it.
pub fn provision(checkout: &Checkout, toolchain: &Toolchain, python: Option<&Path>) -> Result<Vec<Peer>> {
    let mut peers = vec![burn(checkout, toolchain)?, tensorflow(checkout)?];
    if let Some(python) = python {
        let script = checkout.path("benches/peers/pytorch/step.py");
        let words = [python, &script].map(|word| word.to_string_lossy().into_owned());
        peers.push(Peer { name: "PyTorch", command: Some(words.to_vec()), ..Peer::default() });
    }
    Ok(peers)
}

fn burn(checkout: &Checkout, toolchain: &Toolchain) -> Result<Peer> {
    say("compiling burn");
    let target = checkout.target().join("bench");
    let mut cargo = toolchain.command("cargo", checkout);
    cargo.args(["build", "--quiet", "--release", "--locked", "--target", WASM_TARGET]);
    cargo.args(["--manifest-path", "benches/peers/burn/Cargo.toml", "--target-dir"]);
    run(cargo.arg(&target))?;
    let library = target.join(WASM_TARGET).join("release/dcgan_peer_burn.wasm");
    let mut bindgen = toolchain.command("wasm-bindgen", checkout);
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(checkout.scratch("bench/burn"));
    run(bindgen.arg(library))?;
    Ok(Peer {
        name: "burn",
        worker: Some("benches/peers/burn/worker.js"),
        module: Some("/target/xtask-scratch/bench/burn/dcgan_peer_burn.js".to_owned()),
        command: None,
    })
}

fn tensorflow(checkout: &Checkout) -> Result<Peer> {
    let directory = checkout.path("benches/peers/tfjs");
    if !directory.join("node_modules/.package-lock.json").is_file() {
        say("installing the npm packages of benches/peers/tfjs with `npm ci`");
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run(command(npm, &directory).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    Ok(Peer { name: "TensorFlow.js", worker: Some("benches/peers/tfjs/worker.js"), ..Peer::default() })
}
