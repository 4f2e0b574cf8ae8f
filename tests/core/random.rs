//! The random numbers: the same natively and in WebAssembly, and distributed as they should be.

use dcgan_wasm::random::{Purpose, Random};
use wasm_bindgen_test::wasm_bindgen_test;

/// FNV-1a, to compare many values by one number.
fn digest(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

// The two expected digests are not special: they were computed once, and hold on every platform or the claim is false.

#[wasm_bindgen_test(unsupported = test)]
pub fn normal_numbers_have_the_same_bits_on_every_platform() {
    let values = Random::new(7, Purpose::Latents).standard_normal(200_001);
    assert_eq!(digest(values.iter().flat_map(|value| value.to_le_bytes())), 12_877_067_142_967_080_721);
}

#[wasm_bindgen_test(unsupported = test)]
pub fn shuffles_are_the_same_on_every_platform() {
    let mut items: Vec<u32> = (0..4096).collect();
    Random::new(7, Purpose::ImageOrder).shuffle(&mut items);
    assert_eq!(digest(items.iter().flat_map(|item| item.to_le_bytes())), 2_901_733_141_921_237_433);
    items.sort_unstable();
    assert!(items.iter().copied().eq(0..4096), "a shuffle keeps every item");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn purposes_and_seeds_have_streams_of_their_own() {
    let draw = |seed, purpose| Random::new(seed, purpose).standard_normal(4);
    assert_eq!(draw(1, Purpose::Latents), draw(1, Purpose::Latents));
    assert_ne!(draw(1, Purpose::Latents), draw(1, Purpose::SampleLatents));
    assert_ne!(draw(1, Purpose::Latents), draw(2, Purpose::Latents));
}

#[wasm_bindgen_test(unsupported = test)]
pub fn normal_numbers_are_standard_normal() {
    let count = 200_000;
    let values = Random::new(3, Purpose::Latents).standard_normal(count);
    let mean_of = |power: i32| values.iter().map(|&value| f64::from(value).powi(power)).sum::<f64>() / count as f64;
    // Five standard errors of each sample moment: 1/sqrt(n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
    let standard_error = |variance: f64| 5.0 * (variance / count as f64).sqrt();
    assert!(mean_of(1).abs() < standard_error(1.0), "mean {}", mean_of(1));
    assert!((mean_of(2) - 1.0).abs() < standard_error(2.0), "variance {}", mean_of(2));
    assert!(mean_of(3).abs() < standard_error(15.0), "third moment {}", mean_of(3));
    assert!((mean_of(4) - 3.0).abs() < standard_error(96.0), "fourth moment {}", mean_of(4));
}
