//! Eight `f32` lanes: the one file that knows intrinsics.
//!
//! In WebAssembly [`F32x8`] is a pair of `v128` registers, used side by side so that an engine may fuse the pair into one
//! 256-bit instruction. Natively it is an array whose loops the compiler vectorises. Every operation is lane by lane.

#![allow(unsafe_code)]

/// Lanes of an [`F32x8`].
pub const LANES: usize = 8;

#[cfg(target_arch = "wasm32")]
pub use wasm::F32x8;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::F32x8;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use super::LANES;
    use std::arch::wasm32::*;

    /// Eight numbers on which each operation acts at once.
    #[derive(Clone, Copy, Debug)]
    pub struct F32x8 {
        low: v128,
        high: v128,
    }

    impl F32x8 {
        /// Eight times `value`.
        #[inline(always)]
        pub fn splat(value: f32) -> Self {
            let both = f32x4_splat(value);
            Self { low: both, high: both }
        }

        /// The eight numbers at `source`.
        ///
        /// # Safety
        /// `source` points to eight readable numbers.
        #[inline(always)]
        pub unsafe fn load(source: *const f32) -> Self {
            // SAFETY: the caller guarantees eight readable numbers; loads of v128 need no alignment.
            unsafe { Self { low: v128_load(source.cast()), high: v128_load(source.add(4).cast()) } }
        }

        /// Eight times the number at `source`.
        ///
        /// # Safety
        /// `source` points to a readable number.
        #[inline(always)]
        pub unsafe fn load_splat(source: *const f32) -> Self {
            // SAFETY: the caller guarantees a readable number.
            let both = unsafe { v128_load32_splat(source.cast()) };
            Self { low: both, high: both }
        }

        /// Writes the eight numbers to `target`.
        ///
        /// # Safety
        /// `target` points to eight writable numbers.
        #[inline(always)]
        pub unsafe fn store(self, target: *mut f32) {
            // SAFETY: the caller guarantees eight writable numbers; stores of v128 need no alignment.
            unsafe {
                v128_store(target.cast(), self.low);
                v128_store(target.add(4).cast(), self.high);
            }
        }

        /// `self * factor + addend`, rounded once where the build and the processor have fused multiply-add.
        #[inline(always)]
        pub fn mul_add(self, factor: Self, addend: Self) -> Self {
            self.zip3(factor, addend, multiply_add)
        }

        /// The larger of two numbers.
        #[inline(always)]
        pub fn max(self, other: Self) -> Self {
            // Unlike f32x4.max, pmax is one instruction on x86.
            self.zip(other, |a, b| f32x4_pmax(a, b))
        }

        /// The smaller of two numbers.
        #[inline(always)]
        pub fn min(self, other: Self) -> Self {
            self.zip(other, |a, b| f32x4_pmin(a, b))
        }

        /// The square root.
        #[inline(always)]
        pub fn sqrt(self) -> Self {
            Self { low: f32x4_sqrt(self.low), high: f32x4_sqrt(self.high) }
        }

        /// `positive` in lanes where `self` is above zero, `otherwise` in the others.
        #[inline(always)]
        pub fn where_positive(self, positive: Self, otherwise: Self) -> Self {
            let zero = f32x4_splat(0.0);
            Self {
                low: v128_bitselect(positive.low, otherwise.low, f32x4_gt(self.low, zero)),
                high: v128_bitselect(positive.high, otherwise.high, f32x4_gt(self.high, zero)),
            }
        }

        /// The eight numbers.
        #[inline(always)]
        pub fn to_array(self) -> [f32; LANES] {
            let mut array = [0.0; LANES];
            // SAFETY: the array holds eight numbers.
            unsafe { self.store(array.as_mut_ptr()) };
            array
        }

        #[inline(always)]
        fn zip(self, other: Self, operation: impl Fn(v128, v128) -> v128) -> Self {
            Self { low: operation(self.low, other.low), high: operation(self.high, other.high) }
        }

        #[inline(always)]
        fn zip3(self, other: Self, third: Self, operation: impl Fn(v128, v128, v128) -> v128) -> Self {
            Self { low: operation(self.low, other.low, third.low), high: operation(self.high, other.high, third.high) }
        }
    }

    #[cfg(target_feature = "relaxed-simd")]
    #[inline(always)]
    fn multiply_add(a: v128, b: v128, c: v128) -> v128 {
        f32x4_relaxed_madd(a, b, c)
    }

    #[cfg(not(target_feature = "relaxed-simd"))]
    #[inline(always)]
    fn multiply_add(a: v128, b: v128, c: v128) -> v128 {
        f32x4_add(f32x4_mul(a, b), c)
    }

    macro_rules! operator {
        ($trait:ident, $method:ident, $intrinsic:ident) => {
            impl std::ops::$trait for F32x8 {
                type Output = Self;

                #[inline(always)]
                fn $method(self, other: Self) -> Self {
                    self.zip(other, |a, b| $intrinsic(a, b))
                }
            }
        };
    }
    operator!(Add, add, f32x4_add);
    operator!(Sub, sub, f32x4_sub);
    operator!(Mul, mul, f32x4_mul);
    operator!(Div, div, f32x4_div);

    /// Transposes an 8x8 matrix given by its rows.
    #[inline(always)]
    pub fn transpose(rows: [F32x8; LANES]) -> [F32x8; LANES] {
        let quarter = |rows: [v128; 4]| {
            let [a, b, c, d] = rows;
            let (ab_low, ab_high) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
            let (cd_low, cd_high) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
            [
                i64x2_shuffle::<0, 2>(ab_low, cd_low),
                i64x2_shuffle::<1, 3>(ab_low, cd_low),
                i64x2_shuffle::<0, 2>(ab_high, cd_high),
                i64x2_shuffle::<1, 3>(ab_high, cd_high),
            ]
        };
        let upper_left = quarter([rows[0].low, rows[1].low, rows[2].low, rows[3].low]);
        let upper_right = quarter([rows[0].high, rows[1].high, rows[2].high, rows[3].high]);
        let lower_left = quarter([rows[4].low, rows[5].low, rows[6].low, rows[7].low]);
        let lower_right = quarter([rows[4].high, rows[5].high, rows[6].high, rows[7].high]);
        std::array::from_fn(|row| match row {
            0..4 => F32x8 { low: upper_left[row], high: lower_left[row] },
            _ => F32x8 { low: upper_right[row - 4], high: lower_right[row - 4] },
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod portable {
    use super::LANES;
    use std::array::from_fn;

    /// Eight numbers on which each operation acts at once.
    #[derive(Clone, Copy, Debug)]
    pub struct F32x8([f32; LANES]);

    impl F32x8 {
        /// Eight times `value`.
        #[inline(always)]
        pub fn splat(value: f32) -> Self {
            Self([value; LANES])
        }

        /// The eight numbers at `source`.
        ///
        /// # Safety
        /// `source` points to eight readable numbers.
        #[inline(always)]
        pub unsafe fn load(source: *const f32) -> Self {
            // SAFETY: the caller guarantees eight readable numbers; an array of f32 has the alignment of f32.
            Self(unsafe { source.cast::<[f32; LANES]>().read() })
        }

        /// Eight times the number at `source`.
        ///
        /// # Safety
        /// `source` points to a readable number.
        #[inline(always)]
        pub unsafe fn load_splat(source: *const f32) -> Self {
            // SAFETY: the caller guarantees a readable number.
            Self::splat(unsafe { source.read() })
        }

        /// Writes the eight numbers to `target`.
        ///
        /// # Safety
        /// `target` points to eight writable numbers.
        #[inline(always)]
        pub unsafe fn store(self, target: *mut f32) {
            // SAFETY: the caller guarantees eight writable numbers; an array of f32 has the alignment of f32.
            unsafe { target.cast::<[f32; LANES]>().write(self.0) }
        }

        /// `self * factor + addend`, rounded once where the build has fused multiply-add.
        #[inline(always)]
        pub fn mul_add(self, factor: Self, addend: Self) -> Self {
            // Where the processor has no such instruction, f32::mul_add is a slow call.
            if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
                Self(from_fn(|lane| self.0[lane].mul_add(factor.0[lane], addend.0[lane])))
            } else {
                self * factor + addend
            }
        }

        /// The larger of two numbers.
        #[inline(always)]
        pub fn max(self, other: Self) -> Self {
            Self(from_fn(|lane| if self.0[lane] < other.0[lane] { other.0[lane] } else { self.0[lane] }))
        }

        /// The smaller of two numbers.
        #[inline(always)]
        pub fn min(self, other: Self) -> Self {
            Self(from_fn(|lane| if other.0[lane] < self.0[lane] { other.0[lane] } else { self.0[lane] }))
        }

        /// The square root.
        #[inline(always)]
        pub fn sqrt(self) -> Self {
            Self(self.0.map(f32::sqrt))
        }

        /// `positive` in lanes where `self` is above zero, `otherwise` in the others.
        #[inline(always)]
        pub fn where_positive(self, positive: Self, otherwise: Self) -> Self {
            Self(from_fn(|lane| if self.0[lane] > 0.0 { positive.0[lane] } else { otherwise.0[lane] }))
        }

        /// The eight numbers.
        #[inline(always)]
        pub fn to_array(self) -> [f32; LANES] {
            self.0
        }
    }

    macro_rules! operator {
        ($trait:ident, $method:ident, $operator:tt) => {
            impl std::ops::$trait for F32x8 {
                type Output = Self;

                #[inline(always)]
                fn $method(self, other: Self) -> Self {
                    Self(from_fn(|lane| self.0[lane] $operator other.0[lane]))
                }
            }
        };
    }
    operator!(Add, add, +);
    operator!(Sub, sub, -);
    operator!(Mul, mul, *);
    operator!(Div, div, /);

    /// Transposes an 8x8 matrix given by its rows.
    #[inline(always)]
    pub fn transpose(rows: [F32x8; LANES]) -> [F32x8; LANES] {
        from_fn(|row| F32x8(from_fn(|column| rows[column].0[row])))
    }
}

#[cfg(target_arch = "wasm32")]
pub use wasm::transpose;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::transpose;

impl F32x8 {
    /// Eight zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self::splat(0.0)
    }

    /// The first eight numbers of `values`, which panics when there are fewer.
    #[inline(always)]
    pub fn from_slice(values: &[f32]) -> Self {
        let values = &values[..LANES];
        // SAFETY: the slice holds eight numbers.
        unsafe { Self::load(values.as_ptr()) }
    }

    /// Writes the eight numbers to the front of `target`, which panics when it is shorter.
    #[inline(always)]
    pub fn write_to(self, target: &mut [f32]) {
        let target = &mut target[..LANES];
        // SAFETY: the slice holds eight numbers.
        unsafe { self.store(target.as_mut_ptr()) }
    }

    /// The sum of the lanes, by halves.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d, e, f, g, h] = self.to_array();
        ((a + e) + (c + g)) + ((b + f) + (d + h))
    }
}
