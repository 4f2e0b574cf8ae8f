//! MNIST and its look-alikes: reading IDX files, and in which order their images are visited.
//!
//! IDX, the format of <https://yann.lecun.com/exdb/mnist/>: a big-endian magic number (two zero bytes, the element type,
//! the number of dimensions), each dimension as a big-endian `u32`, then the elements.

use crate::random::Random;
use crate::{Error, IMAGE_PIXELS, IMAGE_SIDE, Result};
use candle_core::{Device, Tensor};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

/// The most images that a file may hold: room for EMNIST's 280,000 digits, and a bound on the memory that a hostile file
/// can claim.
pub const MAXIMUM_IMAGES: usize = 300_000;

const IMAGES_MAGIC: u32 = 0x0000_0803;
const LABELS_MAGIC: u32 = 0x0000_0801;
const IMAGES_HEADER: usize = 16;
const LABELS_HEADER: usize = 8;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Grey images of 28x28 pixels, each with a label. Clones share them.
#[derive(Clone, Debug)]
pub struct Dataset {
    contents: Arc<Contents>,
    /// How many of the images belong to this data set, from the first.
    count: usize,
}

#[derive(Debug)]
struct Contents {
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

impl Dataset {
    /// Reads a pair of IDX files, each gzipped or not.
    ///
    /// # Errors
    /// [`Error::Data`] when a file is not IDX, is truncated, has bytes left over, holds images of another size, holds none
    /// or more than [`MAXIMUM_IMAGES`], or when the two files disagree on how many images there are.
    pub fn from_idx(images: &[u8], labels: &[u8]) -> Result<Self> {
        let pixels = read_images(&decompress("images", images, IMAGES_MAGIC, [IMAGES_HEADER, IMAGE_PIXELS])?)?;
        let labels = read_labels(&decompress("labels", labels, LABELS_MAGIC, [LABELS_HEADER, 1])?)?;
        let count = pixels.len() / IMAGE_PIXELS;
        if labels.len() != count {
            let problem = format!("it holds {} labels for {count} images", labels.len());
            return Err(Error::Data { file: "labels", problem });
        }
        Ok(Self { contents: Arc::new(Contents { pixels, labels }), count })
    }

    /// The data set of the first `limit` images, or of all where `limit` is zero or more than there are. No pixel is copied.
    pub fn first(&self, limit: usize) -> Self {
        let count = if limit == 0 { self.count } else { limit.min(self.count) };
        Self { contents: Arc::clone(&self.contents), count }
    }

    /// How many images there are; at least one.
    #[allow(clippy::len_without_is_empty)] // A data set is never empty: `from_idx` refuses it.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The pixels of image `index`, row by row, 0 for paper and 255 for ink.
    pub fn image(&self, index: usize) -> &[u8] {
        &self.contents.pixels[..self.count * IMAGE_PIXELS][index * IMAGE_PIXELS..][..IMAGE_PIXELS]
    }

    /// The label of every image.
    pub fn labels(&self) -> &[u8] {
        &self.contents.labels[..self.count]
    }

    /// The CRC-32 of every pixel, then every label: what tells this data set from another.
    pub fn checksum(&self) -> u32 {
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(&self.contents.pixels[..self.count * IMAGE_PIXELS]);
        checksum.update(self.labels());
        checksum.finalize()
    }

    /// The images at `indices` as a tensor `(batch, 1, 28, 28)` of `f32` from -1 (paper) to 1 (ink), the range of tanh.
    pub fn batch(&self, indices: &[usize]) -> Result<Tensor> {
        images(indices.iter().flat_map(|&index| self.image(index)).copied())
    }
}

/// Pixels of whole images, row by row, as a tensor `(images, 1, 28, 28)` of `f32` from -1 for 0 (paper) to 1 for 255 (ink), the range
/// of tanh.
pub fn images(pixels: impl IntoIterator<Item = u8>) -> Result<Tensor> {
    let pixels: Vec<f32> = pixels.into_iter().map(|pixel| f32::from(pixel) / 127.5 - 1.0).collect();
    let shape = (pixels.len() / IMAGE_PIXELS, 1, IMAGE_SIDE, IMAGE_SIDE);
    Ok(Tensor::from_vec(pixels, shape, &Device::Cpu)?)
}

/// The way back: pixels of `images` `(images, 1, 28, 28)`, row by row, 0 for paper and 255 for ink.
pub fn pixels(images: &Tensor) -> Result<Vec<u8>> {
    let values = images.flatten_all()?.to_vec1::<f32>()?;
    Ok(values.iter().map(|value| ((value + 1.0) * 127.5).round() as u8).collect())
}

/// An endless sequence of image indices that visits every image once before any image again, in a new order each time.
#[derive(Clone, Debug)]
pub struct ShuffledIndices {
    order: Vec<usize>,
    next: usize,
    random: Random,
}

impl ShuffledIndices {
    /// The indices below `count` in the order that `random` decides.
    pub fn new(count: usize, random: Random) -> Self {
        Self { order: (0..count).collect(), next: count, random }
    }

    /// What [`Self::resumed`] goes on from: the order of now, how many of it have been visited, and where the random numbers stand.
    pub fn state(&self) -> (&[usize], usize, &Random) {
        (&self.order, self.next, &self.random)
    }

    /// Goes on with `order`, of which the first `visited` indices have been visited; at most all.
    pub fn resumed(order: Vec<usize>, visited: usize, random: Random) -> Self {
        Self { next: visited.min(order.len()), order, random }
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.order[..])
    }

    /// The indices of the next `batch_size` images. A batch may span two orders, or, from a data set smaller than itself, hold an
    /// image twice.
    pub fn next_batch(&mut self, batch_size: usize) -> Vec<usize> {
        (0..batch_size).map(|_| self.next_index()).collect()
    }

    fn next_index(&mut self) -> usize {
        if self.next == self.order.len() {
            self.random.shuffle(&mut self.order);
            self.next = 0;
        }
        self.next += 1;
        self.order[self.next - 1]
    }
}

/// Undoes gzip where the bytes start like it, to no more than one byte beyond what the header promises, so that a file that unpacks
/// without end claims no memory.
fn decompress<'a>(
    file: &'static str,
    bytes: &'a [u8],
    magic: u32,
    [header_length, item_length]: [usize; 2],
) -> Result<Cow<'a, [u8]>> {
    if !bytes.starts_with(&GZIP_MAGIC) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut decompressed = Vec::new();
    let mut read = |length: usize, decompressed: &mut Vec<u8>| {
        let result = decoder.by_ref().take(length as u64).read_to_end(decompressed);
        result.map_err(|error| {
            let length = decompressed.len();
            let problem = format!("its gzip compression is damaged after {length} decompressed bytes ({error})");
            Error::Data { file, problem }
        })
    };
    read(header_length, &mut decompressed)?;
    let promised = match word(&decompressed, 0) == Some(magic) {
        true => word(&decompressed, 1).map_or(0, |count| count as usize).min(MAXIMUM_IMAGES),
        false => 0,
    };
    read(promised * item_length + 1, &mut decompressed)?;
    Ok(Cow::Owned(decompressed))
}

/// Number `index` of the big-endian ones that `bytes` begin with.
fn word(bytes: &[u8], index: usize) -> Option<u32> {
    let bytes = bytes.get(4 * index..4 * index + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

fn read_images(bytes: &[u8]) -> Result<Vec<u8>> {
    let [count, height, width] = read_header("images", bytes, IMAGES_MAGIC)?;
    if (height, width) != (IMAGE_SIDE, IMAGE_SIDE) {
        let problem = format!("bytes 8 to 15 say that its images are {height}x{width} pixels");
        return Err(Error::Data { file: "images", problem });
    }
    read_elements("images", bytes, IMAGES_HEADER, count, IMAGE_PIXELS)
}

fn read_labels(bytes: &[u8]) -> Result<Vec<u8>> {
    let [count] = read_header("labels", bytes, LABELS_MAGIC)?;
    read_elements("labels", bytes, LABELS_HEADER, count, 1)
}

/// Checks the magic number and reads the dimensions behind it.
fn read_header<const DIMENSIONS: usize>(file: &'static str, bytes: &[u8], magic: u32) -> Result<[usize; DIMENSIONS]> {
    let header_length = 4 * (1 + DIMENSIONS);
    let problem = |problem: String| Error::Data { file, problem };
    let too_short = || problem(format!("it ends at byte {}, inside the header of {header_length} bytes", bytes.len()));

    let found = word(bytes, 0).ok_or_else(too_short)?;
    if found != magic {
        return Err(problem(format!("bytes 0 to 3 are {found:#010x} where IDX {file} start with {magic:#010x}")));
    }
    let mut dimensions = [0; DIMENSIONS];
    for (index, dimension) in dimensions.iter_mut().enumerate() {
        *dimension = word(bytes, 1 + index).ok_or_else(too_short)? as usize;
    }
    Ok(dimensions)
}

/// The elements behind a header that promises `count` items of `item_length` bytes, with nothing missing or left over.
fn read_elements(
    file: &'static str,
    bytes: &[u8],
    header_length: usize,
    count: usize,
    item_length: usize,
) -> Result<Vec<u8>> {
    let problem = |problem: String| Error::Data { file, problem };
    if count == 0 || count > MAXIMUM_IMAGES {
        return Err(problem(format!(
            "bytes 4 to 7 promise {count} {file}, and from 1 to {MAXIMUM_IMAGES} can be read"
        )));
    }
    let expected = header_length + count * item_length;
    if bytes.len() < expected {
        return Err(problem(format!("it ends at byte {} of the {expected} that its header promises", bytes.len())));
    }
    if bytes.len() > expected {
        return Err(problem(format!("it goes on after byte {expected}, where its header says that it ends")));
    }
    Ok(bytes[header_length..].to_vec())
}
