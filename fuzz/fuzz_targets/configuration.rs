//! Tries [`attempts::configuration`].

#![no_main]

use dcgan_fuzz::attempts;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attempts::configuration(bytes));
