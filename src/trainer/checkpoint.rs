//! A run as one file: written, read on another day or another machine, and continued bit for bit on the same build.
//!
//! The file is safetensors. Its metadata has one entry, `checkpoint`: a JSON text of the format's version, the configuration, the data
//! set's fingerprint, how far every stream of random numbers has been read, and the caller's notes. Its tensors:
//!
//! | tensor | type | holds |
//! |---|---|---|
//! | `generator.…`, `average.…`, `discriminator.…` | F32 | every variable and running statistic, under PyTorch's names |
//! | `adam.generator.mean.…`, `adam.generator.square.…` | F32 | the moments of G's Adam, of each variable that it moves |
//! | `adam.discriminator.mean.…`, `adam.discriminator.square.…` | F32 | the moments of D's |
//! | `fractions` | F64 | the configuration's fractions, which JSON may round: both Adams' settings, G's first, and the decay of averages |
//! | `order` | U32 | the order in which this epoch visits the images |
//! | `history` | F32 | numbers of the caller's |
//! | `checksum` | U8 | the file's last four bytes: the CRC-32 of all before them, least significant byte first |
//!
//! Classes are not stored: the data set and the seed give them again.

use super::weights::{Stored, collect, serialized};
use super::{Moment, Trainer};
use crate::classes::Classes;
use crate::configuration::{AdamConfiguration, Configuration, GeneratorTurnForm};
use crate::data::{Dataset, ShuffledIndices};
use crate::model::{Generator, NamedVariable, Network};
use crate::ops::{AdamMemory, Moments};
use crate::random::{Purpose, Random};
use crate::{Error, Result};
use candle_core::{Device, Tensor};
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use std::mem;
use std::sync::Arc;

/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 1;
/// The entry of the metadata.
const ENTRY: &str = "checkpoint";
/// Bytes at the end of the file, and of the number at its beginning that says how long its header is.
const CHECKSUM_BYTES: usize = 4;
const HEADER_LENGTH_BYTES: usize = 8;
/// The longest header that is read: room for every tensor's name and the longest notes, escaped.
const MAXIMUM_HEADER: u64 = 1 << 20;
/// The longest notes of a caller, in bytes.
const MAXIMUM_NOTES: usize = 1 << 16;
/// The longest history of a caller, in numbers.
const MAXIMUM_HISTORY: usize = 1 << 17;
/// How many settings are fractions.
const FRACTIONS: usize = 7;
/// Counts beyond this are not exact in JavaScript, and no run has them.
const MAXIMUM_COUNT: u64 = 1 << 53;

/// A run that was read from a file, and what its caller had put beside it.
pub struct Restored {
    /// The run as it stood.
    pub trainer: Trainer,
    /// A text of the caller's.
    pub notes: String,
    /// Numbers of the caller's, such as the losses so far.
    pub history: Vec<f32>,
}

/// No run has weights or mean gradients beyond this: from smaller ones, Adam's next update is finite by any settings.
const LARGEST_NUMBER: f32 = 1e20;

/// Everything but the tensors.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct About {
    version: u32,
    configuration: Configuration,
    /// How many images are trained on, and [`Dataset::checksum`] of them.
    image_count: usize,
    image_checksum: u32,
    steps_taken: u64,
    generator_updates: u64,
    discriminator_updates: u64,
    /// How many images of the order have been visited.
    images_visited: usize,
    /// How far each stream has been read.
    image_order_position: u64,
    latents_position: u64,
    fresh_latents_position: u64,
    inquiries_position: u64,
    notes: String,
}

impl About {
    /// Refuses what no run has, or could not be written again.
    fn check(&self) -> Result<()> {
        let steps = [self.steps_taken, self.generator_updates, self.discriminator_updates];
        if steps.iter().max() > Some(&MAXIMUM_COUNT) {
            return Err(refusal("it counts more steps than can be taken"));
        }
        let positions =
            [self.image_order_position, self.latents_position, self.fresh_latents_position, self.inquiries_position];
        if positions.iter().max() > Some(&MAXIMUM_COUNT) {
            return Err(refusal("it counts more random numbers than can be drawn"));
        }
        match self.notes.len() > MAXIMUM_NOTES {
            true => Err(refusal("its notes are longer than any that are written")),
            false => Ok(()),
        }
    }
}

/// What can be read of any version.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl Trainer {
    /// The run as a file: everything needed to go on from here, and the caller's `notes` and `history`, which mean nothing to the run.
    ///
    /// # Errors
    /// [`Error::HalfStep`] when D's turn of a step has been taken and G's has not, [`Error::Diverged`] when the run holds what could not
    /// be read again, and [`Error::OutOfRange`] when the notes are longer than 65,536 bytes or the history than 131,072 numbers.
    pub fn checkpoint(&self, notes: &str, history: &[f32]) -> Result<Vec<u8>> {
        check_length("The length of the notes in bytes", notes.len(), MAXIMUM_NOTES)?;
        check_length("The length of the history", history.len(), MAXIMUM_HISTORY)?;
        if self.half_step.is_some() {
            return Err(Error::HalfStep);
        }
        self.check_statistics()?;
        let [generator_memory, discriminator_memory] = [self.generator_adam.memory(), self.discriminator_adam.memory()];
        let (order, images_visited, order_random) = self.order.state();
        let about = About {
            version: VERSION,
            configuration: self.configuration.clone(),
            image_count: self.dataset.len(),
            image_checksum: self.dataset.checksum(),
            steps_taken: self.steps_taken,
            generator_updates: generator_memory.updates,
            discriminator_updates: discriminator_memory.updates,
            images_visited,
            image_order_position: order_random.position(),
            latents_position: self.latents.position(),
            fresh_latents_position: self.samples.fresh_random().position(),
            inquiries_position: self.inquiries.position(),
            notes: notes.to_owned(),
        };

        let mut tensors = Vec::new();
        collect("generator", self.generator.variables(), &mut tensors)?;
        collect("average", self.samples.average().variables(), &mut tensors)?;
        collect("discriminator", self.discriminator.variables(), &mut tensors)?;
        store_memory("generator", &self.moved_by_generator_adam(), &generator_memory, &mut tensors);
        store_memory("discriminator", &self.moved_by_discriminator_adam(), &discriminator_memory, &mut tensors);
        let fractions = fractions(&mut self.configuration.clone()).map(|fraction| *fraction);
        let bytes = fractions.iter().flat_map(|fraction| fraction.to_le_bytes()).collect();
        tensors.push(("fractions".to_owned(), Stored { dtype: Dtype::F64, shape: vec![FRACTIONS], bytes }));
        let order = order.iter().flat_map(|&index| (index as u32).to_le_bytes()).collect();
        tensors.push(("order".to_owned(), Stored { dtype: Dtype::U32, shape: vec![self.dataset.len()], bytes: order }));
        tensors.push(("history".to_owned(), Stored::of_numbers(&[history.len()], history)));
        // The only one of bytes, which safetensors puts last.
        let checksum = Stored { dtype: Dtype::U8, shape: vec![CHECKSUM_BYTES], bytes: vec![0; CHECKSUM_BYTES] };
        tensors.push(("checksum".to_owned(), checksum));
        let about = serde_json::to_string(&about).expect("numbers and texts can be written as JSON");
        Ok(sealed(serialized(&tensors, [(ENTRY.to_owned(), about)].into())))
    }

    /// The run that a file holds, on the data set that it was trained on. It goes on bit for bit as the run that was written would have,
    /// on the same build.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when the file is not what [`Self::checkpoint`] writes, or was written of a run on other images.
    pub fn restore(file: &[u8], dataset: &Dataset) -> Result<Restored> {
        let contents = Contents::read(file)?;
        let about = &contents.about;
        let configuration = contents.configuration()?;
        configuration.validate().map_err(|_| refusal("a setting is outside its permitted range"))?;
        let dataset = Arc::new(dataset.first(configuration.image_limit));
        if (dataset.len(), dataset.checksum()) != (about.image_count, about.image_checksum) {
            return Err(refusal("it was trained on other images"));
        }
        contents.check_size(&configuration)?;
        let mut trainer = Self::with_classes(configuration, dataset, Arc::default())?;
        let history = contents.history()?;
        let moment = contents.moment_for(&trainer)?;
        trainer.resume(&moment)?;
        // The search for groups of images takes its time: for a run that can be restored only.
        trainer.classes = Arc::new(Classes::new(&trainer.dataset, &trainer.configuration)?);
        trainer.inquiries.set_position(about.inquiries_position);
        Ok(Restored { trainer, notes: contents.about.notes, history })
    }

    fn moved_by_generator_adam(&self) -> Vec<(String, NamedVariable<'_>)> {
        let mut moved = named("generator", &self.generator);
        if self.configuration.generator_turn == GeneratorTurnForm::StackedUnfrozen {
            moved.extend(named("discriminator", &self.discriminator));
        }
        moved
    }

    fn moved_by_discriminator_adam(&self) -> Vec<(String, NamedVariable<'_>)> {
        named("discriminator", &self.discriminator)
    }
}

/// The parameters of a network, with its name before theirs.
fn named<'a>(name: &str, network: &'a impl Network) -> Vec<(String, NamedVariable<'a>)> {
    let with_name = |parameter: NamedVariable<'a>| (format!("{name}.{}", parameter.full_name()), parameter);
    network.parameters().into_iter().map(with_name).collect()
}

fn store_memory(
    adam: &str,
    moved: &[(String, NamedVariable)],
    memory: &AdamMemory,
    tensors: &mut Vec<(String, Stored)>,
) {
    for ((name, variable), Moments { mean, square }) in moved.iter().zip(&memory.moments) {
        let shape = variable.variable.dims();
        tensors.push((format!("adam.{adam}.mean.{name}"), Stored::of_numbers(shape, &mean.borrow())));
        tensors.push((format!("adam.{adam}.square.{name}"), Stored::of_numbers(shape, &square.borrow())));
    }
}

/// The settings of which JSON's decimals may miss the last bit.
fn fractions(configuration: &mut Configuration) -> [&mut f64; FRACTIONS] {
    let Configuration { generator_adam: generator, discriminator_adam: discriminator, average_decay, .. } =
        configuration;
    let AdamConfiguration { learning_rate, beta1, beta2 } = generator;
    let [rate, first, second] = [learning_rate, beta1, beta2];
    let AdamConfiguration { learning_rate, beta1, beta2 } = discriminator;
    [rate, first, second, learning_rate, beta1, beta2, average_decay]
}

/// The file with its checksum in its last bytes.
fn sealed(mut file: Vec<u8>) -> Vec<u8> {
    let (contents, checksum) = file.split_last_chunk_mut::<CHECKSUM_BYTES>().expect("the checksum has its place");
    *checksum = crc32fast::hash(contents).to_le_bytes();
    file
}

fn check_length(field: &'static str, length: usize, maximum: usize) -> Result<()> {
    if length <= maximum {
        return Ok(());
    }
    Err(Error::OutOfRange { field, value: length as f64, minimum: 0.0, maximum: maximum as f64 })
}

fn refusal(problem: impl Into<String>) -> Error {
    Error::Checkpoint(problem.into())
}

/// A file whose checksum fits, in the version that is read.
struct Contents<'a> {
    about: About,
    tensors: SafeTensors<'a>,
    /// Of the file, in bytes.
    length: usize,
}

impl<'a> Contents<'a> {
    fn read(file: &'a [u8]) -> Result<Self> {
        let length = file.first_chunk::<HEADER_LENGTH_BYTES>().map(|bytes| u64::from_le_bytes(*bytes));
        if length.is_some_and(|length| length > MAXIMUM_HEADER) {
            return Err(refusal("its header is longer than any that is written, or it is another kind of file"));
        }
        let unreadable = |_| refusal("it is cut off, damaged, or another kind of file");
        let (_, metadata) = SafeTensors::read_metadata(file).map_err(unreadable)?;
        let about = metadata.metadata().as_ref().and_then(|entries| entries.get(ENTRY));
        let about = about.ok_or_else(|| refusal("it holds no run, but something else"))?;
        let Versioned { version } = serde_json::from_str(about).map_err(|_| refusal("it does not tell its version"))?;
        if version != VERSION {
            return Err(refusal(format!("it is of version {version}, and version {VERSION} can be read")));
        }
        let is_whole = file
            .split_last_chunk::<CHECKSUM_BYTES>()
            .is_some_and(|(contents, checksum)| crc32fast::hash(contents).to_le_bytes() == *checksum);
        if !is_whole {
            return Err(refusal("it is damaged: its checksum does not fit"));
        }
        let about: About =
            serde_json::from_str(about).map_err(|error| refusal(format!("it cannot be read ({error})")))?;
        about.check()?;
        let tensors = SafeTensors::deserialize(file).map_err(unreadable)?;
        Ok(Self { about, tensors, length: file.len() })
    }

    /// Refuses settings of larger networks than the file has room for, before memory is taken for them.
    fn check_size(&self, configuration: &Configuration) -> Result<()> {
        match self.length < size_of::<f32>() * Generator::wide_weights(configuration) {
            true => Err(refusal("it is too short for networks of its size")),
            false => Ok(()),
        }
    }

    /// The settings, with fractions to the bit.
    fn configuration(&self) -> Result<Configuration> {
        let mut configuration = self.about.configuration.clone();
        let bytes = self.bytes("fractions", Dtype::F64, Some(&[FRACTIONS]))?;
        for (fraction, &bytes) in fractions(&mut configuration).into_iter().zip(bytes.as_chunks().0) {
            *fraction = f64::from_le_bytes(bytes);
        }
        Ok(configuration)
    }

    /// What the file holds of a run of the same networks and images as `trainer`.
    fn moment_for(&self, trainer: &Trainer) -> Result<Moment> {
        let about = &self.about;
        let seed = about.configuration.seed;
        let random = |purpose, position| {
            let mut random = Random::new(seed, purpose);
            random.set_position(position);
            random
        };
        let moment = Moment {
            configuration: trainer.configuration.clone(),
            steps_taken: about.steps_taken,
            generator: self.values("generator", trainer.generator.variables())?,
            average: self.values("average", trainer.samples.average().variables())?,
            discriminator: self.values("discriminator", trainer.discriminator.variables())?,
            generator_adam: self.memory("generator", about.generator_updates, trainer.moved_by_generator_adam())?,
            discriminator_adam: self.memory(
                "discriminator",
                about.discriminator_updates,
                trainer.moved_by_discriminator_adam(),
            )?,
            order: self.order(random(Purpose::ImageOrder, about.image_order_position))?,
            latents: random(Purpose::Latents, about.latents_position),
            fresh: random(Purpose::FreshLatents, about.fresh_latents_position),
        };
        let moments = 2 * (moment.generator_adam.moments.len() + moment.discriminator_adam.moments.len());
        let variables = moment.generator.len() + moment.average.len() + moment.discriminator.len();
        match self.tensors.len() == variables + moments + ["fractions", "order", "history", "checksum"].len() {
            true => Ok(moment),
            false => Err(refusal("it holds tensors that belong to no run")),
        }
    }

    fn values(&self, network: &str, variables: Vec<NamedVariable>) -> Result<Vec<Tensor>> {
        let value = |NamedVariable { layer, name, variable }: NamedVariable| {
            let shape = variable.dims();
            let numbers = match name {
                "running_var" => self.squares(&format!("{network}.{layer}.{name}"), shape)?,
                _ => self.numbers(&format!("{network}.{layer}.{name}"), shape)?,
            };
            Ok(Tensor::from_vec(numbers, shape, &Device::Cpu)?)
        };
        variables.into_iter().map(value).collect()
    }

    fn memory(&self, adam: &str, updates: u64, moved: Vec<(String, NamedVariable)>) -> Result<AdamMemory> {
        let moments_of = |(name, variable): (String, NamedVariable)| {
            let shape = variable.variable.dims();
            let mean = self.numbers(&format!("adam.{adam}.mean.{name}"), shape)?;
            let square = self.squares(&format!("adam.{adam}.square.{name}"), shape)?;
            Ok(Moments { mean: mean.into(), square: square.into() })
        };
        Ok(AdamMemory { updates, moments: moved.into_iter().map(moments_of).collect::<Result<_>>()? })
    }

    fn order(&self, random: Random) -> Result<ShuffledIndices> {
        let bytes = self.bytes("order", Dtype::U32, Some(&[self.about.image_count]))?;
        let order: Vec<usize> = bytes.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes) as usize).collect();
        let mut is_met = vec![false; order.len()];
        let is_first = |&index: &usize| is_met.get_mut(index).is_some_and(|is_met| !mem::replace(is_met, true));
        if !order.iter().all(is_first) || self.about.images_visited > order.len() {
            return Err(refusal("its order does not visit every image once"));
        }
        Ok(ShuffledIndices::resumed(order, self.about.images_visited, random))
    }

    /// The numbers of a tensor of this shape, all of them of a size that runs have.
    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let numbers = self.finite(name, shape)?;
        match numbers.iter().all(|number| number.abs() <= LARGEST_NUMBER) {
            true => Ok(numbers),
            false => Err(refusal(format!("{name} holds a number beyond {LARGEST_NUMBER:e}, which no run has"))),
        }
    }

    /// Means of squares, whose roots are taken.
    fn squares(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let numbers = self.finite(name, shape)?;
        match numbers.iter().all(|&number| number >= 0.0) {
            true => Ok(numbers),
            false => Err(refusal(format!("{name} holds a number below zero, which no mean of squares is"))),
        }
    }

    fn finite(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let numbers = singles(self.bytes(name, Dtype::F32, Some(shape))?);
        match numbers.iter().all(|number| number.is_finite()) {
            true => Ok(numbers),
            false => Err(refusal(format!("{name} holds a number that is not finite"))),
        }
    }

    /// The caller's numbers, whatever they are.
    fn history(&self) -> Result<Vec<f32>> {
        let history = singles(self.bytes("history", Dtype::F32, None)?);
        match history.len() > MAXIMUM_HISTORY {
            true => Err(refusal("its history is longer than any that is written")),
            false => Ok(history),
        }
    }

    fn bytes(&self, name: &str, dtype: Dtype, shape: Option<&[usize]>) -> Result<&'a [u8]> {
        let tensor = self.tensors.tensor(name).map_err(|_| refusal(format!("{name} is missing")))?;
        if tensor.dtype() != dtype {
            return Err(refusal(format!("{name} is of type {:?} instead of {dtype:?}", tensor.dtype())));
        }
        match shape {
            Some(shape) if shape != tensor.shape() => {
                Err(refusal(format!("{name} has the shape {:?} instead of {shape:?}", tensor.shape())))
            }
            _ => Ok(tensor.data()),
        }
    }
}

fn singles(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}
