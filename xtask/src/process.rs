//! Running other programs: the one way every command of this crate does it.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command that runs in `directory` with the environment of the person's own shell.
///
/// `cargo xtask` itself runs below cargo, which names its own toolchain, package and libraries in the environment.
/// A child that inherited them would use that toolchain whatever it was told, so they are taken out.
pub fn command(program: impl AsRef<OsStr>, directory: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(directory);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_set_by_cargo) {
            command.env_remove(name);
        }
    }
    command.env("PATH", search_path());
    match own_library_path() {
        Some(path) => command.env("LD_LIBRARY_PATH", path),
        None => command.env_remove("LD_LIBRARY_PATH"),
    };
    command
}

fn is_set_by_cargo(name: &str) -> bool {
    let exact = ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "OUT_DIR"];
    let prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_"];
    exact.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// PATH, led by the directory that `cargo install` puts programs in, which not every shell searches.
fn search_path() -> std::ffi::OsString {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let directories = cargo_home().map(|home| home.join("bin")).into_iter().chain(env::split_paths(&inherited));
    env::join_paths(directories).unwrap_or(inherited)
}

/// The library search path without what rustup and cargo put in front: it would feed one compiler another's libraries.
fn own_library_path() -> Option<std::ffi::OsString> {
    let inherited = env::var_os("LD_LIBRARY_PATH")?;
    let is_own = |path: &PathBuf| {
        !path
            .components()
            .any(|part| [".rustup", "rustup", "target", "rustlib"].iter().any(|name| part.as_os_str() == *name))
    };
    let own: Vec<_> = env::split_paths(&inherited).filter(is_own).collect();
    if own.is_empty() { None } else { env::join_paths(own).ok() }
}

/// The directory of cargo's registry and of the programs that `cargo install` makes.
pub fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Where `program` is found in the search path, if anywhere.
pub fn find_program(program: &str) -> Option<PathBuf> {
    env::split_paths(&search_path())
        .map(|directory| directory.join(program).with_extension(env::consts::EXE_EXTENSION))
        .find(|candidate| candidate.is_file())
}

/// Runs to the end, its output shown to the person.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed ({status}): what it printed above says why", shown(command));
    }
    Ok(())
}

/// Runs to the end, its output shown to the person only if it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        io::stderr().write_all(&output.stdout)?;
        io::stderr().write_all(&output.stderr)?;
        bail!("`{}` failed ({}): what it printed above says why", shown(command), output.status);
    }
    Ok(())
}

/// Runs to the end and returns what it printed, without the line break at the end.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", shown(command), output.status, reason(&errors));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Runs to the end, its standard output both written to `shown_on` and returned, with whether it succeeded.
pub fn tee(command: &mut Command, shown_on: &mut impl Write) -> Result<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| not_started(command))?;
    let mut copy = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            shown_on.write_all(&line)?;
            shown_on.flush()?;
            copy.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child.wait().with_context(|| format!("`{}` could not be waited for", shown(command)))?;
    Ok((status.success(), copy))
}

/// The line that says why: the first that calls itself an error, else the last.
fn reason(errors: &str) -> &str {
    let named = errors.lines().find_map(|line| line.trim().strip_prefix("error: "));
    let last = || errors.lines().map(str::trim).rfind(|line| !line.is_empty());
    named.or_else(last).unwrap_or("it printed no reason")
}

/// The command as a person would type it, long arguments left out.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).filter(|word| word.len() < 100).collect();
    words.join(" ")
}

fn not_started(command: &Command) -> String {
    format!("`{}` could not be started: is it installed and in PATH?", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn children_do_not_inherit_what_cargo_told_this_process() {
        let environment = output(&mut command("env", here())).unwrap();
        assert!(
            !environment.lines().any(|line| line.starts_with("CARGO_PKG_") || line.starts_with("RUSTUP_TOOLCHAIN="))
        );
        assert!(environment.lines().any(|line| line.starts_with("PATH=")));
    }

    #[test]
    fn a_failure_says_what_failed_and_why() {
        let error = output(command("sh", here()).args(["-c", "echo no such thing >&2; exit 3"])).unwrap_err();
        let sentence = error.to_string();
        assert!(sentence.contains("exit status: 3") && sentence.contains("no such thing"), "{sentence}");
    }

    #[test]
    fn the_reason_is_the_first_error() {
        assert_eq!(reason("info: trying\nerror: no network\nhelp: try later\n"), "no network");
        assert_eq!(reason("first\nlast\n\n"), "last");
        assert_eq!(reason(""), "it printed no reason");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut command("no-such-program-anywhere", here())).unwrap_err();
        assert!(error.to_string().contains("no-such-program-anywhere"));
    }

    #[test]
    fn tee_returns_the_output_of_a_failing_program() {
        let mut shown = Vec::new();
        let (success, copy) = tee(command("sh", here()).args(["-c", "echo counted; exit 1"]), &mut shown).unwrap();
        assert_eq!((success, copy.as_str(), shown.as_slice()), (false, "counted\n", b"counted\n".as_slice()));
    }
}
