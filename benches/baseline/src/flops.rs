//! How many floating-point operations a training step takes.

use dcgan_wasm::Configuration;

/// Operations of one training step's linear layers and convolutions, a multiplication and an addition each, when every
/// convolution is computed directly, its zero padding included. Fast algorithms take fewer for the same step.
pub fn direct_convolution_flops(configuration: &Configuration) -> u64 {
    let Configuration { base_width: width, latent_size: latent, batch_size: batch, .. } = *configuration;
    // Multiply-adds per image of one pass (forward, gradient of the input, or gradient of the weights) through a layer; with a
    // kernel of one number, where it is a convolution.
    let wide_convolution = 7 * 7 * width * (2 * width);
    let image_convolution = 14 * 14 * width;
    let first_linear = (latent + configuration.classes()) * (2 * width * 7 * 7);
    // A class has a row of its own beside the row of all images.
    let last_linear = 2 * width * 7 * 7 * if configuration.classes() > 0 { 2 } else { 1 };
    // Passes through each kind of layer. In D's turn: D forward, weights' gradients and inner inputs' gradients on two
    // batches. In G's turn: D forward, D's inputs' gradients, G's weights' and inner inputs'. And G forward, in each turn
    // or once for both.
    let generations = if configuration.reuse_fakes { 1 } else { 2 };
    let (generator_taps, discriminator_taps) = (configuration.kernel_size.pow(2), 16);
    let multiply_adds = wide_convolution * (generator_taps * (generations + 2) + discriminator_taps * (2 * 3 + 1 + 1))
        + image_convolution * (generator_taps * (generations + 2) + discriminator_taps * (2 * 2 + 1 + 1))
        + last_linear * (2 * 3 + 2)
        + first_linear * (generations + 1);
    2 * batch as u64 * multiply_adds as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use dcgan_wasm::{Conditioning, Preset};

    #[test]
    fn a_step_of_width_32_and_batch_64_takes_2_7_gigaflops() {
        let configuration =
            Configuration { base_width: 32, batch_size: 64, latent_size: 64, ..Preset::PLAIN.configuration };
        assert_eq!(direct_convolution_flops(&configuration), 2_674_982_912);
    }

    #[test]
    fn a_step_that_knows_labels_and_reuses_fakes_takes_what_the_recipe_says() {
        let configuration =
            Configuration { base_width: 12, conditioning: Conditioning::Labels, ..Preset::FAST.configuration };
        let gigaflops_of_a_thousand = direct_convolution_flops(&configuration) as f64 / 1e6;
        assert!((93.0..95.0).contains(&gigaflops_of_a_thousand), "{gigaflops_of_a_thousand}");
    }
}
