//! Values of groups, for windows over groups.

use frunk_core::hlist::HNil;

use super::{
    Bare, BareTable, Expression, GroupValue, InAggregate, IntoExpr, Modifies, Named, Typed, Uses, ValidIn,
};
use crate::sql::Statement;
use crate::table::CteUse;
use crate::table::identity::PerGroup as HasGroups;
use crate::value::{Bindable, SqlType};

/// A value of each group, to be the argument of a window function. Made by [`per_group`].
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct PerGroup<E>(E);

/// The value of each group, as the argument of an aggregate over a window of groups: `sum(count(*)) OVER ()`.
///
/// An aggregate of an aggregate is none without `OVER`, and does not compile.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::per_group;
/// # #[derive(Table)] struct Sale { #[column(primary_key)] id: i32, city: String }
/// let all = sum(per_group(count_all())).over(window());
/// assert_eq!(
///     select((Sale::city, count_all(), all)).group_by(Sale::city).to_sql(),
///     r#"SELECT "sale"."city", count(*), sum(count(*)) OVER () FROM "sale" GROUP BY "sale"."city""#,
/// );
/// ```
pub fn per_group<E: Typed>(expr: E) -> PerGroup<E> {
    PerGroup(expr)
}

impl<E: Expression> Expression for PerGroup<E> {
    type From = E::From;
    type Aggregates = HasGroups;
    type Bare = GroupValue<E::Bare>;
    const PRECEDENCE: u8 = E::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        self.0.render(out);
    }

    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        self.0.render_beside(named, out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        E::field()
    }

    const NAMED: Option<Named> = E::NAMED;
}

impl<E: Typed> Typed for PerGroup<E> {
    type Base = E::Base;
}

impl<S, E: ValidIn<S>> ValidIn<S> for PerGroup<E> {
    type Null = E::Null;
}

node!([E: Typed] PerGroup<E>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: Bindable<K>>, K> IntoExpr<K> for PerGroup<E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// What an aggregate can read that has no OVER: values of rows, and none of groups.
pub trait NoGroupValue {}

macro_rules! no_group_value {
    ($([$($param:ident)*] $leaf:ty;)+) => { $(
        impl<$($param),*> NoGroupValue for $leaf {}
    )+ };
}

no_group_value! {
    [] ();
    [S C] Bare<S, C>;
    [S] BareTable<S>;
    [B] Uses<B>;
    [B] InAggregate<B>;
    [T] CteUse<T>;
    [] Modifies;
}

impl<A: NoGroupValue, B: NoGroupValue> NoGroupValue for (A, B) {}

impl<B> NoGroupValue for GroupValue<B> where HNil: OverGroups<B> {}

/// A window of groups. An aggregate without OVER has none.
#[diagnostic::on_unimplemented(
    message = "an aggregate of an aggregate is none without OVER",
    label = "`per_group(..)` is for windows over groups",
    note = "add `.over(window())` to the outer aggregate, or compute the inner one in a subquery"
)]
pub trait OverGroups<B> {}
