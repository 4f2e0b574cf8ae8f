//! Distances between all points of two sets, a block at a time.

use anyhow::{Result, ensure};
use candle_core::{D, DType, Tensor};

/// Points whose distances are computed at once: to 10,000 others these take 20 MB.
const BLOCK: usize = 256;

/// Calls `visit` for each point of `from` with its index and its squared Euclidean distances to all points of `to`.
///
/// Both are `(points, dimensions)`. The distances are `|a|^2 + |b|^2 - 2 a.b` in `f64`, which is exact for whole
/// numbers such as pixels.
pub fn for_each_point(from: &Tensor, to: &Tensor, mut visit: impl FnMut(usize, &mut [f64])) -> Result<()> {
    let (from, to) = (from.to_dtype(DType::F64)?, to.to_dtype(DType::F64)?);
    let (transposed, norms) = (to.t()?, squared_norms(&to)?.unsqueeze(0)?);
    for start in (0..from.dim(0)?).step_by(BLOCK) {
        let block = from.narrow(0, start, BLOCK.min(from.dim(0)? - start))?;
        let products = (block.matmul(&transposed)? * -2.0)?;
        let distances = products.broadcast_add(&norms)?.broadcast_add(&squared_norms(&block)?.unsqueeze(1)?)?;
        let mut distances = distances.flatten_all()?.to_vec1::<f64>()?;
        for (point, distances) in distances.chunks_exact_mut(to.dim(0)?).enumerate() {
            visit(start + point, distances);
        }
    }
    Ok(())
}

/// The squared distance of each point of `from` to the nearest point of `to`.
pub fn to_nearest(from: &Tensor, to: &Tensor) -> Result<Vec<f64>> {
    let mut nearest = vec![f64::INFINITY; from.dim(0)?];
    for_each_point(from, to, |point, distances| {
        nearest[point] = distances.iter().copied().fold(f64::INFINITY, f64::min);
    })?;
    Ok(nearest)
}

/// The squared distance of each point to the `neighbour`-th nearest of the others.
pub fn to_neighbour(points: &Tensor, neighbour: usize) -> Result<Vec<f64>> {
    let count = points.dim(0)?;
    ensure!(
        count > neighbour,
        "{count} images are too few; give more than {neighbour}, so that each has that many neighbours."
    );
    let mut radii = vec![0.0; count];
    for_each_point(points, points, |point, distances| {
        distances[point] = f64::INFINITY;
        radii[point] = *distances.select_nth_unstable_by(neighbour - 1, f64::total_cmp).1;
    })?;
    Ok(radii)
}

/// The squared norm of each point `(points, dimensions)`.
fn squared_norms(points: &Tensor) -> Result<Tensor> {
    Ok(points.sqr()?.sum(D::Minus1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    fn line(points: &[f64]) -> Tensor {
        Tensor::from_slice(points, (points.len(), 1), &Device::Cpu).expect("the shape holds the points")
    }

    #[test]
    fn nearest_points_are_found_across_blocks() {
        let from: Vec<f64> = (0..2 * BLOCK + 1).map(|point| 10.0 * point as f64).collect();
        let to: Vec<f64> = from.iter().map(|point| point + 3.0).collect();
        assert_eq!(to_nearest(&line(&from), &line(&to)).unwrap(), vec![9.0; from.len()]);
    }

    #[test]
    fn a_point_is_not_its_own_neighbour() {
        let points = line(&[0.0, 1.0, 3.0, 7.0]);
        assert_eq!(to_neighbour(&points, 1).unwrap(), [1.0, 1.0, 4.0, 16.0]);
        assert_eq!(to_neighbour(&points, 2).unwrap(), [9.0, 4.0, 9.0, 36.0]);
    }

    #[test]
    fn too_few_points_are_refused() {
        let refusal = to_neighbour(&line(&[0.0, 1.0, 2.0]), 3).unwrap_err();
        assert!(refusal.to_string().contains("give more than 3"), "{refusal}");
    }
}
