//! Functions on ranges: the manual's page "Range/Multirange Functions and Operators".

use std::marker::PhantomData;

use piton_derive::{builtin_aggregate, builtin_function};

use crate::expr::{Call, CallName, Function, IntoNullableExpr, Never, RangeBase};
use crate::value::{Multirange, Range, RangeValue, Value};

builtin_function! {
    /// `lower(range)`: the lower bound; NULL where the range is empty or has none.
    pub fn range_lower<R: RangeBase>(range: R) -> Option<R::Element> = "lower";
    /// `upper(range)`: the upper bound; NULL where the range is empty or has none.
    pub fn range_upper<R: RangeBase>(range: R) -> Option<R::Element> = "upper";
    /// `isempty(range)`
    pub fn isempty<R: RangeBase>(range: R) -> bool = "isempty";
    /// `lower_inc(range)`: whether the lower bound is in the range.
    pub fn lower_inc<R: RangeBase>(range: R) -> bool = "lower_inc";
    /// `upper_inc(range)`: whether the upper bound is in the range.
    pub fn upper_inc<R: RangeBase>(range: R) -> bool = "upper_inc";
    /// `lower_inf(range)`: whether there is no lower bound.
    pub fn lower_inf<R: RangeBase>(range: R) -> bool = "lower_inf";
    /// `upper_inf(range)`: whether there is no upper bound.
    pub fn upper_inf<R: RangeBase>(range: R) -> bool = "upper_inf";
    /// `range_merge(left, right)`: the least range that holds both.
    pub fn range_merge<R: RangeBase>(left: R, right: R) -> R = "range_merge";
    /// `multirange(range)`: the multirange of one range.
    pub fn multirange<R: SingleRange>(range: R) -> R::Multi = "multirange";
}

builtin_aggregate! {
    /// `range_agg(range)`: all ranges as a multirange; NULL where there is none but NULLs.
    pub fn range_agg<R: SingleRange>(range: R) -> Option<R::Multi> = "range_agg", null if any;
    /// `range_intersect_agg(range)`: what is in all ranges; NULL where there is none but NULLs.
    pub fn range_intersect_agg<R: RangeBase>(range: R) -> Option<R> = "range_intersect_agg", null if any;
}

/// A range, and no multirange.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a range", label = "this needs a range")]
pub trait SingleRange: RangeBase {
    /// The multirange of such ranges.
    type Multi: Value;
}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> SingleRange for Range<T> {
    type Multi = Multirange<T>;
}

/// `int4range(low, high)` and its like: the range from `low` up to, and not including, `high`, of a type that is named:
/// `range_of::<i32, _, _, _, _>(..)`. NULL, or `None`, is no bound.
///
/// A lower bound that is greater than the upper one is an error of the server.
pub fn range_of<T, L, H, A, B>(low: L, high: H) -> Call<range_of<T>, (A, B)>
where
    T: RangeValue,
    L: IntoNullableExpr<T::Class, Expr = A>,
    H: IntoNullableExpr<T::Class, Expr = B>,
{
    Call::new((low.into_nullable_expr(), high.into_nullable_expr()))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct range_of<T> {
    element: PhantomData<T>,
}

impl<T: RangeValue> Function for range_of<T> {
    const NAME: CallName = CallName::Text(T::CONSTRUCTOR);
    type Base = Range<T>;
    type Null = Never;
}
