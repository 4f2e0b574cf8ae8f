//! Shifting, turning, scaling, shearing and bending of images.

use super::Dice;
use super::canvas::{Image, MIDDLE};
use dcgan_wasm::IMAGE_SIDE;
use rand::RngExt;

/// How far each part of a random warp may go.
#[derive(Clone, Copy)]
pub struct Warp {
    /// Pixels, in each direction.
    pub shift: f32,
    /// Radians.
    pub turn: f32,
    /// The logarithm of a factor, of rows and of columns.
    pub scale: f32,
    /// Pixels by which a row moves for each pixel of distance from the middle.
    pub shear: f32,
    /// Pixels by which the nodes of a grid move, the rest of the image between them.
    pub bend: f32,
    /// Nodes of that grid in a row.
    pub nodes: usize,
}

impl Warp {
    /// Applies a random warp within these limits.
    pub fn apply(&self, image: &Image, dice: &mut Dice) -> Image {
        let (sine, cosine) = within(dice, self.turn).sin_cos();
        let (tall, wide) = (within(dice, self.scale).exp(), within(dice, self.scale).exp());
        let shear = within(dice, self.shear);
        let (down, right) = (within(dice, self.shift), within(dice, self.shift));
        let (bend_rows, bend_columns) = (Field::random(self.nodes, dice), Field::random(self.nodes, dice));
        Image::from_fn(|row, column| {
            let (y, x) = (row as f32 - MIDDLE, column as f32 - MIDDLE);
            let (y, x) = ((cosine * y - sine * x) * tall, (sine * y + cosine * x) * wide + shear * y);
            let bend = |field: &Field| self.bend * field.at(row, column);
            image.between(y + MIDDLE + down + bend(&bend_rows), x + MIDDLE + right + bend(&bend_columns))
        })
    }
}

/// A uniform draw from both sides of zero.
pub fn within(dice: &mut Dice, limit: f32) -> f32 {
    dice.random_range(-1.0..1.0) * limit
}

/// A smooth random function over an image: numbers from -1 to 1 at the nodes of a grid, and between them what lies
/// between.
pub struct Field {
    nodes: usize,
    values: Vec<f32>,
    /// For each row, and each column, the node before it and the weight of the node after it.
    places: [(usize, f32); IMAGE_SIDE],
}

impl Field {
    /// With so many nodes in a row and in a column.
    pub fn random(nodes: usize, dice: &mut Dice) -> Self {
        let values = (0..nodes * nodes).map(|_| within(dice, 1.0)).collect();
        let places = std::array::from_fn(|index| {
            let place = index as f32 * (nodes - 1) as f32 / (IMAGE_SIDE - 1) as f32;
            let node = (place as usize).min(nodes - 2);
            let share = place - node as f32;
            // Smooth also at the nodes.
            (node, share * share * (3.0 - 2.0 * share))
        });
        Self { nodes, values, places }
    }

    /// The value at a pixel.
    pub fn at(&self, row: usize, column: usize) -> f32 {
        let ((top, down), (left, right)) = (self.places[row], self.places[column]);
        let upper = &self.values[top * self.nodes + left..][..2];
        let lower = &self.values[(top + 1) * self.nodes + left..][..2];
        let across = |nodes: &[f32]| nodes[0] + right * (nodes[1] - nodes[0]);
        across(upper) + down * (across(lower) - across(upper))
    }
}
