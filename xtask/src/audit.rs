//! `cargo xtask audit`: licences and sources of the crates of others, and what is known to be weak in crates and npm packages.

use crate::checkout::Checkout;
use crate::process::{output, run};
use crate::provision::{npm, say, tools};
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::process::{Command, Stdio};

/// Each has a Cargo.lock of its own.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];
/// From here on, npm's word for how grave a weakness is makes the search fail.
const GRAVE: [&str; 2] = ["high", "critical"];

/// How a search for known weaknesses ended that did not fail.
#[derive(Debug, PartialEq)]
enum Search {
    Clean,
    /// The list of weaknesses could not be had, for this reason: nothing was searched.
    Unreachable(String),
}

/// Checks everything; what cannot be searched is a failure as well.
pub fn audit(checkout: &Checkout) -> Result<()> {
    for mut command in rules(checkout)? {
        run(&mut command)?;
    }
    if !weaknesses(checkout)? {
        bail!("not everything could be searched for known weaknesses: connect this machine to the lists named above");
    }
    say("nothing is known to be weak");
    Ok(())
}

/// What holds crates to the rules of deny.toml that need no list of weaknesses.
pub fn rules(checkout: &Checkout) -> Result<Vec<Command>> {
    tools::provision_deny(checkout)?;
    Ok(MANIFESTS.map(|manifest| deny(checkout, manifest, &["check", "bans", "licenses", "sources"])).into())
}

/// Searches crates and npm packages for known weaknesses, and fails if there are any; whether all could be searched.
pub fn weaknesses(checkout: &Checkout) -> Result<bool> {
    let mut searches = vec![("crates".to_owned(), search_crates(checkout)?)];
    for project in npm::ALL {
        searches.push((format!("packages of {}", project.directory()), search_packages(project, checkout)?));
    }
    for (name, search) in &searches {
        match search {
            Search::Clean => say(&format!("{name}: no known weakness")),
            Search::Unreachable(reason) => {
                say(&format!("{name}: NOT searched for known weaknesses, whose list cannot be reached ({reason})"));
            }
        }
    }
    Ok(searches.iter().all(|(_, search)| *search == Search::Clean))
}

fn search_crates(checkout: &Checkout) -> Result<Search> {
    // Fetched on its own, so that a list which cannot be had is not taken for a weakness, nor the other way round.
    if let Err(reason) = output(&mut deny(checkout, MANIFESTS[0], &["fetch", "db"])) {
        return Ok(Search::Unreachable(reason.to_string()));
    }
    for manifest in MANIFESTS {
        run(&mut deny(checkout, manifest, &["--offline", "check", "advisories"]))?;
    }
    Ok(Search::Clean)
}

fn deny(checkout: &Checkout, manifest: &str, words: &[&str]) -> Command {
    let mut cargo = Toolchain::native(checkout).command("cargo", checkout);
    cargo.args(["deny", "--locked", "--workspace", "--manifest-path", manifest]).args(words);
    cargo
}

fn search_packages(project: npm::Project, checkout: &Checkout) -> Result<Search> {
    let mut npm = project.npm(checkout);
    npm.args(["audit", "--package-lock-only", "--json", "--fetch-retries=1"]).stdin(Stdio::null());
    let answer = npm.output().context("npm could not be started: is it installed and in PATH?")?;
    read(&String::from_utf8_lossy(&answer.stdout))
        .with_context(|| format!("`npm audit` in {} fails: run it there, and read what it says", project.directory()))
}

/// What `npm audit --json` found: a report has counts, and a registry that gave none is told of without npm's own code of an error.
fn read(answer: &str) -> Result<Search> {
    let answer: Value = serde_json::from_str(answer).context("it printed no JSON")?;
    if let Some(counts) = answer["metadata"]["vulnerabilities"].as_object() {
        let grave = GRAVE.into_iter().filter(|grade| counts.get(*grade) != Some(&Value::from(0))).collect::<Vec<_>>();
        return if grave.is_empty() { Ok(Search::Clean) } else { bail!("weaknesses that are {}", grave.join(" and ")) };
    }
    match (&answer["error"]["code"], &answer["message"]) {
        (Value::Null, Value::String(reason)) => Ok(Search::Unreachable(reason.clone())),
        _ => bail!("it printed {answer}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(high: u32, critical: u32) -> String {
        format!(
            r#"{{ "metadata": {{ "vulnerabilities": {{ "low": 3, "high": {high}, "critical": {critical}, "total": 9 }} }} }}"#
        )
    }

    #[test]
    fn a_report_is_clean_without_grave_weaknesses_only() {
        assert_eq!(read(&report(0, 0)).unwrap(), Search::Clean);
        for (high, critical) in [(1, 0), (0, 1), (2, 3)] {
            read(&report(high, critical)).unwrap_err();
        }
        // A count that is missing is no count of none.
        read(r#"{ "metadata": { "vulnerabilities": { "total": 0 } } }"#).unwrap_err();
    }

    #[test]
    fn a_registry_that_cannot_be_asked_is_neither_clean_nor_weak() {
        let refused =
            r#"{ "message": "405 Method Not Allowed", "statusCode": 405, "error": { "summary": "", "detail": "" } }"#;
        let unconnected = r#"{ "message": "connect ECONNREFUSED", "error": { "summary": "", "detail": "" } }"#;
        assert_eq!(read(refused).unwrap(), Search::Unreachable("405 Method Not Allowed".to_owned()));
        assert_eq!(read(unconnected).unwrap(), Search::Unreachable("connect ECONNREFUSED".to_owned()));
    }

    #[test]
    fn any_other_answer_fails() {
        let unlocked =
            r#"{ "error": { "code": "ENOLOCK", "summary": "This command requires an existing lockfile." } }"#;
        for answer in ["", "npm ERR!", "{}", "[]", r#"{ "metadata": {} }"#, unlocked] {
            read(answer).unwrap_err();
        }
    }
}
