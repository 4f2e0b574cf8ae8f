//! Tries [`attempts::checkpoint`] by changing a checkpoint's header or its numbers, the length of the header made right again.

#![no_main]

use dcgan_fuzz::attempts;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// Bytes of the number that says how long the header is.
const LENGTH_BYTES: usize = 8;

/// What one mutation may add.
const ROOM: usize = 64;

fuzz_target!(|bytes: &[u8]| attempts::checkpoint(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match header_end(&data[..size]) {
        // Now and then the file as a whole.
        Some(end) if seed % 16 > 0 && end < size => mutate_part(data, [size, max_size], end, seed % 4 == 1),
        _ => fuzzer_mutate(data, size, max_size),
    }
});

fn header_end(file: &[u8]) -> Option<usize> {
    let length = u64::from_le_bytes(*file.first_chunk()?);
    usize::try_from(length).ok()?.checked_add(LENGTH_BYTES).filter(|&end| end <= file.len())
}

/// Changes the numbers, which begin at `end`, or the header before them; the new size.
fn mutate_part(data: &mut [u8], [size, max_size]: [usize; 2], end: usize, are_numbers: bool) -> usize {
    if are_numbers {
        return end + fuzzer_mutate(&mut data[end..], size - end, size - end);
    }
    let length = end - LENGTH_BYTES;
    let most = (length + ROOM).min(max_size - LENGTH_BYTES - (size - end));
    let mut header = vec![0; most.max(length)];
    header[..length].copy_from_slice(&data[LENGTH_BYTES..end]);
    let new_length = fuzzer_mutate(&mut header, length, most);
    let new_end = LENGTH_BYTES + new_length;
    data.copy_within(end..size, new_end);
    data[..LENGTH_BYTES].copy_from_slice(&(new_length as u64).to_le_bytes());
    data[LENGTH_BYTES..new_end].copy_from_slice(&header[..new_length]);
    new_end + size - end
}
