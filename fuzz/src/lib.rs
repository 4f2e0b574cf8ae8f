//! What the targets of the fuzzer share.

pub mod attempts;
