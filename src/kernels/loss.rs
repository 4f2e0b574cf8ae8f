//! Softplus, the function that turns a logit into a loss without ever taking the logarithm of a rounded probability.
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
