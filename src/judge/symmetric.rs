//! Symmetric matrices: eigenvalues, eigenvectors and square roots by Jacobi's method.
//!
//! Jacobi's method is slow for large matrices, but short and as accurate as any, and does not mind eigenvalues that are
//! equal or zero: each rotation makes what lies off the diagonal smaller (Golub and Van Loan, *Matrix Computations*,
//! section 8.5).

/// A symmetric matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric {
    side: usize,
    /// Row by row.
    numbers: Vec<f64>,
}

/// A symmetric matrix as the sum of `value * vector * vector^T` over its eigenvalues, with vectors of length one.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// The eigenvalues, in no order.
    pub values: Vec<f64>,
    /// The eigenvectors, one after the other.
    pub vectors: Vec<f64>,
}

/// Passes over all pairs of rows. Convergence is quadratic: about seven are needed at the sizes in use.
const MAXIMUM_PASSES: usize = 40;

impl Symmetric {
    /// The matrix of `side` rows with `numbers` row by row, which have to be symmetric.
    ///
    /// # Panics
    /// When there are not `side` times `side` numbers.
    pub fn new(side: usize, numbers: Vec<f64>) -> Self {
        assert_eq!(numbers.len(), side * side, "a square matrix has as many rows as columns");
        Self { side, numbers }
    }

    /// The numbers, row by row.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// The sum of the diagonal.
    pub fn trace(&self) -> f64 {
        self.numbers.iter().step_by(self.side + 1).sum()
    }

    /// `self * inner * self`, which is symmetric as well.
    pub fn around(&self, inner: &Self) -> Self {
        let product = multiply(self.side, &multiply(self.side, &self.numbers, &inner.numbers), &self.numbers);
        Self::new(self.side, product)
    }

    /// The positive semidefinite matrix whose square this is. Eigenvalues below zero, which only rounding brings into a
    /// covariance, count as zero.
    pub fn square_root(&self) -> Self {
        let Eigen { values, vectors } = self.eigen();
        let mut root = vec![0.0; self.numbers.len()];
        for (value, vector) in values.iter().zip(vectors.chunks_exact(self.side)) {
            let factor = value.max(0.0).sqrt();
            for (row, &left) in root.chunks_exact_mut(self.side).zip(vector) {
                row.iter_mut().zip(vector).for_each(|(number, &right)| *number += factor * left * right);
            }
        }
        Self::new(self.side, root)
    }

    /// Eigenvalues and eigenvectors, to the last digits of the largest eigenvalue.
    pub fn eigen(&self) -> Eigen {
        let side = self.side;
        let mut matrix = self.numbers.clone();
        let mut vectors: Vec<f64> = (0..side * side).map(|index| f64::from(index % (side + 1) == 0)).collect();
        for _ in 0..MAXIMUM_PASSES {
            let mut is_diagonal = true;
            for (row, column) in (0..side).flat_map(|row| (row + 1..side).map(move |column| (row, column))) {
                let Some(rotation) = Rotation::that_clears(&matrix, side, row, column) else { continue };
                is_diagonal = false;
                rotation.mix_columns(&mut matrix, side);
                rotation.mix_rows(&mut matrix, side);
                rotation.mix_rows(&mut vectors, side);
            }
            if is_diagonal {
                break;
            }
        }
        Eigen { values: matrix.into_iter().step_by(side + 1).collect(), vectors }
    }
}

fn multiply(side: usize, left: &[f64], right: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; side * side];
    for (row, left) in product.chunks_exact_mut(side).zip(left.chunks_exact(side)) {
        for (&factor, right) in left.iter().zip(right.chunks_exact(side)) {
            row.iter_mut().zip(right).for_each(|(number, &right)| *number += factor * right);
        }
    }
    product
}

/// A rotation in the plane of two axes.
struct Rotation {
    first: usize,
    second: usize,
    cosine: f64,
    sine: f64,
}

impl Rotation {
    /// The rotation that makes the number at `(first, second)` zero, unless it is already nothing beside the diagonal.
    fn that_clears(matrix: &[f64], side: usize, first: usize, second: usize) -> Option<Self> {
        let at = |row: usize, column: usize| matrix[row * side + column];
        let (off, diagonal) = (at(first, second), [at(first, first), at(second, second)]);
        if off.abs() <= f64::EPSILON * f64::EPSILON * (diagonal[0].abs() + diagonal[1].abs()) {
            return None;
        }
        let cotangent = (diagonal[1] - diagonal[0]) / (2.0 * off);
        let tangent = cotangent.signum() / (cotangent.abs() + cotangent.hypot(1.0));
        let cosine = 1.0 / tangent.hypot(1.0);
        Some(Self { first, second, cosine, sine: tangent * cosine })
    }

    fn mix_rows(&self, matrix: &mut [f64], side: usize) {
        for column in 0..side {
            self.mix(matrix, self.first * side + column, self.second * side + column);
        }
    }

    fn mix_columns(&self, matrix: &mut [f64], side: usize) {
        for row in 0..side {
            self.mix(matrix, row * side + self.first, row * side + self.second);
        }
    }

    fn mix(&self, numbers: &mut [f64], first: usize, second: usize) {
        let (x, y) = (numbers[first], numbers[second]);
        numbers[first] = self.cosine * x - self.sine * y;
        numbers[second] = self.sine * x + self.cosine * y;
    }
}
