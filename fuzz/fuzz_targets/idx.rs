//! Tries [`attempts::idx`].

#![no_main]

use dcgan_fuzz::attempts;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attempts::idx(bytes));
