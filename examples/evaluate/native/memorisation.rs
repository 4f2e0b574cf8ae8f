//! Memorisation: does a generator copy the images that it was trained on?

use super::distances::to_nearest;
use anyhow::Result;
use candle_core::Tensor;

/// Share of `samples` that are nearer to an image of `training` than to any of `unseen`, ties counting half.
///
/// All are `(images, pixels)`. With equally many training and unseen images of one distribution, 0.5 is no
/// memorisation.
pub fn memorised_share(samples: &Tensor, training: &Tensor, unseen: &Tensor) -> Result<f64> {
    let (to_training, to_unseen) = (to_nearest(samples, training)?, to_nearest(samples, unseen)?);
    let memorised = to_training.iter().zip(&to_unseen).map(|(training, unseen)| match training.total_cmp(unseen) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Greater => 0.0,
    });
    Ok(memorised.sum::<f64>() / to_training.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    fn images<const COUNT: usize>(pixels: &[[f64; 2]; COUNT]) -> Tensor {
        Tensor::new(pixels, &Device::Cpu).expect("rows have one length")
    }

    #[test]
    fn copies_of_training_images_are_memorised() {
        let training = images(&[[0.0, 255.0], [255.0, 0.0]]);
        let unseen = images(&[[0.0, 254.0], [254.0, 0.0]]);
        assert_eq!(memorised_share(&training, &training, &unseen).unwrap(), 1.0);
        assert_eq!(memorised_share(&unseen, &training, &unseen).unwrap(), 0.0);
    }

    #[test]
    fn what_is_between_counts_half() {
        let between = images(&[[5.0, 5.0]]);
        assert_eq!(memorised_share(&between, &images(&[[0.0, 0.0]]), &images(&[[10.0, 10.0]])).unwrap(), 0.5);
    }
}
