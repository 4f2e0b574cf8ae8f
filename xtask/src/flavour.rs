//! The three builds of the one source, and what sets each apart: here and nowhere else.

use crate::checkout::Checkout;
use crate::toolchain::{Toolchain, WASM_TARGET};
use std::path::PathBuf;
use std::process::Command;

/// The profile of Cargo.toml that the page's program is compiled with.
pub const PROFILE: &str = "web";

/// One build of the source for browsers.
#[derive(Debug, PartialEq)]
pub struct Flavour {
    /// Its directory in pkg/, and its name on the page and in the summary of the tests.
    pub name: &'static str,
    /// Flags of rustc besides those in .cargo/config.toml, which every wasm build has.
    rustflags: &'static [&'static str],
    /// Whether the standard library is compiled anew: the one that comes with Rust is not made for several threads.
    pub rebuilds_library: bool,
}

/// Every flavour, the one that any browser runs first.
pub const FLAVOURS: [Flavour; 3] = [
    Flavour { name: "simd128", rustflags: &[], rebuilds_library: false },
    Flavour { name: "relaxed", rustflags: &["-Ctarget-feature=+relaxed-simd"], rebuilds_library: false },
    Flavour {
        name: "threads",
        rustflags: &[
            "-Ctarget-feature=+relaxed-simd,+atomics,+bulk-memory,+mutable-globals",
            // One memory for all workers, made by JavaScript; and what each worker's instance needs to set up its own thread.
            "-Clink-arg=--shared-memory",
            "-Clink-arg=--import-memory",
            "-Clink-arg=--max-memory=1073741824",
            "-Clink-arg=--export=__wasm_init_tls",
            "-Clink-arg=--export=__tls_size",
            "-Clink-arg=--export=__tls_align",
            "-Clink-arg=--export=__tls_base",
        ],
        rebuilds_library: true,
    },
];

impl Flavour {
    /// A command of `toolchain` that may be given [`Self::arguments`].
    pub fn command(&self, program: &str, toolchain: &Toolchain, checkout: &Checkout) -> Command {
        let mut command = toolchain.command(program, checkout);
        command.env("CARGO_TARGET_DIR", self.target_directory(checkout));
        if self.rebuilds_library {
            // -Zbuild-std belongs to nightly; the variable lets a stable compiler build the very library it was released with.
            command.env("RUSTC_BOOTSTRAP", "1");
        } else {
            command.env_remove("RUSTC_BOOTSTRAP");
        }
        command
    }

    /// Where cargo keeps what it makes of this flavour: in one directory it would forget one set of flags over another.
    pub fn target_directory(&self, checkout: &Checkout) -> PathBuf {
        let usual = checkout.target();
        if self.rustflags.is_empty() { usual } else { usual.join(self.name) }
    }

    /// What cargo has to be told to compile this flavour, `flags` of rustc added to its own.
    ///
    /// cargo adds a list given this way to the one in .cargo/config.toml; the variable RUSTFLAGS would replace it.
    pub fn arguments(&self, flags: &[String]) -> Vec<String> {
        let own = self.rustflags.iter().map(|flag| (*flag).to_owned());
        // A TOML string: JSON's escapes are a part of TOML's.
        let quoted: Vec<_> = own.chain(flags.iter().cloned()).map(|flag| serde_json::json!(flag).to_string()).collect();
        let rustflags = format!("target.{WASM_TARGET}.rustflags=[{}]", quoted.join(","));
        let library = self.rebuilds_library.then(|| "-Zbuild-std=std,panic_abort,test".to_owned());
        ["--config".to_owned(), rustflags].into_iter().chain(library).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_one_setting_of_cargo() {
        let [simd128, relaxed, threads] = &FLAVOURS;
        let arguments = simd128.arguments(&["--remap-path-prefix=/home/a\"b=/x".to_owned()]);
        assert_eq!(arguments[1], r#"target.wasm32-unknown-unknown.rustflags=["--remap-path-prefix=/home/a\"b=/x"]"#);
        let own = r#"target.wasm32-unknown-unknown.rustflags=["-Ctarget-feature=+relaxed-simd"]"#;
        assert_eq!(relaxed.arguments(&[]), ["--config", own]);
        assert!(threads.arguments(&[]).last().unwrap().starts_with("-Zbuild-std="));
    }
}
