//! Groups of images that look alike, found without labels: k-means on small copies of the images.
//!
//! Lloyd's algorithm (1982) from the starting points of k-means++ (Arthur and Vassilvitskii 2007). A network that is told the group of
//! an image learns each group apart, as it would with labels (Liu et al. 2020).

use crate::ops::{self, Activation, FeatureMaps, LinearMap};
use crate::random::Random;
use crate::{Dataset, IMAGE_SIDE, Result};
use candle_core::{Device, Tensor};

/// Side of the small copies: each of their pixels is the mean of a square of four.
const SIDE: usize = IMAGE_SIDE / 2;

/// Numbers of a small copy.
const LENGTH: usize = SIDE * SIDE;

/// Most passes over the images; few images change their group after that.
const PASSES: usize = 20;

type Point = [f32; LENGTH];

/// The group of each of the images `indices`, below `count`.
pub fn of_images(dataset: &Dataset, indices: &[usize], count: usize, random: &mut Random) -> Result<Vec<u32>> {
    if indices.is_empty() {
        return Ok(Vec::new());
    }
    let points: Vec<Point> = indices.iter().map(|&index| shrink(dataset.image(index))).collect();
    let tensor = Tensor::from_slice(points.as_flattened(), (points.len(), LENGTH, 1, 1), &Device::Cpu)?;
    let tensor = FeatureMaps::new(&tensor, points.len())?;
    let mut centres = starting_points(&points, count, random);
    let mut groups = Vec::new();
    for _ in 0..PASSES {
        let next = nearest(&tensor, &centres)?;
        if next == groups {
            break;
        }
        groups = next;
        move_to_means(&mut centres, &points, &groups);
    }
    Ok(groups)
}

fn shrink(image: &[u8]) -> Point {
    let mut small = [0.0; LENGTH];
    for (index, &pixel) in image.iter().enumerate() {
        let (y, x) = (index / IMAGE_SIDE, index % IMAGE_SIDE);
        small[y / 2 * SIDE + x / 2] += f32::from(pixel) / (4.0 * 255.0);
    }
    small
}

/// Points far from each other: each is drawn with a chance in proportion to the square of its distance from those before.
fn starting_points(points: &[Point], count: usize, random: &mut Random) -> Vec<Point> {
    let mut centres = vec![random.choose(points)];
    let mut distances: Vec<f64> = vec![f64::INFINITY; points.len()];
    while centres.len() < count {
        let newest = centres[centres.len() - 1];
        for (distance, point) in distances.iter_mut().zip(points) {
            *distance = distance.min(squared_distance(point, &newest).into());
        }
        let mut mark = random.unit_interval() * distances.iter().sum::<f64>();
        let drawn = distances.iter().position(|distance| {
            mark -= distance;
            mark < 0.0
        });
        // All distances are zero where there are fewer different images than groups.
        centres.push(drawn.map_or_else(|| random.choose(points), |index| points[index]));
    }
    centres
}

/// The group of every point: the number of the nearest centre. The nearest centre c is the one with the largest `c·x - c·c/2`, which
/// is a dense layer.
fn nearest(points: &FeatureMaps, centres: &[Point]) -> Result<Vec<u32>> {
    let weight = Tensor::from_slice(centres.as_flattened(), (centres.len(), LENGTH), &Device::Cpu)?;
    let bias = (weight.sqr()?.sum(1)? * -0.5)?;
    let dense = LinearMap::Projection { height: 1, width: 1 };
    let scores = ops::biased_layer(dense, Activation::Identity, points, &weight, &bias)?;
    let scores = scores.to_images()?.flatten_all()?.to_vec1::<f32>()?;
    let largest = |scores: &[f32]| {
        let mut best = 0;
        for (index, score) in scores.iter().enumerate() {
            if *score > scores[best] {
                best = index;
            }
        }
        best as u32
    };
    Ok(scores.chunks_exact(centres.len()).map(largest).collect())
}

fn squared_distance(left: &Point, right: &Point) -> f32 {
    // Four sums, because one would have to wait for itself.
    let mut sums = [0.0; 4];
    for (left, right) in left.as_chunks::<4>().0.iter().zip(right.as_chunks::<4>().0) {
        for lane in 0..4 {
            let difference = left[lane] - right[lane];
            sums[lane] += difference * difference;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// Moves each centre to the mean of its group; one whose group is empty stays.
fn move_to_means(centres: &mut [Point], points: &[Point], groups: &[u32]) {
    let mut sizes = vec![0f32; centres.len()];
    let mut sums = vec![[0f32; LENGTH]; centres.len()];
    for (point, &group) in points.iter().zip(groups) {
        sizes[group as usize] += 1.0;
        for (sum, value) in sums[group as usize].iter_mut().zip(point) {
            *sum += value;
        }
    }
    for ((centre, sum), size) in centres.iter_mut().zip(sums).zip(sizes) {
        if size > 0.0 {
            *centre = sum.map(|value| value / size);
        }
    }
}
