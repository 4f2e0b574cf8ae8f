//! Debian's Rust compiler, made to compile for wasm with a library built from the source that Debian ships.

use super::root::{install_packages, privileged};
use super::say;
use crate::checkout::Checkout;
use crate::process::{cargo_home, command, find_program, output, run};
use crate::toolchain::{DEBIAN, Toolchain, WASM_TARGET};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

const PURPOSE: &str = "compiling to WebAssembly";
const PREFIX: &str = "/usr";
const LINKER: &str = "lld-22";
/// Compiler, cargo, clippy and rustfmt of one version, the library's source of that same version, and the linker.
const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-clippy", "rustfmt-web", "rust-web-src", LINKER];

/// Installs Debian's compiler with its wasm library and makes this checkout use it.
pub fn provision(checkout: &Checkout) -> Result<Toolchain> {
    let toolchain = install(checkout)?;
    use_in(checkout)?;
    Ok(toolchain)
}

/// Installs Debian's compiler and builds its wasm library.
pub fn install(checkout: &Checkout) -> Result<Toolchain> {
    install_packages(&PACKAGES, PURPOSE)?;
    let toolchain = Toolchain::named(DEBIAN);
    if toolchain.version(checkout).is_err() {
        say(&format!(
            "linking Debian's compiler into rustup as {DEBIAN} (undo: `rustup toolchain uninstall {DEBIAN}`)"
        ));
        output(command("rustup", checkout.root()).args(["toolchain", "link", DEBIAN, PREFIX]))?;
    }
    if !toolchain.compiles_wasm(checkout) {
        say("building the standard library for wasm from Debian's source, about a minute");
        let staged = stage_library(&toolchain, checkout)
            .context("the standard library for wasm could not be built in target/")?;
        install_library(&staged)?;
    }
    if !toolchain.compiles_wasm(checkout) {
        bail!(
            "Debian's compiler still cannot compile for {WASM_TARGET}: reinstall {} with apt-get and run this again",
            PACKAGES.join(" ")
        );
    }
    Ok(toolchain)
}

/// Makes a plain `cargo` or `wasm-pack` in this checkout use Debian's compiler.
pub fn use_in(checkout: &Checkout) -> Result<()> {
    let active = output(command("rustup", checkout.root()).args(["show", "active-toolchain"])).unwrap_or_default();
    if active.split_whitespace().next() == Some(DEBIAN) {
        return Ok(());
    }
    say(&format!("making {DEBIAN} this checkout's toolchain (undo: `rustup override unset` here)"));
    output(command("rustup", checkout.root()).args(["override", "set", DEBIAN])).map(|_| ())
}

/// Builds the library and lays it out as it has to lie below the compiler's prefix.
fn stage_library(toolchain: &Toolchain, checkout: &Checkout) -> Result<PathBuf> {
    let build = checkout.scratch("wasm-library");
    let staged = checkout.scratch("wasm-sysroot");
    for directory in [&build, &staged] {
        if directory.exists() {
            fs::remove_dir_all(directory).with_context(|| format!("{} cannot be removed", directory.display()))?;
        }
    }
    build_library(toolchain, checkout, &build)?;
    let rustlib = staged.join("lib/rustlib");
    let libraries = rustlib.join(WASM_TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(build.join("target").join(WASM_TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&file, libraries.join(name))?;
        }
    }
    stage_linker(&rustlib.join(toolchain.version_field("host", checkout)?).join("bin"))?;
    fs::remove_dir_all(&build)?;
    Ok(staged)
}

/// rustc looks for `rust-lld` in PATH and beside its own libraries; Debian ships it under another name only.
fn stage_linker(directory: &Path) -> Result<()> {
    let linker =
        find_program(LINKER).with_context(|| format!("{LINKER} is not in PATH: run `apt-get install {LINKER}`"))?;
    fs::create_dir_all(directory)?;
    #[cfg(unix)]
    std::os::unix::fs::symlink(linker, directory.join("rust-lld"))?;
    #[cfg(not(unix))]
    fs::copy(linker, directory.join("rust-lld"))?;
    Ok(())
}

fn build_library(toolchain: &Toolchain, checkout: &Checkout, build: &Path) -> Result<()> {
    fs::create_dir_all(build.join("src"))?;
    fs::write(build.join("src/lib.rs"), "")?;
    fs::write(
        build.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n",
    )?;
    let mut cargo = toolchain.command("cargo", checkout);
    cargo.current_dir(build).args([
        "build",
        "--quiet",
        "--release",
        "--target",
        WASM_TARGET,
        "-Zbuild-std=std,panic_abort,test",
    ]);
    cargo.arg("--target-dir").arg(build.join("target"));
    // -Zbuild-std belongs to nightly; the flag lets this stable compiler build the very library it was released with.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_ENCODED_RUSTFLAGS", library_flags(toolchain, checkout)?);
    run(&mut cargo)
}

/// Bitcode, without which a later `lto` fails, and source paths that are the same on every machine.
fn library_flags(toolchain: &Toolchain, checkout: &Checkout) -> Result<String> {
    let commit = toolchain.version_field("commit-hash", checkout)?;
    let source = Path::new(PREFIX).join("lib/rustlib/src/rust");
    let mut flags = vec!["-Cembed-bitcode=yes".to_owned()];
    flags.push(format!("--remap-path-prefix={}=/rustc/{commit}", source.display()));
    if let Some(home) = cargo_home() {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    Ok(flags.join("\u{1f}"))
}

fn install_library(staged: &Path) -> Result<()> {
    let outdated = Path::new(PREFIX).join("lib/rustlib").join(WASM_TARGET);
    let by_hand = format!("sudo rm -rf {} && sudo cp -r {}/. {PREFIX}/", outdated.display(), staged.display());
    let mut remove = privileged("rm", PURPOSE, &by_hand)?;
    let mut copy = privileged("cp", PURPOSE, &by_hand)?;
    say(&format!("copying the library to {} (undo: remove it)", outdated.display()));
    run(remove.arg("-rf").arg(&outdated))?;
    run(copy.args(["-r", "--remove-destination"]).arg(staged.join(".")).arg(PREFIX))
}
