//! The source of the standard library, which the flavour with threads compiles anew.

use super::{debian, say};
use crate::checkout::Checkout;
use crate::process::output;
use crate::toolchain::{DEBIAN, Toolchain};

/// The toolchain for what compiles the standard library, if there can be one: `toolchain` itself wherever possible.
///
/// rustup is asked first. Where it cannot download anything, Debian's compiler comes with the source of its library.
pub fn provision(checkout: &Checkout, toolchain: &Toolchain) -> Option<Toolchain> {
    if toolchain.has_library_source(checkout) {
        return Some(toolchain.clone());
    }
    if toolchain.is_of_rustup() {
        say(&format!("adding rust-src to {} with `rustup component add`", toolchain.name()));
        let mut rustup = toolchain.command("rustup", checkout);
        if let Err(reason) = output(rustup.args(["component", "add", "--toolchain", toolchain.name(), "rust-src"])) {
            say(&format!("rustup could not add it ({reason})"));
        }
        if toolchain.has_library_source(checkout) {
            return Some(toolchain.clone());
        }
    }
    match debian::install(checkout) {
        Ok(debian) if debian.has_library_source(checkout) => Some(debian),
        Ok(_) => unavailable(&format!("{DEBIAN} has none either")),
        Err(reason) => unavailable(&reason.to_string()),
    }
}

fn unavailable(reason: &str) -> Option<Toolchain> {
    say(&format!(
        "the source of Rust's standard library cannot be had, so the flavour with threads is not built ({reason})"
    ));
    None
}
