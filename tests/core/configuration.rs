//! The configuration: its default is valid, and every setting outside its range is refused by name.

use crate::support::{shard, small_configuration};
use dcgan_wasm::configuration::{ConfigurationLimits, LIMITS, Range};
use dcgan_wasm::{AdamConfiguration, Configuration, Trainer};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
pub fn the_default_is_valid() {
    Configuration::default().validate().unwrap();
}

#[wasm_bindgen_test(unsupported = test)]
pub fn both_ends_of_every_range_are_permitted() {
    let ConfigurationLimits { base_width, latent_size, batch_size, learning_rate, beta1, beta2, .. } = LIMITS;
    let ConfigurationLimits { cluster_count, average_decay, kernel_size, image_limit, .. } = LIMITS;
    let ends: [fn(Range) -> f64; 2] = [|range| range.minimum, |range| range.maximum];
    for end in ends {
        let adam = AdamConfiguration { learning_rate: end(learning_rate), beta1: end(beta1), beta2: end(beta2) };
        let configuration = Configuration {
            base_width: end(base_width) as usize,
            latent_size: end(latent_size) as usize,
            batch_size: end(batch_size) as usize,
            cluster_count: end(cluster_count) as usize,
            average_decay: end(average_decay),
            kernel_size: end(kernel_size) as usize,
            image_limit: end(image_limit) as usize,
            generator_adam: adam,
            discriminator_adam: adam,
            ..Configuration::default()
        };
        configuration.validate().unwrap();
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_value_outside_its_range_is_refused_in_one_sentence_that_names_it() {
    type Change = fn(&mut Configuration);
    let cases: [(Change, &str); 20] = [
        (|c| c.base_width = 0, "The base width is 0, but it must lie between 1 and 128"),
        (|c| c.base_width = 129, "The base width is 129"),
        (|c| c.latent_size = 0, "The latent size is 0"),
        (|c| c.latent_size = 513, "The latent size is 513"),
        (|c| c.batch_size = 0, "The batch size is 0"),
        (|c| c.batch_size = 257, "The batch size is 257"),
        (|c| c.generator_adam.learning_rate = -1e-9, "The generator's learning rate is -0.000000001"),
        (|c| c.generator_adam.learning_rate = f64::NAN, "The generator's learning rate is NaN"),
        (|c| c.discriminator_adam.learning_rate = 1.5, "The discriminator's learning rate is 1.5"),
        (|c| c.discriminator_adam.learning_rate = f64::INFINITY, "The discriminator's learning rate is inf"),
        (|c| c.generator_adam.beta1 = 1.0, "The generator's beta1 is 1"),
        (|c| c.discriminator_adam.beta1 = -0.1, "The discriminator's beta1 is -0.1"),
        (|c| c.discriminator_adam.beta2 = 1.0, "The discriminator's beta2 is 1"),
        (|c| c.cluster_count = 1, "The number of clusters is 1, but it must lie between 2 and 256"),
        (|c| c.cluster_count = 257, "The number of clusters is 257"),
        (|c| c.average_decay = 1.0, "The decay of the average is 1"),
        (|c| c.average_decay = -0.1, "The decay of the average is -0.1"),
        (|c| c.kernel_size = 3, "The kernel size is 3, but it must lie between 4 and 5"),
        (|c| c.kernel_size = 6, "The kernel size is 6"),
        (|c| c.image_limit = 300_001, "The number of training images is 300001, but it must lie between 0 and 300000"),
    ];
    for (change, expected) in cases {
        let mut configuration = small_configuration();
        change(&mut configuration);
        let message = Trainer::new(configuration, shard()).err().expect(expected).to_string();
        assert!(message.starts_with(expected) && message.ends_with('.'), "{message}");
    }
}
