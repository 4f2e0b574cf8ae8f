//! Where things are in the checkout that the commands work on.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// The root of the checkout.
#[derive(Clone, Debug)]
pub struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// The checkout that `cargo xtask` was started in, or that holds the current directory.
    pub fn find() -> Result<Self> {
        let manifest_directory = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let current = env::current_dir().context("the current directory cannot be read: change to the checkout")?;
        manifest_directory
            .iter()
            .chain([&current])
            .flat_map(|start| start.ancestors())
            .find(|directory| directory.join("xtask/Cargo.toml").is_file())
            .map(Self::at)
            .context("this is not inside the checkout: change to its directory and run the command again")
    }

    /// The checkout whose root is `root`.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    /// The checkout's root directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from)
    }

    /// A directory for this crate's own work, away from everything that is committed.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.root.join("target").join("xtask-scratch").join(name)
    }

    /// The version of `package` that Cargo.lock names.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let lock = std::fs::read_to_string(self.path("Cargo.lock"))
            .context("Cargo.lock cannot be read: restore it with `git checkout Cargo.lock`")?;
        match locked_version(&lock, package) {
            Some(version) => Ok(version.to_owned()),
            None => bail!("Cargo.lock names no {package}: restore it with `git checkout Cargo.lock`"),
        }
    }
}

fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1)?;
    version.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn this_checkout_is_found() {
        assert!(Checkout::find().unwrap().path("Cargo.lock").is_file());
    }
}
