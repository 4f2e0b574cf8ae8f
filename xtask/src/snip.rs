//! Takes out of a compiled program what is linked but never runs: candle's operations on number types that no tensor here has, and
//! operations that no graph here holds.
//!
//! candle compiles every operation for ten types and chooses at run time, so that neither compiler nor linker can tell that
//! this program's tensors hold f32, and u8 or u32 where they compare or count; and it can walk back through every operation, so that all
//! are linked, while this program's convolutions and products are its own. The bodies of such functions are replaced by a trap;
//! wasm-bindgen then leaves out what only they needed. Should one be called all the same, the program stops there and the page says so:
//! the page's tests train every build that was treated this way.
//!
//! f64 is left alone: constants are f64 before they become f32.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;

/// Crates that do arithmetic on unused types, or multiply candle's matrices, and nothing else; and the one that makes the names in
/// backtraces readable, of which WebAssembly has none.
const CRATES: [&str; 10] = [
    "half",
    "float8",
    "gemm",
    "gemm_common",
    "gemm_f16",
    "gemm_f32",
    "gemm_f64",
    "gemm_c32",
    "gemm_c64",
    "rustc_demangle",
];
/// The module that is compiled for every type, and which of its other types are unused.
const OPERATIONS: &str = "candle_core::cpu_backend::";
const TYPES: [&str; 2] = ["i16", "i64"];
/// Its operations that no graph of this program holds.
const UNUSED: [&str; 18] = [
    "AvgPool2D",
    "Conv1D",
    "Conv2D",
    "ConvTranspose1D",
    "ConvTranspose2D",
    "Gather",
    "Im2Col",
    "Im2Col1D",
    "IndexAdd",
    "IndexSelect",
    "MatMul",
    "MaxPool2D",
    "ReduceIndex",
    "Scatter",
    "UpsampleBilinear2D",
    "UpsampleNearest1D",
    "WCond",
    "conv2d",
];

/// Flags of rustc without which a function's name does not tell what it is for: names tell the types it is compiled for, and
/// functions that come out the same for several types stay apart. The second is nightly's, hence RUSTC_BOOTSTRAP.
pub const FLAGS: [&str; 2] = ["-Csymbol-mangling-version=v0", "-Zmerge-functions=disabled"];

/// The functions of one number that candle maps over tensors, and which of them no graph of this program holds.
const FUNCTIONS: &str = "candle_core::op::";
const UNUSED_FUNCTIONS: [&str; 14] =
    ["Abs", "Ceil", "Cos", "Erf", "Exp", "Floor", "Gelu", "GeluErf", "Log", "Round", "Sign", "Silu", "Sin", "Tanh"];

const HEADER: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM_SECTION: u8 = 0;
const IMPORT_SECTION: u8 = 2;
const CODE_SECTION: u8 = 10;
/// No local variables, `unreachable`, `end`.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0b];

/// The program with traps in place of all that never runs. It has to carry the names of its functions.
pub fn snip(program: &[u8]) -> Result<Vec<u8>> {
    let sections = sections(program).context("the compiler's output is not a WebAssembly program")?;
    let find = |kind: u8| sections.iter().filter(move |section| section.kind == kind).map(|section| section.content);
    let imported = find(IMPORT_SECTION).map(imported_functions).sum::<Option<u32>>();
    let snipped = find(CUSTOM_SECTION).find_map(names_that_never_run);
    let (Some(imported), Some(snipped)) = (imported, snipped) else {
        bail!("the compiler's output does not name its functions: does the profile in Cargo.toml strip them?");
    };
    let mut output = HEADER.to_vec();
    for section in sections {
        let replaced = (section.kind == CODE_SECTION).then(|| with_traps(section.content, imported, &snipped));
        let content = replaced.map(|code| code.context("the compiler's output has no readable code")).transpose()?;
        let content = content.as_deref().unwrap_or(section.content);
        output.push(section.kind);
        write_number(&mut output, content.len() as u32);
        output.extend_from_slice(content);
    }
    Ok(output)
}

/// Whether a function, by its demangled name, belongs to a type of number that no tensor here has, or to an operation of no graph.
fn never_runs(name: &str) -> bool {
    let is_part_of_path = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == ':';
    let is_operation = name.contains(OPERATIONS);
    let is_one_of = |path: &str, module: &str, unused: &[&str]| {
        let name = path.strip_prefix(module).and_then(|rest| rest.split("::").next());
        name.is_some_and(|name| unused.contains(&name))
    };
    let is_unused = |path: &str| is_one_of(path, OPERATIONS, &UNUSED) || is_one_of(path, FUNCTIONS, &UNUSED_FUNCTIONS);
    name.split(|character| !is_part_of_path(character)).any(|path| match path.split_once("::") {
        Some((root, _)) => CRATES.contains(&root) || is_unused(path),
        None => is_operation && TYPES.contains(&path),
    })
}

struct Section<'a> {
    kind: u8,
    content: &'a [u8],
}

fn sections(program: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut reader = Reader(program.strip_prefix(HEADER)?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        sections.push(Section { kind: reader.byte()?, content: reader.sized()? });
    }
    Some(sections)
}

/// Imported functions are numbered before the program's own.
fn imported_functions(content: &[u8]) -> Option<u32> {
    let mut reader = Reader(content);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.sized()?;
        reader.sized()?;
        match reader.byte()? {
            0 => {
                functions += 1;
                reader.number()?;
            }
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            _ => {
                reader.byte()?;
                reader.byte()?;
            }
        }
    }
    Some(functions)
}

/// The numbers of the functions that never run, if this custom section is the one that names functions.
fn names_that_never_run(content: &[u8]) -> Option<BTreeSet<u32>> {
    let mut reader = Reader(content);
    if reader.sized()? != b"name" {
        return None;
    }
    while reader.byte()? != 1 {
        reader.sized()?;
    }
    let mut names = Reader(reader.sized()?);
    let mut numbers = BTreeSet::new();
    for _ in 0..names.number()? {
        let (number, name) = (names.number()?, std::str::from_utf8(names.sized()?).ok()?);
        if never_runs(&format!("{:#}", rustc_demangle::demangle(name))) {
            numbers.insert(number);
        }
    }
    Some(numbers)
}

fn with_traps(code: &[u8], first: u32, snipped: &BTreeSet<u32>) -> Option<Vec<u8>> {
    let mut reader = Reader(code);
    let count = reader.number()?;
    let mut output = Vec::new();
    write_number(&mut output, count);
    for number in first..first + count {
        let body = reader.sized()?;
        let body = if snipped.contains(&number) { &TRAP } else { body };
        write_number(&mut output, body.len() as u32);
        output.extend_from_slice(body);
    }
    Some(output)
}

/// What is left to read; nothing more can be read from an end that comes too early.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// As many bytes as the number before them says.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// How large a table or memory is, and may become.
    fn limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

fn write_number(output: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        output.push(number as u8 | 0x80);
        number >>= 7;
    }
    output.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports a memory and a function and has two functions of its own.
    fn program(first: &str, second: &str) -> Vec<u8> {
        let sized = |content: &[u8]| [&[content.len() as u8], content].concat();
        let section = |kind: u8, content: &[u8]| [&[kind], sized(content).as_slice()].concat();
        let named = |number: u8, name: &str| [&[number], sized(name.as_bytes()).as_slice()].concat();
        let imports = [&[2], &b"\x01a\x01m\x02\x03\x01\x01"[..], b"\x01a\x01f\x00\x00"].concat();
        let names = sized(&[&[2], named(1, first).as_slice(), &named(2, second)].concat());
        let custom = [sized(b"name").as_slice(), &[1], &names].concat();
        [
            HEADER,
            &section(IMPORT_SECTION, &imports),
            &section(CODE_SECTION, &[2, 4, 0, 0x41, 7, 0x0b, 4, 0, 0x41, 8, 0x0b]),
            &section(CUSTOM_SECTION, &custom),
        ]
        .concat()
    }

    #[test]
    fn only_the_function_that_never_runs_becomes_a_trap() {
        let before = program("candle_core::cpu_backend::f::<f32>", "candle_core::cpu_backend::f::<i16>");
        let after = snip(&before).unwrap();
        let code = sections(&after).unwrap().into_iter().find(|section| section.kind == CODE_SECTION).unwrap();
        assert_eq!(code.content, [2, 4, 0, 0x41, 7, 0x0b, 3, 0, 0, 0x0b]);
        assert_eq!(after.len(), before.len() - 1, "everything else stays");
    }

    #[test]
    fn what_uses_only_the_types_of_this_program_stays() {
        let before = program("candle_core::cpu_backend::f::<f32>", "dcgan_wasm::half::i16");
        assert_eq!(snip(&before).unwrap(), before);
    }

    #[test]
    fn types_are_told_from_names_that_contain_theirs() {
        assert!(never_runs(
            "<candle_core::cpu_backend::Gather<i64> as candle_core::cpu_backend::utils::Map1>::f::<f32>"
        ));
        assert!(never_runs("<alloc::vec::Vec<half::bfloat::bf16> as core::clone::Clone>::clone"));
        assert!(never_runs("gemm_f64::gemm::f64::scalar::gemm_basic"));
        assert!(never_runs("gemm_f32::gemm::f32::simd128::gemm_basic"));
        assert!(never_runs("<candle_core::cpu_backend::WCond<u32> as candle_core::cpu_backend::utils::Map2>::map"));
        assert!(never_runs("rayon_core::join::join_context::<candle_core::cpu_backend::conv2d::conv2d_tiled<f32>>"));
        assert!(!never_runs("<candle_core::cpu_backend::ReduceSum as candle_core::cpu_backend::utils::Map1>::map"));
        assert!(never_runs(
            "candle_core::cpu_backend::utils::unary_map::<f32, f32, <candle_core::op::Erf as UnaryOpT>::f32>"
        ));
        assert!(!never_runs(
            "candle_core::cpu_backend::utils::unary_map::<f32, f32, <candle_core::op::Sqr as UnaryOpT>::f32>"
        ));
        assert!(!never_runs("dcgan_wasm::kernels::gemm::multiply"));
        assert!(!never_runs("<candle_core::tensor::Tensor as core::ops::arith::Mul<i64>>::mul"));
        assert!(!never_runs("<candle_core::cpu_backend::CpuDevice as candle_core::backend::BackendDevice>::rand_i64"));
    }

    #[test]
    fn what_is_no_program_or_has_no_names_is_refused() {
        assert!(snip(b"<!doctype html>").is_err());
        assert!(snip(HEADER).unwrap_err().to_string().contains("Cargo.toml"));
        let cut = program("a", "b");
        assert!(snip(&cut[..cut.len() - 3]).is_err());
    }
}
