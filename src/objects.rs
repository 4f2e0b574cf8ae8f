//! The plain objects that JavaScript sends, read from their JSON.

use crate::samples::Corner;
use crate::{Configuration, Error, Result, Shown};

/// The settings of a run, not yet checked against their ranges.
///
/// # Errors
/// [`Error::Configuration`] when the text says anything else.
pub fn configuration(json: &str) -> Result<Configuration> {
    serde_json::from_str(json).map_err(|error| Error::Configuration(error.to_string()))
}

/// Which weights are shown.
///
/// # Errors
/// [`Error::Shown`] when the text says anything else.
pub fn shown(json: &str) -> Result<Shown> {
    serde_json::from_str(json).map_err(|_| Error::Shown)
}

/// The corners of a square of images.
///
/// # Errors
/// [`Error::Corners`] when the text says anything else.
pub fn corners(json: &str) -> Result<[Corner; 4]> {
    serde_json::from_str(json).map_err(|_| Error::Corners)
}
