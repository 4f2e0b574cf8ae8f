//! Which class each training image has: its label, its cluster, or none.

use crate::configuration::{Conditioning, Configuration};
use crate::random::{Purpose, Random};
use crate::{DIGITS, Dataset, Error, Result, clusters};

/// The class of every image of `dataset`; empty where the networks are told none.
///
/// # Errors
/// [`Error::Data`] when labels are asked for and one is not a digit.
pub fn of_images(dataset: &Dataset, configuration: &Configuration) -> Result<Vec<u32>> {
    match configuration.conditioning {
        Conditioning::None => Ok(Vec::new()),
        Conditioning::Labels => labels(dataset),
        Conditioning::Clusters => {
            let random = Random::new(configuration.seed, Purpose::Clusters);
            clusters::of_images(dataset, configuration.cluster_count, random)
        }
    }
}

fn labels(dataset: &Dataset) -> Result<Vec<u32>> {
    if let Some(label) = dataset.labels().iter().find(|&&label| usize::from(label) >= DIGITS) {
        let problem =
            format!("it has the label {label}, but networks that are told labels know the digits 0 to 9 only");
        return Err(Error::Data { file: "labels", problem });
    }
    Ok(dataset.labels().iter().map(|&label| label.into()).collect())
}

/// The classes that `count` images shall have which are made to be looked at: with labels every digit in turn, with clusters as
/// often as among `classes_of_images`.
pub fn to_show(
    configuration: &Configuration,
    classes_of_images: &[u32],
    count: usize,
    random: &mut Random,
) -> Vec<u32> {
    match configuration.conditioning {
        Conditioning::None => Vec::new(),
        Conditioning::Labels => (0..DIGITS as u32).cycle().take(count).collect(),
        Conditioning::Clusters => (0..count).map(|_| random.choose(classes_of_images)).collect(),
    }
}
