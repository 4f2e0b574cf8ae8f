//! Pieces of ink in an image: specks and smudges that a classifier looks past.

use dcgan_wasm::IMAGE_SIDE;

/// The palest ink that counts, of 255. Real digits fall apart in fewest pieces about here: paler, dirt counts, and
/// darker, strokes break.
const PALEST_INK: u8 = 64;

/// How many pieces the ink of an image of 28x28 pixels is in, where pixels that touch at a side or a corner belong
/// together.
pub fn ink_components(image: &[u8]) -> u32 {
    let mut ink: Vec<bool> = image.iter().map(|&pixel| pixel >= PALEST_INK).collect();
    let mut components = 0;
    while let Some(start) = ink.iter().position(|&inked| inked) {
        components += 1;
        erase_component(&mut ink, start);
    }
    components
}

/// Erases the ink at `start` and all that hangs together with it.
fn erase_component(ink: &mut [bool], start: usize) {
    let mut found = vec![start];
    ink[start] = false;
    while let Some(pixel) = found.pop() {
        for neighbour in neighbours(pixel) {
            if ink[neighbour] {
                ink[neighbour] = false;
                found.push(neighbour);
            }
        }
    }
}

/// The pixels around `pixel`, itself included, within the image.
fn neighbours(pixel: usize) -> impl Iterator<Item = usize> {
    let around = |position: usize| position.saturating_sub(1)..=(position + 1).min(IMAGE_SIDE - 1);
    let (y, x) = (pixel / IMAGE_SIDE, pixel % IMAGE_SIDE);
    around(y).flat_map(move |y| around(x).map(move |x| y * IMAGE_SIDE + x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dcgan_wasm::IMAGE_PIXELS;

    /// A drawing in the upper left corner of the paper, `#` for ink.
    fn drawn(rows: &[&str]) -> Vec<u8> {
        let mut image = vec![0; IMAGE_PIXELS];
        for (y, row) in rows.iter().enumerate() {
            for (x, pixel) in row.bytes().enumerate() {
                image[y * IMAGE_SIDE + x] = if pixel == b'#' { 255 } else { PALEST_INK - 1 };
            }
        }
        image
    }

    #[test]
    fn paper_has_no_ink() {
        assert_eq!(ink_components(&drawn(&["....", "...."])), 0);
    }

    #[test]
    fn corners_connect() {
        assert_eq!(ink_components(&drawn(&["#..#", ".##.", "#..#"])), 1);
    }

    #[test]
    fn a_ring_and_the_dot_inside_are_two() {
        assert_eq!(ink_components(&drawn(&["#####", "#...#", "#.#.#", "#...#", "#####"])), 2);
    }

    #[test]
    fn a_row_does_not_continue_on_the_next() {
        let mut image = vec![0; IMAGE_PIXELS];
        image[IMAGE_SIDE - 1] = 255;
        image[IMAGE_SIDE] = 255;
        assert_eq!(ink_components(&image), 2);
    }
}
