//! A Rust value as an expression.

use frunk_core::hlist::HNil;

use super::{Expression, IntoExpr, Named, Typed, ValidIn, precedence};
use crate::Along;
use crate::error::ValueError;
use crate::sql::Statement;
use crate::table::identity::False;
use crate::table::{NotNull, Nullable};
use crate::value::{Bindable, Encode, Encoder, Interval, Value};

/// A value that is sent as a parameter.
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Bind<V>(pub(crate) V);

/// A Rust value as an expression of its own, sent as a parameter.
///
/// It is needed only where no other operand tells that a value is meant, as in a SELECT list:
///
/// ```
/// use piton::prelude::*;
///
/// assert_eq!(select(value(1)).to_sql(), "SELECT $1");
/// ```
pub fn value<V: IntoValue<Value = T>, T>(value: V) -> Bind<T> {
    Bind(value.into_value())
}

/// A value that can be bound by itself.
// A trait of its own, so that what is none is reported once: the compiler then knows no expression that could be wrong,
// too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that PostgreSQL has a type for",
    label = "not a SQL value",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait IntoValue {
    /// Its type.
    type Value: Value;

    /// The value.
    fn into_value(self) -> Self::Value;
}

#[diagnostic::do_not_recommend]
impl<V: Value> IntoValue for V {
    type Value = <V::Class as Along<V>>::Type;

    fn into_value(self) -> V {
        self
    }
}

/// Appends a value, or NULL, with its length before it; an array's elements have the type that the column names.
#[inline]
fn put<V: Encode>(value: Option<&V>, named: Option<Named>, out: &mut Encoder) -> Result<(), ValueError> {
    let Some(value) = value else {
        out.put_null();
        return Ok(());
    };
    let element = named.and_then(|named| named.element);
    if element.is_none() {
        return out.put_value(value);
    }
    out.set_element(element);
    let written = out.put_value(value);
    out.set_element(None);
    written
}

/// Binds a value as the type that the other operand's column names, if it names one; the values of a list as an array
/// of it.
fn bind<V: Encode>(value: Option<&V>, named: Option<Named>, out: &mut Statement) {
    match named {
        None => out.bind_option(value),
        Some(named) if V::TYPE.is_array && !named.ty.is_array => {
            out.bind_as(value, named.array, Some(named.ty));
        }
        Some(named) => out.bind_as(value, named.ty, named.element),
    }
}

impl<V: Encode> Expression for Bind<V> {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.render_beside(None, out);
    }

    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        bind(Some(&self.0), named, out);
    }

    #[inline]
    fn put_value(&self, named: Option<Named>, out: &mut Encoder) -> Option<Result<(), ValueError>> {
        Some(put(Some(&self.0), named, out))
    }
}

impl<V: Value> Typed for Bind<V> {
    type Base = V;
}

impl<S, V: Encode> ValidIn<S> for Bind<V> {
    type Null = NotNull;
}

node!([V: Value] Bind<V>);

// A text that is lent is text, too, where nothing else says the type.
impl Typed for Bind<&str> {
    type Base = String;
}

node!(['v] Bind<&'v str>);

// A duration is an interval.
impl Typed for Bind<std::time::Duration> {
    type Base = Interval;
}

#[diagnostic::do_not_recommend]
impl IntoExpr<String> for Bind<&str> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// That an `Option` is a value that is not NULL, which it never is.
pub trait Possible {}

/// What no `Option` is.
#[derive(Debug)]
pub struct OptionOf<V>(std::marker::PhantomData<V>);

// So that an `Option` where NULL cannot stand is one error: the expression is known, and nothing is wrong with it.
#[diagnostic::do_not_recommend]
impl<V, K> IntoExpr<K> for Option<V>
where
    OptionOf<V>: Possible,
{
    type Expr = Bind<bool>;

    fn into_expr(self) -> Bind<bool> {
        Bind(self.is_some())
    }
}

/// A value that is sent as a parameter, or NULL.
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct BindOption<V>(pub(crate) Option<V>);

impl<V: Encode> Expression for BindOption<V> {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.render_beside(None, out);
    }

    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        bind(self.0.as_ref(), named, out);
    }

    fn put_value(&self, named: Option<Named>, out: &mut Encoder) -> Option<Result<(), ValueError>> {
        Some(put(self.0.as_ref(), named, out))
    }
}

impl<V: Value> Typed for BindOption<V> {
    type Base = V;
}

impl<S, V: Encode> ValidIn<S> for BindOption<V> {
    type Null = Nullable;
}

node!([V: Value] BindOption<V>);

/// An `Option` of a Rust value as an expression of its own, sent as a parameter that may be NULL.
///
/// ```
/// use piton::prelude::*;
///
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// let row: (Option<i32>, Option<i32>) = select((nullable(Some(1)), nullable(None::<i32>))).one(db).await?;
/// # Ok(()) }
/// ```
pub fn nullable<V: Value>(value: Option<V>) -> BindOption<V> {
    BindOption(value)
}

#[diagnostic::do_not_recommend]
impl<V: Value + Bindable<K>, K> IntoExpr<K> for BindOption<V> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// What can stand in a comparison that knows NULL: as [`IntoExpr`](super::IntoExpr), and an `Option` of a value.
#[diagnostic::on_unimplemented(
    message = "expected a SQL value of type `{C}` or an `Option` of it, found `{Self}`",
    label = "not a SQL `{C}`"
)]
pub trait IntoNullableExpr<C> {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_nullable_expr(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<C, V: Encode + Bindable<C>> IntoNullableExpr<C> for V {
    type Expr = Bind<V>;

    fn into_nullable_expr(self) -> Bind<V> {
        Bind(self)
    }
}

impl<C, V: Bindable<C>> IntoNullableExpr<C> for Option<V> {
    type Expr = BindOption<V>;

    fn into_nullable_expr(self) -> BindOption<V> {
        BindOption(self)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Value + Bindable<K>, K> IntoExpr<K> for Bind<V> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
