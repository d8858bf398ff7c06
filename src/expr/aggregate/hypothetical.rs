//! Hypothetical-set aggregates: where a row would stand that is not there.

use std::marker::PhantomData;

use super::{Aggregate, AggregateFunction, NoAggregate, NoWindow, OrderItems, SortKey, Within};
use crate::expr::{CallName, Class, Function, IntoExpr, Never};

/// A row that is not there, with a value for each key of `K`, an expression to order by or a tuple of up to 4 of these.
#[diagnostic::on_unimplemented(
    message = "a row that is ranked has one value for each key that it is ranked by",
    label = "not a value of the key's type for each key",
    note = "give as many values as keys, in their order and of their types"
)]
// Two traits, so that the message lists no tuples.
pub trait Hypothetical<K> {
    /// The values, a tuple.
    type Args;

    /// Makes the expressions.
    fn into_args(self) -> Self::Args;
}

/// See [`Hypothetical`].
#[diagnostic::on_unimplemented(
    message = "a row that is ranked has one value for each key that it is ranked by",
    label = "not a value of the key's type for each key",
    note = "give as many values as keys, in their order and of their types"
)]
pub trait HypotheticalRow<K> {
    /// See [`Hypothetical::Args`].
    type Args;

    /// See [`Hypothetical::into_args`].
    fn into_args(self) -> Self::Args;
}

#[diagnostic::do_not_recommend]
impl<K, V: HypotheticalRow<K>> Hypothetical<K> for V {
    type Args = V::Args;

    fn into_args(self) -> Self::Args {
        HypotheticalRow::into_args(self)
    }
}

#[diagnostic::do_not_recommend]
impl<K: SortKey, V: IntoExpr<Class<K::Of>>> HypotheticalRow<K> for V {
    type Args = (V::Expr,);

    fn into_args(self) -> Self::Args {
        (self.into_expr(),)
    }
}

macro_rules! tuples {
    ($($value:ident $key:ident),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($key: SortKey, $value: IntoExpr<Class<$key::Of>>),+> HypotheticalRow<($($key,)+)> for ($($value,)+) {
            type Args = ($($value::Expr,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_args(self) -> Self::Args {
                let ($($value,)+) = self;
                ($($value.into_expr(),)+)
            }
        }
    };
}

tuples!(A K, B L);
tuples!(A K, B L, C M);
tuples!(A K, B L, C M, D N);

macro_rules! ranks {
    ($($name:ident -> $result:ty = $sql:literal;)+) => { $(
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub struct $name<T> {
            result: PhantomData<T>,
        }

        impl Function for $name<()> {
            const NAME: CallName = CallName::Text($sql);
            type Base = $result;
            type Null = Never;
        }

        impl AggregateFunction for $name<()> {
            type OfRows = Never;
        }
    )+ };
}

ranks! {
    rank_within -> i64 = "rank(";
    dense_rank_within -> i64 = "dense_rank(";
    percent_rank_within -> f64 = "percent_rank(";
    cume_dist_within -> f64 = "cume_dist(";
}

/// `rank(values) WITHIN GROUP (ORDER BY keys)`: which place a row with these values would have; a tuple for several keys.
///
/// ```
/// # use piton::functions::rank_within;
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Player { #[column(primary_key)] id: i32, score: i32, age: i32 }
/// assert_eq!(
///     select(rank_within((100, 30), (Player::score.desc(), Player::age))).to_sql(),
///     r#"SELECT rank($1, $2) WITHIN GROUP (ORDER BY "player"."score" DESC, "player"."age") FROM "player""#,
/// );
/// ```
pub fn rank_within<V, K, A, I>(values: V, keys: K) -> Aggregate<rank_within<()>, A, Within<I>>
where
    V: Hypothetical<K, Args = A>,
    K: OrderItems<Items = I> + NoAggregate + NoWindow,
    A: NoAggregate + NoWindow,
{
    Aggregate::new(values.into_args()).with(|_| Within(keys.into_items()))
}

/// `dense_rank(values) WITHIN GROUP (ORDER BY keys)`: as [`rank_within`](fn@rank_within), where rows that are equal count once.
pub fn dense_rank_within<V, K, A, I>(values: V, keys: K) -> Aggregate<dense_rank_within<()>, A, Within<I>>
where
    V: Hypothetical<K, Args = A>,
    K: OrderItems<Items = I> + NoAggregate + NoWindow,
    A: NoAggregate + NoWindow,
{
    Aggregate::new(values.into_args()).with(|_| Within(keys.into_items()))
}

/// `percent_rank(values) WITHIN GROUP (ORDER BY keys)`: as [`rank_within`](fn@rank_within), as a place between 0, the first, and 1.
pub fn percent_rank_within<V, K, A, I>(values: V, keys: K) -> Aggregate<percent_rank_within<()>, A, Within<I>>
where
    V: Hypothetical<K, Args = A>,
    K: OrderItems<Items = I> + NoAggregate + NoWindow,
    A: NoAggregate + NoWindow,
{
    Aggregate::new(values.into_args()).with(|_| Within(keys.into_items()))
}

/// `cume_dist(values) WITHIN GROUP (ORDER BY keys)`: which part of the rows would come before it or be equal, itself counted.
pub fn cume_dist_within<V, K, A, I>(values: V, keys: K) -> Aggregate<cume_dist_within<()>, A, Within<I>>
where
    V: Hypothetical<K, Args = A>,
    K: OrderItems<Items = I> + NoAggregate + NoWindow,
    A: NoAggregate + NoWindow,
{
    Aggregate::new(values.into_args()).with(|_| Within(keys.into_items()))
}
