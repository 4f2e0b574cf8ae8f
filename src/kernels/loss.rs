//! Softplus, the function that turns a logit into a loss without ever taking the logarithm of a rounded probability, and the softmax
//! cross-entropy that should not stand in its place.
//!
//! Batches have at most a few hundred logits, so that this is scalar code in either precision.

use num_traits::Float;

/// `log(1 + exp(x))`, exact to the last digits for every finite `x`.
pub fn softplus<T: Transcendental>(x: T) -> T {
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), where the exponential cannot overflow.
    x.max(T::zero()) + (-x.abs()).portable_exp().portable_ln_1p()
}

/// `1 / (1 + exp(-x))`, the derivative of [`softplus`].
pub fn sigmoid<T: Transcendental>(x: T) -> T {
    // The exponential of a negative number cannot overflow.
    let small = (-x.abs()).portable_exp();
    let numerator = if x < T::zero() { small } else { T::one() };
    numerator / (T::one() + small)
}

/// The cross-entropy `-sum(label * log p)` of the probabilities `p = softmax(logits)`, of as many classes as there are logits.
pub fn softmax_cross_entropy<T: Transcendental>(logits: &[T], labels: &[T]) -> T {
    let (largest, total) = softmax_scale(logits);
    // log(total) = log(1 + (total - 1)), where the total is at least one.
    let log_total = (total - T::one()).portable_ln_1p();
    let terms = logits.iter().zip(labels).map(|(&logit, &label)| label * (log_total - (logit - largest)));
    terms.fold(T::zero(), |sum, term| sum + term)
}

/// Writes the gradient of [`softmax_cross_entropy`] with respect to each logit: `p * sum(labels) - label`.
pub fn softmax_cross_entropy_gradient<T: Transcendental>(logits: &[T], labels: &[T], gradient: &mut [T]) {
    let (largest, total) = softmax_scale(logits);
    let all = labels.iter().fold(T::zero(), |sum, &label| sum + label);
    for (slope, (&logit, &label)) in gradient.iter_mut().zip(logits.iter().zip(labels)) {
        *slope = (logit - largest).portable_exp() / total * all - label;
    }
}

/// The largest logit, and the sum of all `exp(logit - largest)`, none of which can overflow.
fn softmax_scale<T: Transcendental>(logits: &[T]) -> (T, T) {
    let largest = logits.iter().fold(T::neg_infinity(), |largest, &logit| largest.max(logit));
    (largest, logits.iter().fold(T::zero(), |sum, &logit| sum + (logit - largest).portable_exp()))
}

/// Functions whose bits are the same natively and in WebAssembly.
pub trait Transcendental: Float {
    /// `exp(self)`.
    fn portable_exp(self) -> Self;

    /// `log(1 + self)`.
    fn portable_ln_1p(self) -> Self;
}

impl Transcendental for f32 {
    fn portable_exp(self) -> Self {
        libm::expf(self)
    }

    fn portable_ln_1p(self) -> Self {
        libm::log1pf(self)
    }
}

impl Transcendental for f64 {
    fn portable_exp(self) -> Self {
        libm::exp(self)
    }

    fn portable_ln_1p(self) -> Self {
        libm::log1p(self)
    }
}
