//! Functions on arrays: the manual's page "Array Functions and Operators".

use std::marker::PhantomData;

use piton_derive::builtin_function;

use super::choose::Alternatives;
use crate::expr::{Call, CallName, Function, Never};
use crate::table::{NotNull, Nullable, Nullness};
use crate::value::Value;

builtin_function! {
    /// `cardinality(array)`: how many elements.
    pub fn cardinality<A: ArrayValue>(array: A) -> i32 = "cardinality";
    /// `array_length(array, dimension)`: how many elements of a dimension, counted from 1; NULL for an empty array.
    pub fn array_length<A: ArrayValue>(array: A, dimension: i32) -> Option<i32> = "array_length";
    /// `array_ndims(array)`: how many dimensions; NULL for an empty array.
    pub fn array_ndims<A: ArrayValue>(array: A) -> Option<i32> = "array_ndims";
    /// `array_lower(array, dimension)`: the first index of a dimension; NULL for an empty array.
    pub fn array_lower<A: ArrayValue>(array: A, dimension: i32) -> Option<i32> = "array_lower";
    /// `array_upper(array, dimension)`: the last index of a dimension; NULL for an empty array.
    pub fn array_upper<A: ArrayValue>(array: A, dimension: i32) -> Option<i32> = "array_upper";
    /// `array_append(array, element)`: NULL is taken for an empty array, and an element that is NULL is one.
    pub fn array_append<A: ArrayValue>(array: A, element: A::Element) -> A::Loose = "array_append", never null;
    /// `array_prepend(element, array)`: NULL is taken for an empty array, and an element that is NULL is one.
    pub fn array_prepend<A: ArrayValue>(element: A::Element, array: A) -> A::Loose = "array_prepend", never null;
    /// `array_cat(left, right)`: the elements of both; NULL only where both arrays are.
    pub fn array_cat<A: ArrayValue>(left: A, right: A) -> A::Loose = "array_cat", null if all;
    /// `array_remove(array, element)`: without elements that are equal to this one; NULL only where the array is.
    pub fn array_remove<A: ArrayValue>(array: A, element: A::Element) -> A = "array_remove", null if first;
    /// `array_replace(array, from, to)`: with one element in place of another; NULL only where the array is.
    pub fn array_replace<A: ArrayValue>(array: A, from: A::Element, to: A::Element) -> A::Loose = "array_replace", null if first;
    /// `array_position(array, element)`: the index of the first such element; NULL where there is none.
    pub fn array_position<A: ArrayValue>(array: A, element: A::Element) -> Option<i32> = "array_position";
    /// `array_positions(array, element)`: the indexes of all such elements; NULL only where the array is.
    pub fn array_positions<A: ArrayValue>(array: A, element: A::Element) -> Vec<i32> = "array_positions", null if first;
    /// `array_to_string(array, delimiter)`: the elements as text with the delimiter between them; NULLs are left out.
    pub fn array_to_string<A: ArrayValue>(array: A, delimiter: String) -> String = "array_to_string";
    /// `array_to_string(array, delimiter, null)`: with a text in the place of NULLs.
    pub fn array_to_string_null<A: ArrayValue>(array: A, delimiter: String, null: String) -> String = "array_to_string";
    /// `trim_array(array, count)`: without the last elements; more of them than there are is an error of the server.
    pub fn trim_array<A: ArrayValue>(array: A, count: i32) -> A = "trim_array";
}

/// An array.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an array", label = "this needs an array")]
pub trait ArrayValue: Value {
    /// The type of the elements.
    type Element: Value;
    /// Whether they can be NULL.
    type Null: Nullness;
    /// The same array with elements that can be NULL.
    type Loose: Value;
}

#[diagnostic::do_not_recommend]
impl<T: Value> ArrayValue for Vec<T> {
    type Element = T;
    type Null = NotNull;
    type Loose = Vec<Option<T>>;
}

#[diagnostic::do_not_recommend]
impl<T: Value> ArrayValue for Vec<Option<T>> {
    type Element = T;
    type Null = Nullable;
    type Loose = Self;
}

/// `ARRAY[a, b, ..]` of a tuple: an array of expressions and values of one type, which can be NULL.
///
/// An array of Rust values alone is bound as one: `value(vec![1, 2])`.
///
/// ```
/// # use piton::functions::array;
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Point { #[column(primary_key)] id: i32, x: f64, y: f64 }
/// assert_eq!(
///     select(array((Point::x, Point::y, 0.0))).to_sql(),
///     r#"SELECT ARRAY["point"."x", "point"."y", $1] FROM "point""#,
/// );
/// ```
pub fn array<V: Alternatives<Args = A, Base = T>, A, T>(values: V) -> Call<array<T>, A> {
    Call::new(values.into_alternatives())
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct array<T> {
    element: PhantomData<T>,
}

impl<T: Value> Function for array<T> {
    const NAME: CallName = CallName::Text("ARRAY[");
    const CLOSE: &'static str = "]";
    type Base = Vec<Option<T>>;
    type Null = Never;
}
