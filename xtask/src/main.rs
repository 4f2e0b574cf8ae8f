//! The project's commands, for `cargo xtask COMMAND`: this file reads the arguments, each module carries out one command.

mod audit;
mod bench;
mod check;
mod checkout;
mod compile;
mod counts;
mod fingerprint;
mod flavour;
mod fuzz;
mod integrity;
mod package;
mod process;
mod provision;
mod scripts;
mod serve;
mod shard;
mod snip;
mod test;
mod toolchain;

use anyhow::{Result, bail};
use checkout::Checkout;
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use test::Part;

const HELP: &str = "\
The project's commands.

Usage: cargo xtask COMMAND [OPTIONS]

  serve        Serve the page to this machine's browser; needs nothing but Rust
  test         Install what the tests need, then run them all
  check        Check format, lints, types, documentation and what comes from others
  audit        Of these, only what comes from others: licences, sources, known weaknesses
  build        Make pkg/, the compiled training code and the npm package around it, from source
  single-file  Write the demo as one HTML file that needs no server
  sizes        Print what a visitor downloads in each way of use
  bench        Measure kernels and training steps, in a browser and natively
  fuzz         Try what comes from outside with inputs that libFuzzer makes up
  shard        Make the bundled part of MNIST from the whole of it

`cargo xtask COMMAND --help` tells more about one.";

const SERVE_HELP: &str = "\
Serve the checkout's page at 127.0.0.1, to this machine only.

Usage: cargo xtask serve [--port N] [--open]

  --port N  Listen at this port; 0 takes any free one (8080 unless told)
  --open    Open the page in the default browser

Prints the page's address and runs until Ctrl-C. It needs no WebAssembly tools: pkg/ is committed.
Every answer carries the headers of an isolated page (COOP, COEP) and a browser asks for it again each time, to be sent only what has changed.";

const TEST_HELP: &str = "\
Install what the tests need, saying each thing, then run them all or the named parts.

Usage: cargo xtask test [--native] [--wasm] [--page] [--package]

  --native  The Rust core and these commands, compiled for this machine (`cargo test --workspace`)
  --wasm    That pkg/ is what the source makes, then every flavour of the core in headless Chromium (`wasm-pack test`)
  --page    The page in headless Chromium (`npm test` in tests/page)
  --package What others get: the npm package in projects of Vite, webpack and none, and the single file (`npm test` in tests/package)

The first failing part ends the run. The last line printed is `N passed, N failed`, summed from the runners' own counts.
CHROMIUM_PATH names a Chromium or Chrome that is not in PATH.";

const CHECK_HELP: &str = "\
Check format, lints (native and wasm32), documentation and the page's types; warnings are errors. Then all that `cargo xtask audit` does,
but go on where the lists of known weaknesses cannot be reached.

Usage: cargo xtask check";

const AUDIT_HELP: &str = "\
Check licences and sources of the crates of others by deny.toml, and search crates and npm packages for known weaknesses, in RustSec's
list and npm's. Installs cargo-deny. A list that cannot be reached is a failure.

Usage: cargo xtask audit";

const BUILD_HELP: &str = "\
Make pkg/ from source: every flavour of the compiled training code, the scripts and types of the npm package, the single file
dcgan.html, and build.json, which tells what it was all made from. Stamps index.html with the hashes of what it loads.

Usage: cargo xtask build [--scripts]

  --scripts  Leave the compiled training code as it is, which has to be what src/ makes: after a change in www/ or packaging/

The same programs make the same bytes in any directory on any machine of a kind, so `cargo xtask test` can prove pkg/.
Commit pkg/ once per finished change, not with every commit.";

const SINGLE_FILE_HELP: &str = "\
Write the demo as one HTML file of at most 2 MB that trains when it is opened by a double-click, without server or network.

Usage: cargo xtask single-file [--out FILE]

  --out FILE  Where to write it (dcgan.html unless told)

It holds the committed program for plain SIMD, which every browser runs. `cargo xtask build` puts the same file at pkg/dcgan.html.";

const SIZES_HELP: &str = "\
Print what a visitor downloads in each way of use, plain and packed by gzip, as a table in Markdown.

Usage: cargo xtask sizes";

const BENCH_HELP: &str = "\
Measure kernels and training steps in headless Chromium, and training steps natively, against candle's own operations.

Usage: cargo xtask bench [--only PART]... [--quick] [--quality] [--peers [--python FILE]] [--js-flags FLAGS] [--json FILE]

  --only PART       Measure one part; may be given several times. Unless told, all but memory, peers, quality and screen:
                      kernels  Every kernel at every shape in use
                      steps    Whole steps and their phases, each flavour against candle
                      growth   How a step's time grows with the width and the batch
                      memory   The heap over ten thousand steps, a quarter of an hour
                      native   Whole steps compiled for this machine (Criterion)
                      quality  How soon the page's digits can be read, over seeds and presets, a quarter of an hour
                      screen   What each part of the page on screen costs the training, on one processor, ten minutes
  --quick           Two sizes and few rounds, for a first look
  --quality         The same as --only quality
  --peers           Measure burn and TensorFlow.js beside our steps, as --only peers does: see benches/peers/README.md
  --python FILE     A Python with PyTorch, which joins the peers
  --js-flags FLAGS  Flags for V8, such as --wasm-revectorize
  --json FILE       Also write the figures to FILE

All that is compared takes turns in one run. The machine should have nothing else to do meanwhile.";

const FUZZ_HELP: &str = "\
Try what comes from outside, with inputs that libFuzzer makes up, until one fails. Needs a C++ compiler; installs cargo-fuzz.

Usage: cargo xtask fuzz [TARGET]... [--runs N] [--seconds N]

  TARGET       idx, checkpoint, configuration or messages; may be given several times (all unless told)
  --runs N     So many inputs for each target
  --seconds N  So many seconds for each target (60 unless told either)

Begins with fuzz/corpus, and keeps what it finds for the next time in target/.";

const SHARD_HELP: &str = "\
Write a part of MNIST's training set to data/, as the page fetches it: every digit as often as in the whole, fixed seed.

Usage: cargo xtask shard --from DIR --count N

  --from DIR  The directory with MNIST's own IDX files, gzipped or not
  --count N   How many images";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// What was wrong and what to do, then in parentheses what the system said, if it said anything.
fn sentence(error: &anyhow::Error) -> String {
    let causes: Vec<_> = error.chain().skip(1).map(ToString::to_string).collect();
    if causes.is_empty() { error.to_string() } else { format!("{error} ({})", causes.join(": ")) }
}

fn run() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next()? {
        None | Some(Long("help") | Short('h')) => return help(HELP),
        Some(Value(name)) => name.to_string_lossy().into_owned(),
        Some(option) => bail!("a command was expected, not {option:?}: `cargo xtask --help` lists them"),
    };
    match command.as_str() {
        "serve" => serve(arguments),
        "test" => test(arguments),
        "check" => without_options(arguments, CHECK_HELP, check::check),
        "audit" => without_options(arguments, AUDIT_HELP, audit::audit),
        "build" => build(arguments),
        "single-file" => single_file(arguments),
        "sizes" => without_options(arguments, SIZES_HELP, scripts::sizes),
        "bench" => bench(arguments),
        "fuzz" => fuzz(arguments),
        "shard" => shard(arguments),
        "help" => help(HELP),
        _ => bail!("there is no command {command}: `cargo xtask --help` lists them"),
    }
}

fn help(text: &str) -> Result<ExitCode> {
    println!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn serve(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut port, mut open) = (8080, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => {
                let value = arguments.value()?;
                port = parse(&value, "--port", "a number from 0 to 65535")?;
            }
            Long("open") => open = true,
            Long("help") | Short('h') => return help(SERVE_HELP),
            other => return unknown(&other, "serve"),
        }
    }
    serve::serve(&Checkout::find()?, port, open)?;
    Ok(ExitCode::SUCCESS)
}

fn test(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut chosen = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("native") => chosen.push(Part::Native),
            Long("wasm") => chosen.push(Part::Wasm),
            Long("page") => chosen.push(Part::Page),
            Long("package") => chosen.push(Part::Package),
            Long("help") | Short('h') => return help(TEST_HELP),
            other => return unknown(&other, "test"),
        }
    }
    let parts = Part::ALL.into_iter().filter(|part| chosen.is_empty() || chosen.contains(part)).collect::<Vec<_>>();
    Ok(test::test(&Checkout::find()?, &parts))
}

fn build(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut command: fn(&Checkout) -> Result<()> = package::build;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("scripts") => command = package::build_scripts,
            Long("help") | Short('h') => return help(BUILD_HELP),
            other => return unknown(&other, "build"),
        }
    }
    command(&Checkout::find()?)?;
    Ok(ExitCode::SUCCESS)
}

fn single_file(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut file = PathBuf::from("dcgan.html");
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("out") => file = PathBuf::from(arguments.value()?),
            Long("help") | Short('h') => return help(SINGLE_FILE_HELP),
            other => return unknown(&other, "single-file"),
        }
    }
    package::single_file(&Checkout::find()?, &file)?;
    Ok(ExitCode::SUCCESS)
}

fn bench(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let mut options = bench::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("only") => {
                let value = arguments.value()?;
                options.parts.push(parse(
                    &value,
                    "--only",
                    "kernels, steps, growth, memory, peers, native, quality or screen",
                )?);
            }
            Long("quick") => options.quick = true,
            Long("quality") => options.parts.push(bench::Part::Quality),
            Long("peers") => options.parts.push(bench::Part::Peers),
            Long("python") => options.python = Some(PathBuf::from(arguments.value()?)),
            Long("js-flags") => options.javascript_flags = Some(arguments.value()?.to_string_lossy().into_owned()),
            Long("json") => options.json = Some(PathBuf::from(arguments.value()?)),
            Long("help") | Short('h') => return help(BENCH_HELP),
            other => return unknown(&other, "bench"),
        }
    }
    bench::bench(&Checkout::find()?, &options)?;
    Ok(ExitCode::SUCCESS)
}

fn fuzz(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut targets, mut effort) = (Vec::new(), fuzz::Effort::default());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("runs") => effort.runs = Some(parse(&arguments.value()?, "--runs", "a whole number of inputs")?),
            Long("seconds") => effort.seconds = Some(parse(&arguments.value()?, "--seconds", "a whole number")?),
            Long("help") | Short('h') => return help(FUZZ_HELP),
            Value(name) => targets.push(parse(&name, "fuzz", "idx, checkpoint, configuration or messages")?),
            other => return unknown(&other, "fuzz"),
        }
    }
    let targets = if targets.is_empty() { fuzz::Target::ALL.to_vec() } else { targets };
    fuzz::fuzz(&Checkout::find()?, &targets, effort)?;
    Ok(ExitCode::SUCCESS)
}

fn shard(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let (mut from, mut count) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("from") => from = Some(PathBuf::from(arguments.value()?)),
            Long("count") => {
                let value = arguments.value()?;
                count = Some(parse(&value, "--count", "a whole number of images")?);
            }
            Long("help") | Short('h') => return help(SHARD_HELP),
            other => return unknown(&other, "shard"),
        }
    }
    let (Some(from), Some(count)) = (from, count) else {
        bail!("shard needs both `--from DIR` and `--count N`: `cargo xtask shard --help` explains them");
    };
    shard::shard(&Checkout::find()?, &from, count)?;
    Ok(ExitCode::SUCCESS)
}

fn without_options(
    mut arguments: lexopt::Parser,
    text: &str,
    command: fn(&Checkout) -> Result<()>,
) -> Result<ExitCode> {
    match arguments.next()? {
        None => {}
        Some(Long("help") | Short('h')) => return help(text),
        Some(other) => return unknown(&other, "this command"),
    }
    command(&Checkout::find()?)?;
    Ok(ExitCode::SUCCESS)
}

fn parse<Number: std::str::FromStr>(value: &std::ffi::OsStr, option: &str, expected: &str) -> Result<Number> {
    match value.to_str().and_then(|text| text.parse().ok()) {
        Some(number) => Ok(number),
        None => bail!("{option} takes {expected}, not {}", value.to_string_lossy()),
    }
}

fn unknown(argument: &lexopt::Arg, command: &str) -> Result<ExitCode> {
    let shown = match argument {
        Long(name) => format!("--{name}"),
        Short(letter) => format!("-{letter}"),
        Value(value) => value.to_string_lossy().into_owned(),
    };
    bail!("{command} does not know {shown}: add --help to see what it knows")
}
