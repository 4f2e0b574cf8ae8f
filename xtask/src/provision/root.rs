//! What only the superuser may do: installing Debian packages, and writing into Debian's own compiler.

use super::say;
use crate::process::{command, find_program, output, run_quietly};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// Installs those of `packages` that are missing; `purpose` ends the sentence "... is needed for".
pub fn install_packages(packages: &[&str], purpose: &str) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if find_program("apt-get").is_none() {
        bail!("{purpose} needs {list}, and this machine has no apt-get: install them by hand, then run this again");
    }
    let by_hand = format!("sudo apt-get update && sudo apt-get install --no-install-recommends {list}");
    let mut update = privileged("apt-get", purpose, &by_hand)?;
    let mut install = privileged("apt-get", purpose, &by_hand)?;
    say(&format!("installing {list} with apt-get, for {purpose}"));
    run_quietly(update.args(["update", "-qq"]))?;
    // Never at the price of a package the person already has, such as Debian's plain rustc.
    let options = ["install", "-qq", "--yes", "--no-remove", "--no-install-recommends"];
    run_quietly(install.args(options).args(missing))
}

/// A command run as the superuser, or the sentence that asks the person to run `by_hand` themselves.
pub fn privileged(program: &str, purpose: &str, by_hand: &str) -> Result<Command> {
    let anywhere = Path::new("/");
    if output(command("id", anywhere).arg("-u"))? == "0" {
        let mut direct = command(program, anywhere);
        direct.env("DEBIAN_FRONTEND", "noninteractive");
        return Ok(direct);
    }
    if output(command("sudo", anywhere).args(["-n", "true"])).is_err() {
        bail!("{purpose} needs the superuser once: run `{by_hand}`, then run this again");
    }
    let mut through_sudo = command("sudo", anywhere);
    through_sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", program]);
    Ok(through_sudo)
}

fn is_installed(package: &str) -> bool {
    let query = ["--show", "--showformat=${db:Status-Status}", package];
    output(command("dpkg-query", Path::new("/")).args(query)).is_ok_and(|status| status == "installed")
}
