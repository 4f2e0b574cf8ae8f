//! The register peak: the kernels' own multiply-add, on sums that never leave the registers and do not wait for each other.

use std::arch::wasm32::{f32x4_extract_lane, f32x4_splat, v128};

/// Rounds of all sums between two looks at the loop's counter.
const UNROLLED: usize = 8;
const ITERATIONS: usize = 4096;

/// Operations of one call of [`multiply_adds`].
pub const FLOPS: u64 = (ITERATIONS * UNROLLED * SUMS * 4 * 2) as u64;

/// Independent sums: at least latency times instructions per cycle, and with their factors no more than V8's 15 registers.
#[cfg(target_feature = "relaxed-simd")]
const SUMS: usize = 12;
#[cfg(not(target_feature = "relaxed-simd"))]
const SUMS: usize = LEFT * RIGHT;

/// Multiplies and adds; the result depends on every single operation.
#[cfg(target_feature = "relaxed-simd")]
#[inline(never)]
pub fn multiply_adds(factor: f32) -> f32 {
    let (a, b) = (f32x4_splat(factor), f32x4_splat(0.5 - factor));
    let mut sums = first_sums();
    for _ in 0..ITERATIONS {
        for _ in 0..UNROLLED {
            for sum in &mut sums {
                *sum = std::arch::wasm32::f32x4_relaxed_madd(a, b, *sum);
            }
        }
    }
    total(sums)
}

#[cfg(not(target_feature = "relaxed-simd"))]
const LEFT: usize = 2;
#[cfg(not(target_feature = "relaxed-simd"))]
const RIGHT: usize = 4;
#[cfg(not(target_feature = "relaxed-simd"))]
const ROUNDS: usize = 256;

/// Multiplies and adds; the result depends on every single operation.
///
/// LLVM and V8 would compute a product of the same factors once, so that the left ones change from round to round: they come from
/// the nearest cache, by instructions that take no multiplication's and no addition's place.
#[cfg(not(target_feature = "relaxed-simd"))]
#[inline(never)]
pub fn multiply_adds(factor: f32) -> f32 {
    use std::arch::wasm32::{f32x4_add, f32x4_mul};
    let left: [v128; ROUNDS * LEFT] = std::array::from_fn(|index| f32x4_splat(factor * (1 + index) as f32));
    let right: [v128; RIGHT] = std::array::from_fn(|index| f32x4_splat(factor + index as f32));
    let mut sums = first_sums();
    for _ in 0..ITERATIONS * UNROLLED / ROUNDS {
        for left in left.chunks_exact(LEFT) {
            for (&a, sums) in left.iter().zip(sums.chunks_exact_mut(RIGHT)) {
                for (sum, &b) in sums.iter_mut().zip(&right) {
                    *sum = f32x4_add(*sum, f32x4_mul(a, b));
                }
            }
        }
    }
    total(sums)
}

fn first_sums() -> [v128; SUMS] {
    std::array::from_fn(|index| f32x4_splat(index as f32))
}

fn total(sums: [v128; SUMS]) -> f32 {
    sums.into_iter().map(|sum| f32x4_extract_lane::<0>(sum)).sum()
}
