//! Values as text by a pattern, and back: the manual's page "Data Type Formatting Functions".

use piton_derive::builtin_function;

use crate::value::{Numeric, Value};

builtin_function! {
    /// `to_char(value, pattern)`: a number, a date, a time or an interval as text. NULL where the value or the pattern is,
    /// and for an empty pattern of a time.
    pub fn to_char<T: Formattable>(value: T, pattern: String) -> Option<String> = "to_char";
    /// `to_number(text, pattern)`: the number that the text is by the pattern, NULL for an empty pattern.
    pub fn to_number(text: String, pattern: String) -> Option<Numeric> = "to_number";
}

/// A type that `to_char` writes by a pattern.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no patterns to be written by",
    label = "`to_char` needs a number or a time",
    note = "for any other type, cast it: `.cast::<String>()`"
)]
pub trait Formattable: Value {}

macro_rules! formattable {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Formattable for $type {}
    )+ };
}

formattable! { i32 i64 f32 f64 Numeric }

#[cfg(feature = "rust_decimal-1")]
formattable! { rust_decimal::Decimal }
