//! The aggregate functions.

use std::marker::PhantomData;

use piton_derive::builtin_aggregate;

use super::{
    Aggregate, AggregateFunction, All, Argument, Averageable, Bitwise, Extreme, Interpolated, NoAggregate,
    NoWindow, SortKey, Star, Summable, Varying, Within,
};
use crate::expr::{AtTimes, CallName, Function, IntoExpr, IsNotNull, Typed, Unary};
use crate::value::Value;

builtin_aggregate! {
    /// `count(expr)`: how many rows have a value that is not NULL.
    pub fn count<T: Value>(expr: T) -> i64 = "count";
    /// `max(expr)`: the greatest value, NULL where there is none.
    pub fn max<T: Extreme>(expr: T) -> Option<T> = "max", null if any, keeps type;
    /// `min(expr)`: the least value, NULL where there is none.
    pub fn min<T: Extreme>(expr: T) -> Option<T> = "min", null if any, keeps type;
    /// `sum(expr)`: the sum of the values, NULL where there is none.
    ///
    /// The sum of `i16` and `i32` is an `i64`, that of `i64` a [`Numeric`](crate::value::Numeric), and that of every
    /// other type has the type itself.
    pub fn sum<T: Summable>(expr: T) -> Option<T::Sum> = "sum", null if any;
    /// `avg(expr)`: the mean of the values, NULL where there is none.
    ///
    /// The mean of integers is a [`Numeric`](crate::value::Numeric), that of `f32` and `f64` an `f64`.
    pub fn avg<T: Averageable>(expr: T) -> Option<T::Average> = "avg", null if any;
    /// `bool_and(condition)`: whether all are true, apart from NULLs; NULL where there is nothing else.
    pub fn bool_and(condition: bool) -> Option<bool> = "bool_and", null if any;
    /// `bool_or(condition)`: whether any is true; NULL where there are only NULLs.
    pub fn bool_or(condition: bool) -> Option<bool> = "bool_or", null if any;
    /// `every(condition)`: [`bool_and`](fn@bool_and) by the name of the SQL standard.
    pub fn every(condition: bool) -> Option<bool> = "every", null if any;
    /// `bit_and(number)`: the bits that all have.
    pub fn bit_and<T: Bitwise>(number: T) -> Option<T> = "bit_and", null if any;
    /// `bit_or(number)`: the bits that any has.
    pub fn bit_or<T: Bitwise>(number: T) -> Option<T> = "bit_or", null if any;
    /// `bit_xor(number)`: the bits that an odd number of values has.
    pub fn bit_xor<T: Bitwise>(number: T) -> Option<T> = "bit_xor", null if any;
    /// `string_agg(text, delimiter)`: the texts with the delimiter between them; NULLs are left out, and it is NULL where
    /// there is nothing else.
    pub fn string_agg(text: String, delimiter: String) -> Option<String> = "string_agg", null if first;
    /// `array_agg(expr)`: the values, NULLs among them; NULL where there is no row.
    ///
    /// For an array without NULLs, filter them out and use [`array_agg_values`](fn@array_agg_values).
    pub fn array_agg<T: Value>(expr: T) -> Option<Vec<Option<T>>> = "array_agg", never null;
    /// `stddev(number)`: how far the values are from their mean, as a sample; NULL for less than two.
    pub fn stddev<T: Varying>(number: T) -> Option<T::Spread> = "stddev";
    /// `stddev_samp(number)`: [`stddev`](fn@stddev) by the name of the SQL standard.
    pub fn stddev_samp<T: Varying>(number: T) -> Option<T::Spread> = "stddev_samp";
    /// `stddev_pop(number)`: how far the values are from their mean, as a whole.
    pub fn stddev_pop<T: Varying>(number: T) -> Option<T::Spread> = "stddev_pop", null if any;
    /// `variance(number)`: the square of [`stddev`](fn@stddev).
    pub fn variance<T: Varying>(number: T) -> Option<T::Spread> = "variance";
    /// `var_samp(number)`: [`variance`](fn@variance) by the name of the SQL standard.
    pub fn var_samp<T: Varying>(number: T) -> Option<T::Spread> = "var_samp";
    /// `var_pop(number)`: the square of [`stddev_pop`](fn@stddev_pop).
    pub fn var_pop<T: Varying>(number: T) -> Option<T::Spread> = "var_pop", null if any;
    /// `corr(y, x)`: the correlation coefficient.
    pub fn corr(y: f64, x: f64) -> Option<f64> = "corr";
    /// `covar_pop(y, x)`: the covariance of a whole.
    pub fn covar_pop(y: f64, x: f64) -> Option<f64> = "covar_pop";
    /// `covar_samp(y, x)`: the covariance of a sample.
    pub fn covar_samp(y: f64, x: f64) -> Option<f64> = "covar_samp";
    /// `regr_avgx(y, x)`: the mean of `x`.
    pub fn regr_avgx(y: f64, x: f64) -> Option<f64> = "regr_avgx";
    /// `regr_avgy(y, x)`: the mean of `y`.
    pub fn regr_avgy(y: f64, x: f64) -> Option<f64> = "regr_avgy";
    /// `regr_count(y, x)`: how many rows have both.
    pub fn regr_count(y: f64, x: f64) -> i64 = "regr_count";
    /// `regr_intercept(y, x)`: where the line through the points crosses the y axis.
    pub fn regr_intercept(y: f64, x: f64) -> Option<f64> = "regr_intercept";
    /// `regr_r2(y, x)`: the square of the correlation coefficient.
    pub fn regr_r2(y: f64, x: f64) -> Option<f64> = "regr_r2";
    /// `regr_slope(y, x)`: how steep the line through the points is.
    pub fn regr_slope(y: f64, x: f64) -> Option<f64> = "regr_slope";
    /// `regr_sxx(y, x)`: the sum of the squares of `x`, from their mean.
    pub fn regr_sxx(y: f64, x: f64) -> Option<f64> = "regr_sxx";
    /// `regr_sxy(y, x)`: the sum of the products, from their means.
    pub fn regr_sxy(y: f64, x: f64) -> Option<f64> = "regr_sxy";
    /// `regr_syy(y, x)`: the sum of the squares of `y`, from their mean.
    pub fn regr_syy(y: f64, x: f64) -> Option<f64> = "regr_syy";
    /// `any_value(expr)`: the value of any row, NULL where there is none but NULLs. Since PostgreSQL 16.
    pub fn any_value<T: Value>(expr: T) -> Option<T> = "any_value", null if any, keeps type;
}

#[cfg(feature = "serde_json-1")]
builtin_aggregate! {
    /// `json_agg(expr)`: the values as a JSON array, as text of type `json`; NULL where there is no row.
    pub fn json_agg<T: Value>(expr: T) -> Option<serde_json::Value> = "json_agg", never null;
    /// `jsonb_agg(expr)`: the values as a JSON array; NULL where there is no row.
    pub fn jsonb_agg<T: Value>(expr: T) -> Option<serde_json::Value> = "jsonb_agg", never null;
    /// `json_object_agg(key, value)`: a JSON object, as text of type `json`; NULL where there is no row. A key that is NULL
    /// is an error of the server.
    pub fn json_object_agg<T: Value>(key: String, value: T) -> Option<serde_json::Value> = "json_object_agg", never null;
    /// `jsonb_object_agg(key, value)`: a JSON object, in which the last value of a key counts; NULL where there is no row.
    /// A key that is NULL is an error of the server.
    pub fn jsonb_object_agg<T: Value>(key: String, value: T) -> Option<serde_json::Value> = "jsonb_object_agg", never null;
}

/// `count(*)`: how many rows there are.
///
/// It names no table, so that a query of nothing else begins with [`from`](crate::query::from).
pub fn count_all() -> Aggregate<count<i64>, Star> {
    Aggregate::new(Star(()))
}

macro_rules! within {
    ($($name:ident $sql:literal;)+) => {$(
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub struct $name<T> {
            result: PhantomData<T>,
        }

        impl<T: Value> Function for $name<T> {
            const NAME: CallName = CallName::Text($sql);
            type Base = T;
            type Null = AtTimes;
        }

        impl<T: Value> AggregateFunction for $name<T> {
            type OfRows = AtTimes;
        }
    )+};
}

within! {
    array_agg_values "array_agg(";
    percentile_cont "percentile_cont(";
    percentile_disc "percentile_disc(";
    mode "mode(";
}

/// An aggregate of the values that are not NULL.
pub type WithoutNulls<F, E> = Aggregate<F, (E,), All<()>, (Unary<IsNotNull, E>,)>;

/// `array_agg(expr) FILTER (WHERE expr IS NOT NULL)`: the values without NULLs; NULL where there is none.
pub fn array_agg_values<A, E, T>(expr: A) -> WithoutNulls<array_agg_values<Vec<T>>, E>
where
    A: Argument<Expr = E>,
    E: Typed<Base = T> + NoAggregate + NoWindow + Clone,
    T: Value,
{
    let expr = expr.into_argument();
    Aggregate {
        filter: (Unary::new(expr.clone()),),
        args: (expr,),
        modifiers: All(()),
        function: PhantomData,
    }
}

/// `percentile_cont(fraction) WITHIN GROUP (ORDER BY key)`: the value below which that fraction of all lies, between two
/// of them if it must be. The fraction is from 0 to 1; NULLs are left out.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::functions::percentile_cont;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// assert_eq!(
///     select(percentile_cont(0.5, Person::age)).to_sql(),
///     r#"SELECT percentile_cont($1) WITHIN GROUP (ORDER BY "person"."age") FROM "person""#,
/// );
/// ```
pub fn percentile_cont<R, X, K, T>(fraction: R, key: K) -> Aggregate<percentile_cont<T>, (X,), Within<(K,)>>
where
    R: IntoExpr<f64, Expr = X>,
    X: NoAggregate + NoWindow,
    K: SortKey<Of: Typed<Base: Interpolated<Between = T>>> + NoAggregate + NoWindow,
{
    Aggregate::new((fraction.into_expr(),)).with(|_| Within((key,)))
}

/// `percentile_disc(fraction) WITHIN GROUP (ORDER BY key)`: the first value below or at which that fraction of all lies.
pub fn percentile_disc<R, X, K, T>(fraction: R, key: K) -> Aggregate<percentile_disc<T>, (X,), Within<(K,)>>
where
    R: IntoExpr<f64, Expr = X>,
    X: NoAggregate + NoWindow,
    K: SortKey<Of: Typed<Base = T>> + NoAggregate + NoWindow,
{
    Aggregate::new((fraction.into_expr(),)).with(|_| Within((key,)))
}

/// `mode() WITHIN GROUP (ORDER BY key)`: the value that is there most often, the first of them by the order.
pub fn mode<K, T>(key: K) -> Aggregate<mode<T>, (), Within<(K,)>>
where
    K: SortKey<Of: Typed<Base = T>> + NoAggregate + NoWindow,
{
    Aggregate::new(()).with(|_| Within((key,)))
}
