//! `CAST`

use std::marker::PhantomData;

use super::{AtTimes, Expression, IfAny, IntoExpr, NullRule, Typed, ValidIn, precedence};
use crate::sql::{Piece, Statement};
use crate::value::newtype::Newtype;
use crate::value::{Bindable, Interval, SqlType, Value, class};

/// A class of values that PostgreSQL casts to the class `T`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no cast from `{Self}` to `{T}`",
    label = "`{Self}` cannot be cast to `{T}`",
    note = "cast it to text first: `.cast::<String>()`"
)]
pub trait CastTo<T> {
    /// Whether the result can be NULL.
    type Null: NullRule;
}

macro_rules! casts {
    ($($from:ty => $($to:ty)+;)+) => {$(
        $(
            #[diagnostic::do_not_recommend]
            impl CastTo<$to> for $from {
                type Null = IfAny;
            }
        )+

        // A newtype has the casts of what it holds.
        #[diagnostic::do_not_recommend]
        impl<N: Newtype> CastTo<N> for $from
        where
            $from: CastTo<<N::Inner as Value>::Class>,
        {
            type Null = <$from as CastTo<<N::Inner as Value>::Class>>::Null;
        }
    )+};
}

casts! {
    bool => bool i32 String;
    i16 => i16 i32 i64 f32 f64 class::Numeric String;
    i32 => bool i16 i32 i64 f32 f64 class::Numeric String;
    i64 => i16 i32 i64 f32 f64 class::Numeric String;
    f32 => i16 i32 i64 f32 f64 class::Numeric String;
    f64 => i16 i32 i64 f32 f64 class::Numeric String;
    class::Numeric => i16 i32 i64 f32 f64 class::Numeric String;
    String => bool i16 i32 i64 f32 f64 class::Numeric String Vec<u8> class::Date class::Time class::Timestamp
        class::TimestampTz class::Jsonb class::Uuid Interval;
    Vec<u8> => Vec<u8> String;
    class::Date => class::Date class::Timestamp class::TimestampTz String;
    class::Time => class::Time Interval String;
    Interval => Interval class::Time String;
    class::Timestamp => class::Timestamp class::TimestampTz class::Date class::Time String;
    class::TimestampTz => class::TimestampTz class::Timestamp class::Date class::Time String;
    class::Jsonb => class::Jsonb String;
    class::Uuid => class::Uuid String;
}

macro_rules! from_json {
    ($($to:ty)+) => {$(
        // The JSON `null` becomes NULL since PostgreSQL 18, and is an error before.
        #[diagnostic::do_not_recommend]
        impl CastTo<$to> for class::Jsonb {
            type Null = AtTimes;
        }
    )+};
}

from_json! { bool i16 i32 i64 f32 f64 class::Numeric }

/// `CAST(expr AS type)`
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Cast<E, T> {
    expr: E,
    to: PhantomData<fn() -> T>,
}

impl<E, T> Cast<E, T> {
    pub(super) fn new(expr: E) -> Self {
        Cast { expr, to: PhantomData }
    }
}

impl<E: Clone, T> Clone for Cast<E, T> {
    fn clone(&self) -> Self {
        Cast::new(self.expr.clone())
    }
}

/// Appends a type's name.
pub(crate) fn write_type(ty: &'static SqlType, out: &mut Statement) {
    if ty.is_custom() {
        if let Some(schema) = ty.schema {
            out.push(Piece::Name(schema));
            out.text(".");
        }
        out.push(Piece::Name(ty.name));
    } else {
        out.text(ty.name);
    }
    if ty.is_array {
        out.text("[]");
    }
}

impl<E: Expression, T: Value> Expression for Cast<E, T> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text("CAST(");
        self.expr.render(out);
        out.text(" AS ");
        write_type(T::TYPE, out);
        out.text(")");
    }
}

impl<E: Expression, T: Value> Typed for Cast<E, T> {
    type Base = T;
}

impl<S, E, T: Value> ValidIn<S> for Cast<E, T>
where
    E: ValidIn<S> + Typed<Base: Value<Class: CastTo<T::Class>>>,
{
    type Null = <<super::Class<E> as CastTo<T::Class>>::Null as NullRule>::Null<E::Null, E::Null, E::Null>;
}

node!([E: Typed, T: Value] Cast<E, T>);

#[diagnostic::do_not_recommend]
impl<E: Expression, T: Value + Bindable<K>, K> IntoExpr<K> for Cast<E, T> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
