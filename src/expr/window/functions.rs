//! The window functions.

use piton_derive::builtin_window_function;

use crate::value::Value;

builtin_window_function! {
    /// `row_number()`: the number of the row in its partition, counted from 1.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// let place = row_number().over(window().order_by(Person::age.desc()));
    /// assert_eq!(
    ///     select((Person::id, place)).to_sql(),
    ///     r#"SELECT "person"."id", row_number() OVER (ORDER BY "person"."age" DESC) FROM "person""#,
    /// );
    /// ```
    pub fn row_number() -> i64 = "row_number";
    /// `rank()`: the number of the first row that is ordered the same.
    pub fn rank() -> i64 = "rank";
    /// `dense_rank()`: how many groups of rows that are ordered the same there are so far.
    pub fn dense_rank() -> i64 = "dense_rank";
    /// `percent_rank()`: the rank from 0 to 1.
    pub fn percent_rank() -> f64 = "percent_rank";
    /// `cume_dist()`: which part of the rows comes before or is ordered the same, more than 0 and up to 1.
    pub fn cume_dist() -> f64 = "cume_dist";
    /// `ntile(buckets)`: in which of so many parts of the same size the row is, counted from 1.
    pub fn ntile(buckets: i32) -> i32 = "ntile";
    /// `lag(value)`: the value of the row before; NULL in the first one.
    pub fn lag<T: Value>(value: T) -> Option<T> = "lag", keeps type;
    /// `lag(value, offset)`: the value so many rows before; NULL where there is none.
    pub fn lag_by<T: Value>(value: T, offset: i32) -> Option<T> = "lag", keeps type;
    /// `lag(value, offset, default)`: the value so many rows before, or the default where there is none.
    pub fn lag_or<T: Value>(value: T, offset: i32, default: T) -> T = "lag", keeps type;
    /// `lead(value)`: the value of the row after; NULL in the last one.
    pub fn lead<T: Value>(value: T) -> Option<T> = "lead", keeps type;
    /// `lead(value, offset)`: the value so many rows after; NULL where there is none.
    pub fn lead_by<T: Value>(value: T, offset: i32) -> Option<T> = "lead", keeps type;
    /// `lead(value, offset, default)`: the value so many rows after, or the default where there is none.
    pub fn lead_or<T: Value>(value: T, offset: i32, default: T) -> T = "lead", keeps type;
    /// `first_value(value)`: the value of the first row of the frame; NULL where the frame is empty.
    pub fn first_value<T: Value>(value: T) -> T = "first_value", keeps type, framed;
    /// `last_value(value)`: the value of the last row of the frame, which without a frame of its own is the last row that is
    /// ordered the same; NULL where the frame is empty.
    pub fn last_value<T: Value>(value: T) -> T = "last_value", keeps type, framed;
    /// `nth_value(value, n)`: the value of the n-th row of the frame, counted from 1; NULL where there is none.
    pub fn nth_value<T: Value>(value: T, n: i32) -> Option<T> = "nth_value", keeps type;
}
