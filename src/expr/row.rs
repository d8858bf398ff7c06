//! Rows as operands: `(a, b) > (1, 2)`.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::operator::BinaryOperator;
use super::{
    Class, Equal, Expression, Greater, GreaterOrEqual, In, IntoExpr, Less, LessOrEqual, NotEqual, NotIn,
    QueryOf, Typed, ValidIn, operand, precedence,
};
use crate::sql::Statement;
use crate::table::identity::{Answer, False};
use crate::table::{NotNull, Nullness, Scope};

/// Several expressions as one operand. Made by [`row`].
#[derive(Clone, Debug)]
#[must_use = "a row does nothing until it is compared"]
pub struct RowExpr<T, C> {
    items: T,
    classes: PhantomData<fn() -> C>,
}

/// Several expressions as one operand: `(a, b)`, to be compared with a tuple or with the rows of a query.
///
/// Rows are compared from left to right: the first two that differ decide. See the page "Row and Array Comparisons" of
/// PostgreSQL's manual, also for NULLs in them.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// assert_eq!(
///     select(Person::id).filter(row((Person::name, Person::id)).gt(("Bob", 7))).to_sql(),
///     r#"SELECT "person"."id" FROM "person" WHERE ("person"."name", "person"."id") > ($1, $2)"#,
/// );
/// ```
pub fn row<T: RowItems<Classes = C, Items = L>, C, L>(items: T) -> RowExpr<L, C> {
    RowExpr { items: items.into_items(), classes: PhantomData }
}

/// What makes a row: a tuple of 2 to 8 expressions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of SQL expressions",
    label = "not a tuple of expressions",
    note = "give `row` a tuple of 2 to 8 columns or expressions"
)]
pub trait RowItems {
    /// The classes of the expressions, as a tuple.
    type Classes;
    /// The tuple's type: its own. What is no tuple has none, so that comparisons of it are not reported, too.
    type Items;

    /// The tuple.
    fn into_items(self) -> Self::Items;
}

/// What a row with the classes `C` is compared with: a tuple.
#[diagnostic::on_unimplemented(
    message = "expected a tuple of SQL values of the types `{C}`, found `{Self}`",
    label = "not a tuple of `{C}`"
)]
pub trait RowOperand<C> {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_operand(self) -> Self::Expr;
}

/// Expressions in parentheses: `(a, b)`.
#[derive(Clone, Debug)]
pub struct List<T>(T);

/// A comparison of rows.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct RowComparison<O, L, R> {
    left: L,
    right: R,
    operator: PhantomData<O>,
}

impl<O, L: Clone, R: Clone> Clone for RowComparison<O, L, R> {
    fn clone(&self) -> Self {
        RowComparison { left: self.left.clone(), right: self.right.clone(), operator: PhantomData }
    }
}

impl<T, C> RowExpr<T, C> {
    fn compare<O, E>(self, right: E) -> RowComparison<O, List<T>, E> {
        RowComparison { left: List(self.items), right, operator: PhantomData }
    }

    /// `self = right`
    pub fn eq<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<Equal, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self <> right`
    pub fn ne<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<NotEqual, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self < right`
    pub fn lt<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<Less, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self <= right`
    pub fn le<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<LessOrEqual, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self > right`
    pub fn gt<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<Greater, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self >= right`
    pub fn ge<R: RowOperand<C, Expr = E>, E>(self, right: R) -> RowComparison<GreaterOrEqual, List<T>, E> {
        self.compare(right.into_operand())
    }

    /// `self = ANY(query)`, which SQL also calls `IN`: whether the query has the row.
    pub fn in_<Q: QueryOf<C, Expr = E>, E>(self, query: Q) -> RowComparison<In, List<T>, E> {
        self.compare(query.into_rows())
    }

    /// `self <> ALL(query)`: whether the query does not have the row.
    pub fn not_in<Q: QueryOf<C, Expr = E>, E>(self, query: Q) -> RowComparison<NotIn, List<T>, E> {
        self.compare(query.into_rows())
    }
}

impl<O: BinaryOperator, L: Expression, R: Expression> Expression for RowComparison<O, L, R> {
    type From = <L::From as Scope>::OrElse<R::From>;
    type Aggregates = <L::Aggregates as Answer>::Or<R::Aggregates>;
    type Bare = (L::Bare, R::Bare);
    const PRECEDENCE: u8 = O::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        self.left.render(out);
        out.text(O::INFIX);
        self.right.render(out);
        if !O::SUFFIX.is_empty() {
            out.text(O::SUFFIX);
        }
    }
}

impl<O: BinaryOperator, L: Expression, R: Expression> Typed for RowComparison<O, L, R> {
    type Base = bool;
}

impl<S, O: BinaryOperator, L: ValidIn<S>, R: ValidIn<S>> ValidIn<S> for RowComparison<O, L, R> {
    type Null = <L::Null as Nullness>::Or<R::Null>;
}

node!([O: BinaryOperator, L: Expression, R: Expression] RowComparison<O, L, R>);

#[diagnostic::do_not_recommend]
impl<O: BinaryOperator, L: Expression, R: Expression> IntoExpr<bool> for RowComparison<O, L, R> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

macro_rules! tuples {
    ($($name:ident $class:ident),+) => {
        impl<$($name: Expression),+> Expression for List<($($name,)+)> {
            type From = tuples!(@from $($name)+);
            type Aggregates = tuples!(@or $($name)+);
            type Bare = tuples!(@bare $($name)+);
            const PRECEDENCE: u8 = precedence::ATOM;

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn render(&self, out: &mut Statement) {
                let List(($($name,)+)) = self;
                let mut before = "(";
                $(
                    out.text(std::mem::replace(&mut before, ", "));
                    operand($name, 0, out);
                )+
                out.text(")");
            }
        }

        impl<Scope, $($name: ValidIn<Scope>),+> ValidIn<Scope> for List<($($name,)+)> {
            type Null = tuples!(@null $($name)+);
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: Typed),+> RowItems for ($($name,)+) {
            type Classes = ($(Class<$name>,)+);
            type Items = Self;

            fn into_items(self) -> Self {
                self
            }
        }

        impl<$($class, $name: IntoExpr<$class>),+> RowOperand<($($class,)+)> for ($($name,)+) {
            type Expr = List<($($name::Expr,)+)>;

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_operand(self) -> Self::Expr {
                let ($($name,)+) = self;
                List(($($name.into_expr(),)+))
            }
        }
    };
    (@from) => { HNil };
    (@from $first:ident $($rest:ident)*) => { <$first::From as Scope>::OrElse<tuples!(@from $($rest)*)> };
    (@or) => { False };
    (@or $first:ident $($rest:ident)*) => { <$first::Aggregates as Answer>::Or<tuples!(@or $($rest)*)> };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
    (@null) => { NotNull };
    (@null $first:ident $($rest:ident)*) => { <$first::Null as Nullness>::Or<tuples!(@null $($rest)*)> };
}

tuples!(A X, B Y);
tuples!(A X, B Y, C Z);
tuples!(A X, B Y, C Z, D W);
tuples!(A X, B Y, C Z, D W, E V);
tuples!(A X, B Y, C Z, D W, E V, F U);
tuples!(A X, B Y, C Z, D W, E V, F U, G T);
tuples!(A X, B Y, C Z, D W, E V, F U, G T, H S);
