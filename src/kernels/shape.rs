//! How feature maps lie in memory: in blocks of eight images.
//!
//! Feature maps of a batch are `(blocks, height, width, channels, 8)`: the eight numbers that belong to the same pixel and
//! channel of eight images are neighbours. A pixel's channels are then a panel `(channels, 8)` as the microkernel of
//! [`super::gemm`] reads it, and so are the channels of pixels side by side, so that convolutions are matrix products with no
//! copy of their input (no im2col).
//!
//! Where the batch is not a multiple of eight, the last block has lanes that belong to no image. In a gradient they are zero.
//! In a forward pass they hold finite numbers of no meaning, which batch normalisation keeps out of its statistics.

use crate::simd::LANES;

/// The shape of feature maps, `(blocks, height, width, channels, 8)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapsShape {
    /// Blocks of eight images.
    pub blocks: usize,
    /// Rows of a map.
    pub height: usize,
    /// Columns of a map.
    pub width: usize,
    /// Maps of an image.
    pub channels: usize,
}

impl MapsShape {
    /// Pixels of a map.
    pub fn pixels(&self) -> usize {
        self.height * self.width
    }

    /// Numbers of one pixel in one block.
    pub fn pixel_length(&self) -> usize {
        self.channels * LANES
    }

    /// Numbers of one row of pixels in one block.
    pub fn row_length(&self) -> usize {
        self.width * self.pixel_length()
    }

    /// Numbers of one block.
    pub fn block_length(&self) -> usize {
        self.height * self.row_length()
    }

    /// Numbers in all.
    pub fn length(&self) -> usize {
        self.blocks * self.block_length()
    }

    /// Where the numbers of pixel `(y, x)` of a block begin.
    pub fn pixel(&self, block: usize, y: usize, x: usize) -> usize {
        ((block * self.height + y) * self.width + x) * self.pixel_length()
    }
}

/// How many blocks `images` fill, the last perhaps not wholly.
pub fn blocks_of(images: usize) -> usize {
    images.div_ceil(LANES)
}

/// The number of the image in the first lane of `block`, where each batch has `images` and begins with a block of its own.
pub fn first_image(block: usize, images: usize) -> usize {
    block / blocks_of(images) * images + block % blocks_of(images) * LANES
}

/// How many lanes of `block` belong to an image, where each batch has `images` and begins with a block of its own.
pub fn lanes_in_use(block: usize, images: usize) -> usize {
    (images - block % blocks_of(images) * LANES).min(LANES)
}

/// The convolution of stride 2 between large maps and small maps of half their sides.
///
/// DCGAN's convolution and transposed convolution are this one linear map, read in both directions; the weights of both have
/// the shape `(small channels, large channels, kernel, kernel)`:
///
/// | | convolution | transposed convolution |
/// |---|---|---|
/// | forward | `halve` | `double` |
/// | gradient of the input | `double` | `halve` |
/// | gradient of the weights | `weight_gradient` | `weight_gradient` |
///
/// Small row `y` meets the large rows from `2 y - padding` on, one for each row of the kernel; so with columns. By a kernel of 4
/// every large pixel is reached from four small ones, but at the border. By a kernel of 5, which the stride does not divide, one in
/// four is reached from nine, two from six and one from four: the checkerboard of Odena, Dumoulin and Olah (2016).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// Blocks of eight images.
    pub blocks: usize,
    /// Rows of a small map; a large one has twice as many.
    pub height: usize,
    /// Columns of a small map; a large one has twice as many.
    pub width: usize,
    /// Channels of the small maps.
    pub small_channels: usize,
    /// Channels of the large maps.
    pub large_channels: usize,
    /// Rows, and columns, of the kernel: [`KERNEL`], with padding 1, or 5, with padding 2.
    pub kernel: usize,
}

/// Rows, and columns, of the usual kernel.
pub const KERNEL: usize = 4;

/// Numbers of the usual kernel for one pair of channels.
pub const TAPS: usize = KERNEL * KERNEL;

impl Convolution {
    /// The shape of the small maps.
    pub fn small(&self) -> MapsShape {
        MapsShape { blocks: self.blocks, height: self.height, width: self.width, channels: self.small_channels }
    }

    /// The shape of the large maps.
    pub fn large(&self) -> MapsShape {
        MapsShape { blocks: self.blocks, height: 2 * self.height, width: 2 * self.width, channels: self.large_channels }
    }

    /// Rows of zeros before the first row of the large maps; so with columns.
    pub fn padding(&self) -> usize {
        (self.kernel - 1) / 2
    }

    /// Numbers of the kernel for one pair of channels.
    pub fn taps(&self) -> usize {
        self.kernel * self.kernel
    }

    /// Numbers of the weights, `(small channels, large channels, kernel, kernel)`.
    pub fn weights(&self) -> usize {
        self.small_channels * self.large_channels * self.taps()
    }
}

/// The linear layer that projects latent vectors `(blocks, latent, 8)` onto small maps, DCGAN's "project and reshape".
///
/// The weights are `(channels * height * width, latent)`, the rows ordered by channel, then by pixel, as PyTorch reshapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projection {
    /// Length of a latent vector.
    pub latent: usize,
    /// The maps that are made.
    pub maps: MapsShape,
}

impl Projection {
    /// Numbers of the weights.
    pub fn weights(&self) -> usize {
        self.latent * self.maps.channels * self.maps.pixels()
    }
}
