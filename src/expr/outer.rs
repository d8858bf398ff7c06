//! Columns of the query around a subquery.

use frunk_core::hlist::HNil;

use super::{Class, Expression, IntoExpr, Named, NoAggregate, Typed, Uses, ValidIn};
use crate::Along;
use crate::sql::Statement;
use crate::table::Nullable;
use crate::table::identity::False;
use crate::value::{Bindable, SqlType};

/// An expression of the query around a subquery. Made by [`outer`].
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct OuterExpr<E>(E);

/// A column, or an expression, of the query around a subquery.
///
/// That the outer query has its tables is checked when the subquery is added to it. Inside of the subquery it counts as
/// one that can be NULL, because the outer query decides. In a subquery of a subquery, `outer(outer(..))` reaches one
/// query further.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32 }
/// let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
/// assert_eq!(
///     select(Person::name).filter(exists(colors)).to_sql(),
///     r#"SELECT "person"."name" FROM "person" WHERE EXISTS (SELECT 1 FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id")"#,
/// );
/// ```
///
/// A table of the subquery must not have the name of the outer one: give it another with [`alias!`](macro@crate::alias).
pub fn outer<A: Typed + NoAggregate>(expr: A) -> OuterExpr<<Class<A> as Along<A>>::Type> {
    OuterExpr(expr)
}

impl<E: Expression> Expression for OuterExpr<E> {
    type From = HNil;
    type Aggregates = False;
    type Bare = Uses<E::Bare>;
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

impl<E: Typed> Typed for OuterExpr<E> {
    type Base = E::Base;
}

impl<S, E: Expression> ValidIn<S> for OuterExpr<E> {
    type Null = Nullable;
}

node!([E: Typed] OuterExpr<E>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: Bindable<K>>, K> IntoExpr<K> for OuterExpr<E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
