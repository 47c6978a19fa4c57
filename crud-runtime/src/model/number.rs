//! A number literal of the attribute language, kept exact.

use rust_decimal::Decimal;

/// `mantissa × 10^-scale`: what a bound, default or example says, without a float in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// All digits as one integer, with the sign.
    pub mantissa: i64,
    /// How many of the digits stand behind the point, at most 18.
    pub scale: u8,
}

impl Number {
    /// A number from its digits and how many of them stand behind the point.
    #[must_use]
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// The same number as a decimal.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.mantissa, u32::from(self.scale))
    }

    /// The nearest double.
    #[must_use]
    pub fn float(self) -> f64 {
        // Parsing the digits rounds once; dividing would round twice.
        self.decimal().to_string().parse().unwrap_or(f64::NAN)
    }

    /// Whether the number has no fraction.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.mantissa % 10_i64.pow(self.scale as u32) == 0
    }
}
