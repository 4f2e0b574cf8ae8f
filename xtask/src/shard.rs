//! `cargo xtask shard`: the bundled part of MNIST, made from the whole of it.

use crate::checkout::Checkout;
use crate::process::run;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Has the example `shard` write `count` images of the MNIST files in `from` to data/.
pub fn shard(checkout: &Checkout, from: &Path, count: u32) -> Result<()> {
    if !from.is_dir() {
        bail!("{} is no directory: name the one that holds the four MNIST files with `--from`", from.display());
    }
    let from = from.canonicalize().with_context(|| format!("{} cannot be read", from.display()))?;
    let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
    cargo.args(["run", "--locked", "--release", "--example", "shard", "--", "--from"]).arg(from);
    run(cargo.arg("--count").arg(count.to_string()).args(["--out", "data"]))
}
