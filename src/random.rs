//! The random numbers of a run: one seeded generator, bit-identical natively and in WebAssembly.

use rand::Rng;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// What random numbers are for. Each purpose has its own stream of the seed, so that, for example, a larger batch does
/// not change the initial weights.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Initial weights of the generator.
    GeneratorWeights = 1,
    /// Initial weights of the discriminator.
    DiscriminatorWeights = 2,
    /// The order in which training images are visited.
    ImageOrder = 3,
    /// Latent vectors that train.
    Latents = 4,
    /// Latent vectors, and classes, of the images that are shown.
    SampleLatents = 5,
    /// Latent vectors, and classes, of the images that are judged.
    FreshLatents = 6,
    /// Where the search for clusters of images starts.
    Clusters = 7,
    /// Images to be told apart by a visitor.
    Inquiries = 8,
}

/// A stream of random numbers: ChaCha with 8 rounds, one stream per [`Purpose`].
#[derive(Clone, Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of `seed` that serves `purpose`.
    pub fn new(seed: u32, purpose: Purpose) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed.into());
        generator.set_stream(purpose as u64);
        Self(generator)
    }

    /// How far the stream has been read, in numbers of 32 bits.
    pub fn position(&self) -> u64 {
        self.0.get_word_pos() as u64 // No run reads 2^64 of them.
    }

    /// Reads on from a position of the same stream.
    pub fn set_position(&mut self, position: u64) {
        self.0.set_word_pos(position.into());
    }

    /// `count` independent draws from the standard normal distribution.
    pub fn standard_normal(&mut self, count: usize) -> Vec<f32> {
        let mut values = Vec::with_capacity(count + 1);
        while values.len() < count {
            let (first, second) = self.standard_normal_pair();
            values.push(first as f32);
            values.push(second as f32);
        }
        values.truncate(count);
        values
    }

    /// A uniform draw from `items`, which is not empty.
    pub fn choose<T: Copy>(&mut self, items: &[T]) -> T {
        items[(self.unit_interval() * items.len() as f64) as usize]
    }

    /// Puts `items` into random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }

    /// Two independent standard normal draws by the transform of Box and Muller (1958), computed with `libm`, because the
    /// platform's own logarithm and sine differ between a native build and WebAssembly in their last bits.
    fn standard_normal_pair(&mut self) -> (f64, f64) {
        let radius = (-2.0 * libm::log(1.0 - self.unit_interval())).sqrt();
        let angle = std::f64::consts::TAU * self.unit_interval();
        (radius * libm::cos(angle), radius * libm::sin(angle))
    }

    /// A uniform draw from [0, 1) with 53 random bits.
    pub fn unit_interval(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
}
