//! Grey images as bytes, which is how they are shown and saved, generated ones as well.

use anyhow::Result;
use candle_core::{DType, Device, Tensor};
use dcgan_wasm::{Dataset, IMAGE_PIXELS, IMAGE_SIDE};

/// Images of 28x28 pixels, 0 for paper and 255 for ink.
#[derive(Clone, Debug, PartialEq)]
pub struct Images(Vec<u8>);

impl Images {
    /// The images whose `pixels` follow each other row by row.
    pub fn new(pixels: Vec<u8>) -> Self {
        assert!(pixels.len().is_multiple_of(IMAGE_PIXELS), "{} pixels are no whole images", pixels.len());
        Self(pixels)
    }

    /// Generated images `(count, 1, 28, 28)` from -1 (paper) to 1 (ink), each pixel rounded to the nearest grey.
    pub fn generated(images: &Tensor) -> Result<Self> {
        let pixels = images.flatten_all()?.to_vec1::<f32>()?;
        Ok(Self::new(pixels.iter().map(|pixel| ((pixel + 1.0) * 127.5).round() as u8).collect()))
    }

    /// The images of `dataset` at `indices`.
    pub fn of(dataset: &Dataset, indices: &[usize]) -> Self {
        Self::new(indices.iter().flat_map(|&index| dataset.image(index)).copied().collect())
    }

    /// The images at `indices` among these.
    pub fn choose(&self, indices: &[usize]) -> Self {
        Self::new(indices.iter().flat_map(|&index| &self.0[index * IMAGE_PIXELS..][..IMAGE_PIXELS]).copied().collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len() / IMAGE_PIXELS
    }

    /// Each image's pixels.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.chunks_exact(IMAGE_PIXELS)
    }

    /// `(count, 1, 28, 28)` of `f32` from -1 (paper) to 1 (ink), as networks read them.
    pub fn to_tensor(&self) -> Result<Tensor> {
        let pixels: Vec<f32> = self.0.iter().map(|&pixel| f32::from(pixel) / 127.5 - 1.0).collect();
        Ok(Tensor::from_vec(pixels, (self.len(), 1, IMAGE_SIDE, IMAGE_SIDE), &Device::Cpu)?)
    }

    /// `(count, 784)` of `f64` from 0 (paper) to 255 (ink), as points whose distances are exact.
    pub fn to_points(&self) -> Result<Tensor> {
        Ok(Tensor::from_slice(&self.0, (self.len(), IMAGE_PIXELS), &Device::Cpu)?.to_dtype(DType::F64)?)
    }
}

/// `count` indices below `len`, evenly spaced: MNIST's test images are of two qualities, one half after the other.
pub fn evenly_spaced(count: usize, len: usize) -> Vec<usize> {
    (0..count).map(|index| index * len / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_way_through_a_network_and_back() {
        let images = Images::new((0..IMAGE_PIXELS).map(|pixel| pixel as u8).collect());
        assert_eq!(Images::generated(&images.to_tensor().unwrap()).unwrap(), images);
    }

    #[test]
    fn indices_are_spread_over_all_images() {
        assert_eq!(evenly_spaced(4, 10), [0, 2, 5, 7]);
        assert_eq!(evenly_spaced(3, 3), [0, 1, 2]);
    }
}
