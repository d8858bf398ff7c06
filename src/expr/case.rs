//! `CASE`

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{
    Expression, IntoArgument, IntoExpr, IntoNullableExpr, Named, Typed, ValidIn, operand_beside, precedence,
};
use crate::sql::Statement;
use crate::table::identity::{Answer, False};
use crate::table::{NotNull, Nullable, Nullness, Scope};
use crate::value::{Bindable, SqlType, Value};

/// `CASE WHEN condition THEN value .. END`: the value of the first condition that is true.
///
/// [`when`](Case::when) adds conditions, [`otherwise`](Case::otherwise) the value where none is true; without it that is
/// NULL. The first value says the type of all.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let group = case_when(Person::age.lt(18), "minor").when(Person::age.ge(65), "senior").otherwise("adult");
/// assert_eq!(
///     select(group).to_sql(),
///     r#"SELECT CASE WHEN "person"."age" < $1 THEN $2 WHEN "person"."age" >= $3 THEN $4 ELSE $5 END FROM "person""#,
/// );
/// ```
pub fn case_when<C, E, V, X, T>(condition: C, value: V) -> Case<bool, T, Branch<Searched, E, X>>
where
    C: IntoExpr<bool, Expr = E>,
    V: IntoArgument<Expr = X>,
    X: Typed<Base = T>,
{
    Case::new(
        Branch { before: Searched(()), when: condition.into_expr(), then: value.into_argument() },
        NoElse(()),
    )
}

/// `CASE operand WHEN value THEN result .. END`: the result of the first value that is equal to the operand.
///
/// NULL is equal to no value.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// let age = case(Person::name).when("Alice", 30).when("Bob", 40);
/// assert_eq!(
///     select(age).to_sql(),
///     r#"SELECT CASE "person"."name" WHEN $1 THEN $2 WHEN $3 THEN $4 END FROM "person""#,
/// );
/// ```
pub fn case<A: IntoArgument<Expr = E>, E: Typed<Base = T>, T>(operand: A) -> CaseOf<E, T> {
    CaseOf { operand: operand.into_argument(), value: PhantomData }
}

/// `CASE operand` before its first `WHEN`.
#[derive(Clone, Debug)]
#[must_use = "a CASE needs a value: `.when(..)`"]
pub struct CaseOf<E, T> {
    operand: E,
    value: PhantomData<fn() -> T>,
}

impl<E, K: Value> CaseOf<E, K> {
    /// `WHEN value THEN result`
    pub fn when<C, W, V, X, T>(self, value: C, result: V) -> Case<K::Class, T, Branch<Simple<E>, W, X>>
    where
        C: IntoExpr<K::Class, Expr = W>,
        V: IntoArgument<Expr = X>,
        X: Typed<Base = T>,
    {
        let before = Simple(self.operand);
        Case::new(Branch { before, when: value.into_expr(), then: result.into_argument() }, NoElse(()))
    }
}

/// `CASE .. END` with results of the type `T`, and conditions of the class `K`.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Case<K, T, B, O = NoElse> {
    branches: B,
    otherwise: O,
    types: PhantomData<fn() -> (K, T)>,
}

impl<K, T, B, O> Case<K, T, B, O> {
    fn new(branches: B, otherwise: O) -> Self {
        Case { branches, otherwise, types: PhantomData }
    }
}

impl<K, T, B: Clone, O: Clone> Clone for Case<K, T, B, O> {
    fn clone(&self) -> Self {
        Case::new(self.branches.clone(), self.otherwise.clone())
    }
}

impl<K, T: Value, B> Case<K, T, B> {
    /// `WHEN condition THEN value`
    pub fn when<C, W, V, X>(self, condition: C, value: V) -> Case<K, T, Branch<B, W, X>>
    where
        C: IntoExpr<K, Expr = W>,
        V: IntoNullableExpr<T::Class, Expr = X>,
    {
        let (when, then) = (condition.into_expr(), value.into_nullable_expr());
        Case::new(Branch { before: self.branches, when, then }, self.otherwise)
    }

    /// `ELSE value`
    pub fn otherwise<V, X>(self, value: V) -> Case<K, T, B, Else<X>>
    where
        V: IntoNullableExpr<T::Class, Expr = X>,
    {
        Case::new(self.branches, Else(value.into_nullable_expr()))
    }
}

/// The branches of a `CASE`, with what stands before them.
pub trait Branches {
    /// See [`Expression::From`].
    type From: Scope;
    /// See [`Expression::Aggregates`].
    type Aggregates: Answer;
    /// See [`Expression::Bare`].
    type Bare;
    /// The type that the column of the operand names.
    const OPERAND: Option<Named>;
    /// The type that the column of the first value names; of no meaning before it.
    const RESULT: Option<Named>;
    /// Whether there is a value yet.
    const ANY: bool;

    /// Appends the text and the parameters.
    fn render(&self, out: &mut Statement);

    /// See [`Expression::field`], of the first value.
    #[must_use]
    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)>;
}

/// Branches all of whose tables are in the scope `S`.
pub trait BranchesIn<S>: Branches {
    /// Whether a value of them can be NULL there.
    type Null: Nullness;
}

/// The start of a `CASE` with conditions.
#[derive(Clone, Debug)]
pub struct Searched(());

impl Branches for Searched {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const OPERAND: Option<Named> = None;
    const RESULT: Option<Named> = None;
    const ANY: bool = false;

    fn render(&self, out: &mut Statement) {
        out.text("CASE");
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        None
    }
}

impl<S> BranchesIn<S> for Searched {
    type Null = NotNull;
}

/// The start of a `CASE` with an operand.
#[derive(Clone, Debug)]
pub struct Simple<E>(E);

impl<E: Expression> Branches for Simple<E> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    const OPERAND: Option<Named> = E::NAMED;
    const RESULT: Option<Named> = None;
    const ANY: bool = false;

    fn render(&self, out: &mut Statement) {
        out.text("CASE ");
        self.0.render(out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        None
    }
}

impl<S, E: ValidIn<S>> BranchesIn<S> for Simple<E> {
    type Null = NotNull;
}

/// `WHEN .. THEN ..`, after other branches.
#[derive(Clone, Debug)]
pub struct Branch<B, W, X> {
    before: B,
    when: W,
    then: X,
}

impl<B: Branches, W: Expression, X: Expression> Branches for Branch<B, W, X> {
    type From = <<B::From as Scope>::OrElse<W::From> as Scope>::OrElse<X::From>;
    type Aggregates = <<B::Aggregates as Answer>::Or<W::Aggregates> as Answer>::Or<X::Aggregates>;
    type Bare = (B::Bare, (W::Bare, X::Bare));
    const OPERAND: Option<Named> = B::OPERAND;
    const RESULT: Option<Named> = if B::ANY { B::RESULT } else { X::NAMED };
    const ANY: bool = true;

    fn render(&self, out: &mut Statement) {
        self.before.render(out);
        out.text(" WHEN ");
        operand_beside(&self.when, 0, Self::OPERAND, out);
        out.text(" THEN ");
        operand_beside(&self.then, 0, Self::RESULT, out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        if B::ANY { B::field() } else { X::field() }
    }
}

impl<S, B: BranchesIn<S>, W: ValidIn<S>, X: ValidIn<S>> BranchesIn<S> for Branch<B, W, X> {
    type Null = <B::Null as Nullness>::Or<X::Null>;
}

/// No `ELSE`: NULL.
#[derive(Clone, Debug)]
pub struct NoElse(());

impl Expression for NoElse {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, _: &mut Statement) {}
}

impl<S> ValidIn<S> for NoElse {
    type Null = Nullable;
}

/// `ELSE value`
#[derive(Clone, Debug)]
pub struct Else<X>(X);

impl<X: Expression> Expression for Else<X> {
    type From = X::From;
    type Aggregates = X::Aggregates;
    type Bare = X::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.render_beside(None, out);
    }

    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        out.text(" ELSE ");
        operand_beside(&self.0, 0, named, out);
    }
}

impl<S, X: ValidIn<S>> ValidIn<S> for Else<X> {
    type Null = X::Null;
}

impl<K, T, B: Branches, O: Expression> Expression for Case<K, T, B, O> {
    type From = <B::From as Scope>::OrElse<O::From>;
    type Aggregates = <B::Aggregates as Answer>::Or<O::Aggregates>;
    type Bare = (B::Bare, O::Bare);
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.branches.render(out);
        self.otherwise.render_beside(B::RESULT, out);
        out.text(" END");
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        B::field()
    }

    const NAMED: Option<Named> = B::RESULT;
}

impl<K, T: Value, B: Branches, O: Expression> Typed for Case<K, T, B, O> {
    type Base = T;
}

impl<S, K, T, B: BranchesIn<S>, O: ValidIn<S>> ValidIn<S> for Case<K, T, B, O> {
    type Null = <B::Null as Nullness>::Or<O::Null>;
}

node!([Klass0, T: Value, B: Branches, O: Expression] Case<Klass0, T, B, O>);

#[diagnostic::do_not_recommend]
impl<K, T: Value + Bindable<C>, B: Branches, O: Expression, C> IntoExpr<C> for Case<K, T, B, O> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
