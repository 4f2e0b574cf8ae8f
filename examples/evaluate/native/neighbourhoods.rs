//! Precision, recall, density and coverage: how two sets of points lie in each other's neighbourhoods.

use super::distances::{for_each_point, to_neighbour};
use anyhow::Result;
use candle_core::Tensor;

/// Which neighbour bounds a neighbourhood for precision and recall (Kynkäänniemi et al. 2019, section 3.1).
const PRECISION_NEIGHBOUR: usize = 3;

/// Which neighbour bounds a neighbourhood for density and coverage (Naeem et al. 2020, section 4).
const DENSITY_NEIGHBOUR: usize = 5;

/// How generated points lie among real ones, each real or generated point having a neighbourhood that reaches as far as
/// its k-th nearest neighbour of its own kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbourhoods {
    /// Share of generated points in the neighbourhood of a real one, k = 3: are they like real ones?
    pub precision: f64,
    /// Share of real points in the neighbourhood of a generated one, k = 3: is there something like each of them?
    pub recall: f64,
    /// Mean number of real neighbourhoods that a generated point is in, divided by k = 5: precision that one outlier
    /// among the real points cannot raise; about 1 for points of the same distribution.
    pub density: f64,
    /// Share of real neighbourhoods with a generated point inside, k = 5: recall that outliers among the generated
    /// points cannot raise.
    pub coverage: f64,
}

impl Neighbourhoods {
    /// Compares `generated` with `real` points, both `(points, dimensions)`. The figures depend on how many there are,
    /// so that only those of equally many can be compared.
    pub fn of(real: &Tensor, generated: &Tensor) -> Result<Self> {
        let real_reach = to_neighbour(real, PRECISION_NEIGHBOUR)?;
        let wide_real_reach = to_neighbour(real, DENSITY_NEIGHBOUR)?;
        let generated_reach = to_neighbour(generated, PRECISION_NEIGHBOUR)?;

        let (mut precise, mut dense) = (0usize, 0usize);
        let (mut recalled, mut covered) = (vec![false; real_reach.len()], vec![false; real_reach.len()]);
        for_each_point(generated, real, |point, distances| {
            precise += usize::from(distances.iter().zip(&real_reach).any(|(distance, reach)| distance <= reach));
            for (real_point, &distance) in distances.iter().enumerate() {
                recalled[real_point] |= distance <= generated_reach[point];
                let within = distance <= wide_real_reach[real_point];
                covered[real_point] |= within;
                dense += usize::from(within);
            }
        })?;

        let generated_count = generated_reach.len() as f64;
        Ok(Self {
            precision: precise as f64 / generated_count,
            recall: share(&recalled),
            density: dense as f64 / (DENSITY_NEIGHBOUR as f64 * generated_count),
            coverage: share(&covered),
        })
    }
}

fn share(flags: &[bool]) -> f64 {
    flags.iter().filter(|&&flag| flag).count() as f64 / flags.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    /// Six points a unit apart on a line that starts at `start`: all within five neighbours' reach of each other.
    fn cluster(start: f64) -> Vec<f64> {
        (0..6).map(|point| start + f64::from(point)).collect()
    }

    fn points(clusters: &[Vec<f64>]) -> Tensor {
        let points = clusters.concat();
        Tensor::from_slice(&points, (points.len(), 1), &Device::Cpu).expect("the shape holds the points")
    }

    #[test]
    fn equal_sets_are_precise_and_recalled() {
        let real = points(&[cluster(0.0), cluster(100.0)]);
        let measured = Neighbourhoods::of(&real, &real).unwrap();
        // The fifth neighbour is the farthest of a cluster of six, so that each point lies in six neighbourhoods.
        assert_eq!(measured, Neighbourhoods { precision: 1.0, recall: 1.0, density: 6.0 / 5.0, coverage: 1.0 });
    }

    #[test]
    fn sets_far_apart_have_nothing_in_common() {
        let measured = Neighbourhoods::of(&points(&[cluster(0.0)]), &points(&[cluster(100.0)])).unwrap();
        assert_eq!(measured, Neighbourhoods { precision: 0.0, recall: 0.0, density: 0.0, coverage: 0.0 });
    }

    #[test]
    fn a_missing_cluster_costs_recall_and_coverage() {
        let real = points(&[cluster(0.0), cluster(100.0)]);
        let generated = points(&[cluster(0.0), cluster(0.5)]);
        let measured = Neighbourhoods::of(&real, &generated).unwrap();
        assert_eq!((measured.precision, measured.recall, measured.coverage), (1.0, 0.5, 0.5));
    }

    #[test]
    fn a_cluster_that_is_not_real_costs_precision() {
        let real = points(&[cluster(0.0), cluster(0.5)]);
        let generated = points(&[cluster(0.0), cluster(100.0)]);
        let measured = Neighbourhoods::of(&real, &generated).unwrap();
        assert_eq!((measured.precision, measured.recall), (0.5, 1.0));
    }

    #[test]
    fn a_generated_outlier_raises_recall_but_not_coverage() {
        // The outlier's third neighbour lies in the first cluster, beyond the whole second one.
        let real = points(&[cluster(0.0), cluster(100.0)]);
        let generated = points(&[cluster(0.0), vec![150.0]]);
        let measured = Neighbourhoods::of(&real, &generated).unwrap();
        assert_eq!((measured.recall, measured.coverage), (1.0, 0.5));
    }
}
