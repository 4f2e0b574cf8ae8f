//! A picture of what the judge is shown: a row of images for each kind.

use super::images::canvas::Image;
use super::images::{Dice, Sources, digits, held_out, not_digits};
use dcgan_wasm::IMAGE_SIDE;
use rand::SeedableRng;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Images in a row.
const COLUMNS: usize = 24;

/// Draws digits as they train, then the kinds that the judge is trained on, then those that it is not, ink white on
/// black.
pub fn draw(path: &Path, sources: &Sources) -> anyhow::Result<()> {
    let mut dice = Dice::seed_from_u64(0);
    let mut rows: Vec<[Image; COLUMNS]> = Vec::new();
    rows.push(std::array::from_fn(|_| digits::varied(&sources.digit(&mut dice).0, &mut dice)));
    for kind in not_digits::KINDS.iter().map(|(kind, _)| kind).chain(&held_out::KINDS) {
        rows.push(std::array::from_fn(|_| (kind.make)(sources, &mut dice)));
    }
    let mut pixels = Vec::new();
    for row in &rows {
        for y in 0..IMAGE_SIDE {
            let line = row.iter().flat_map(|image| &image.pixels()[y * IMAGE_SIDE..][..IMAGE_SIDE]);
            pixels.extend(line.map(|ink| (ink * 255.0) as u8));
        }
    }
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, (COLUMNS * IMAGE_SIDE) as u32, (rows.len() * IMAGE_SIDE) as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(())
}
