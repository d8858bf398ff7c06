//! A column as an expression.

use frunk_core::hlist::{HCons, HNil};

use super::{Bare, Expression, IntoExpr, IntoNullableExpr, Named, OrderBy, Typed, ValidIn, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::False;
use crate::table::{Column, ColumnType, Field, InScope, Inner, Nullness, Source};
use crate::value::{Bindable, SqlType};

impl<S: Source, C: Field> Expression for Column<S, C> {
    type From = HCons<Inner<S>, HNil>;
    type Aggregates = False;
    type Bare = Bare<S, C>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.push(Piece::ColumnName(Self::REF));
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        Some(((C::DEF.table, C::DEF.field), C::DEF.override_type))
    }

    const NAMED: Option<Named> = match C::DEF.override_type {
        Some(ty) => {
            Some(Named { ty, array: C::ARRAY, element: if ty.is_array { Some(C::ELEMENT) } else { None } })
        }
        None => None,
    };
}

impl<S: Source, C: Field> Typed for Column<S, C> {
    type Base = <C::Type as ColumnType>::Base;
}

impl<X: InScope<S>, S: Source, C: Field> ValidIn<X> for Column<S, C> {
    type Null = <<C::Type as ColumnType>::Null as Nullness>::Or<X::Null>;
}

node!(@argument [S: Source, C: Field] Column<S, C>);
node!(@projection [S: Source, C: Field] Column<S, C>, Bare<S, C>);
node!(@operators [S: Source, C: Field] Column<S, C>);

// These two not by the macro, whose lines would stand in messages.
impl<X, S: Source, C: Field> OrderBy<X> for Column<S, C>
where
    Self: ValidIn<X>,
{
    type Aggregates = False;
    type Bare = Bare<S, C>;

    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| self.render(out));
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, C: Field<Type: ColumnType<Base: Bindable<K>>>, K> IntoNullableExpr<K> for Column<S, C> {
    type Expr = Self;

    fn into_nullable_expr(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, C: Field<Type: ColumnType<Base: Bindable<K>>>, K> IntoExpr<K> for Column<S, C> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
