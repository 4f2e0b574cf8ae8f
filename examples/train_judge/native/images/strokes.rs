//! A pen: discs and curves drawn on images.

use super::Dice;
use super::canvas::Image;
use dcgan_wasm::IMAGE_SIDE;
use rand::RngExt;

/// A place in an image: row and column.
pub type Point = [f32; 2];

/// Points of a curve that are drawn: closer than half a pixel to each other.
const POINTS: usize = 60;

/// Somewhere at least `margin` pixels inside.
pub fn somewhere(dice: &mut Dice, margin: f32) -> Point {
    std::array::from_fn(|_| dice.random_range(margin..IMAGE_SIDE as f32 - 1.0 - margin))
}

/// How much of the pixel at `(row, column)` lies in the disc, its edge softened.
pub fn disc(centre: Point, radius: f32, row: usize, column: usize) -> f32 {
    let distance = (row as f32 - centre[0]).hypot(column as f32 - centre[1]);
    (radius + 0.5 - distance).clamp(0.0, 1.0)
}

/// Draws the curve from `start` to `end` that `control` pulls aside (a quadratic Bézier curve).
pub fn draw_curve(image: &mut Image, [start, control, end]: [Point; 3], radius: f32, ink: f32) {
    for step in 0..=POINTS {
        let t = step as f32 / POINTS as f32;
        let point = std::array::from_fn(|axis| {
            start[axis] * (1.0 - t) * (1.0 - t) + 2.0 * control[axis] * t * (1.0 - t) + end[axis] * t * t
        });
        draw_disc(image, point, radius, ink);
    }
}

/// Draws a disc.
pub fn draw_disc(image: &mut Image, centre: Point, radius: f32, ink: f32) {
    let rows = reach(centre[0], radius);
    for row in rows {
        for column in reach(centre[1], radius) {
            let pixel = &mut image.pixels_mut()[row * IMAGE_SIDE + column];
            *pixel = pixel.max(ink * disc(centre, radius, row, column));
        }
    }
}

/// The rows, or columns, that a disc may touch.
fn reach(centre: f32, radius: f32) -> std::ops::Range<usize> {
    let edge = |place: f32| place.clamp(0.0, IMAGE_SIDE as f32) as usize;
    edge(centre - radius)..edge(centre + radius + 2.0)
}
