//! Elements and parts of arrays, and comparisons with all elements.

use std::marker::PhantomData;

use super::functions::ArrayValue;
use super::operator::{Binary, BinaryOperator};
use super::{
    Args, ArgsIn, Class, Equal, Expression, Greater, GreaterOrEqual, IntoExpr, Less, LessOrEqual, NotEqual,
    Typed, ValidIn, precedence,
};
use crate::sql::Statement;
use crate::table::{Nullable, Nullness};
use crate::value::{Bindable, Value};

/// `(array)[index]`: an element.
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Subscript<A>(A);

impl<E: Expression, I: Expression> Expression for Subscript<(E, I)> {
    type From = <(E, I) as Args>::From;
    type Aggregates = <(E, I) as Args>::Aggregates;
    type Bare = <(E, I) as Args>::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text("(");
        self.0.render(0, None, &|i| if i == 0 { ")[" } else { "]" }, out);
    }
}

impl<E: Typed<Base: ArrayValue>, I: Expression> Typed for Subscript<(E, I)> {
    type Base = <E::Base as ArrayValue>::Element;
}

// There may be no such element.
impl<S, E: ValidIn<S>, I: ValidIn<S>> ValidIn<S> for Subscript<(E, I)> {
    type Null = Nullable;
}

node!([E: Typed<Base: ArrayValue>, I: Expression] Subscript<(E, I)>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: ArrayValue<Element: Bindable<K>>>, I: Expression, K> IntoExpr<K> for Subscript<(E, I)> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// `(array)[first:last]`: a part of an array.
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Slice<A>(A);

impl<E: Expression, L: Expression, H: Expression> Expression for Slice<(E, L, H)> {
    type From = <(E, L, H) as Args>::From;
    type Aggregates = <(E, L, H) as Args>::Aggregates;
    type Bare = <(E, L, H) as Args>::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text("(");
        let after = |i: usize| match i {
            0 => ")[",
            1 => ":",
            _ => "]",
        };
        self.0.render(precedence::ATOM, None, &after, out);
    }
}

impl<E: Typed, L: Expression, H: Expression> Typed for Slice<(E, L, H)> {
    type Base = E::Base;
}

impl<S, E: ValidIn<S>, L: ValidIn<S>, H: ValidIn<S>> ValidIn<S> for Slice<(E, L, H)> {
    type Null = <(E, L, H) as ArgsIn<S>>::Any;
}

node!([E: Typed, L: Expression, H: Expression] Slice<(E, L, H)>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: Bindable<K>>, L: Expression, H: Expression, K> IntoExpr<K> for Slice<(E, L, H)> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// The comparison `O` with any element (`Any`) or with all (`Every`) of an array whose elements have the nullness `N`.
#[derive(Debug)]
pub struct WithElements<O, Q, N>(PhantomData<(O, Q, N)>);

/// `ANY`
#[derive(Debug)]
pub enum AnyElement {}

/// `ALL`
#[derive(Debug)]
pub enum AllElements {}

/// A comparison that is written before `ANY` and `ALL`.
pub trait Quantified<Q> {
    /// What stands before the array.
    const INFIX: &'static str;
}

macro_rules! quantified {
    ($($operator:ident $infix:literal;)+) => {$(
        impl Quantified<AnyElement> for $operator {
            const INFIX: &'static str = concat!(" ", $infix, " ANY(");
        }

        impl Quantified<AllElements> for $operator {
            const INFIX: &'static str = concat!(" ", $infix, " ALL(");
        }
    )+};
}

quantified! {
    Equal "=";
    NotEqual "<>";
    Less "<";
    LessOrEqual "<=";
    Greater ">";
    GreaterOrEqual ">=";
}

impl<O: Quantified<Q>, Q, N: Nullness> BinaryOperator for WithElements<O, Q, N> {
    const INFIX: &'static str = O::INFIX;
    const SUFFIX: &'static str = ")";
    const PRECEDENCE: u8 = precedence::COMPARISON;
    const LEFT: u8 = precedence::LIKE;
    const RIGHT: u8 = 0;
    type Base<L: Value> = bool;
    // An element that is NULL leaves it open.
    type Null<L: Nullness, R: Nullness> = <L::Or<R> as Nullness>::Or<N>;
}

/// An expression that is an array of the class `C`.
#[diagnostic::on_unimplemented(
    message = "expected an array of type `{C}`, found `{Self}`",
    label = "not an array of `{C}`",
    note = "values of Rust are compared with by `.in_(..)`"
)]
pub trait ArrayOf<C>: Typed {
    /// Whether its elements can be NULL.
    type Null: Nullness;
}

#[diagnostic::do_not_recommend]
impl<C, E: Typed<Base: ArrayValue<Element: Value<Class = C>>>> ArrayOf<C> for E {
    type Null = <E::Base as ArrayValue>::Null;
}

/// A comparison with the elements of an array.
pub type Compared<O, Q, E, A> = Binary<WithElements<O, Q, <A as ArrayOf<Class<E>>>::Null>, E, A>;

/// What arrays can do, and what can be done with their elements.
pub trait ArrayMethods: Typed + Sized {
    /// `(self)[index]`: an element, counted from 1; NULL where there is none.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, tags: Vec<String> }
    /// assert_eq!(select(Post::tags.at(1)).to_sql(), r#"SELECT ("post"."tags")[$1] FROM "post""#);
    /// ```
    fn at<I: IntoExpr<i32, Expr = E>, E>(self, index: I) -> Subscript<(Self, E)>
    where
        Self::Base: ArrayValue,
    {
        Subscript((self, index.into_expr()))
    }

    /// `(self)[first:last]`: the elements from the first index to the last, as far as there are any.
    fn slice<L, H, A, B>(self, first: L, last: H) -> Slice<(Self, A, B)>
    where
        Self::Base: ArrayValue,
        L: IntoExpr<i32, Expr = A>,
        H: IntoExpr<i32, Expr = B>,
    {
        Slice((self, first.into_expr(), last.into_expr()))
    }

    /// `self = ANY(array)`: whether an element of an array column, or of any expression that is an array, is equal. For
    /// values of Rust there is [`in_`](super::ExpressionMethods::in_).
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, tags: Vec<String> }
    /// let query = select(Post::id).filter(value("rust".to_owned()).eq_any_of(Post::tags));
    /// assert_eq!(query.to_sql(), r#"SELECT "post"."id" FROM "post" WHERE $1 = ANY("post"."tags")"#);
    /// ```
    fn eq_any_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Equal, AnyElement, Self, A> {
        Binary::new(self, array)
    }

    /// `self <> ALL(array)`: whether no element is equal.
    fn ne_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<NotEqual, AllElements, Self, A> {
        Binary::new(self, array)
    }

    /// `self = ALL(array)`: whether all elements are equal; true for an empty array.
    fn eq_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Equal, AllElements, Self, A> {
        Binary::new(self, array)
    }

    /// `self < ANY(array)`: whether an element is greater.
    fn lt_any_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Less, AnyElement, Self, A> {
        Binary::new(self, array)
    }

    /// `self < ALL(array)`: whether all elements are greater.
    fn lt_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Less, AllElements, Self, A> {
        Binary::new(self, array)
    }

    /// `self <= ALL(array)`: whether no element is less.
    fn le_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<LessOrEqual, AllElements, Self, A> {
        Binary::new(self, array)
    }

    /// `self > ANY(array)`: whether an element is less.
    fn gt_any_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Greater, AnyElement, Self, A> {
        Binary::new(self, array)
    }

    /// `self > ALL(array)`: whether all elements are less.
    fn gt_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<Greater, AllElements, Self, A> {
        Binary::new(self, array)
    }

    /// `self >= ALL(array)`: whether no element is greater.
    fn ge_all_of<A: ArrayOf<Class<Self>>>(self, array: A) -> Compared<GreaterOrEqual, AllElements, Self, A> {
        Binary::new(self, array)
    }
}

impl<E: Typed> ArrayMethods for E {}
