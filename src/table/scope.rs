//! The scope of a query: which tables it reads, and which of them an outer join can leave out.
//!
//! A scope is an HList of [`Inner`] and [`Outer`] sources, the last joined first.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::identity::{False, Same, True};
use super::{NotNull, Nullable, Nullness, Source, Table, TableKind};

/// A source that has a row in every row of the result.
#[derive(Debug)]
pub struct Inner<T>(PhantomData<T>);

/// A source that has no row in some rows of the result: all its columns are NULL there.
#[derive(Debug)]
pub struct Outer<T>(PhantomData<T>);

/// One entry of a scope.
pub trait Entry {
    /// The table or alias.
    type Source: Source;
    /// Whether its columns can be NULL where the table's are not.
    type Null: Nullness;
}

impl<T: Source> Entry for Inner<T> {
    type Source = T;
    type Null = NotNull;
}

impl<T: Source> Entry for Outer<T> {
    type Source = T;
    type Null = Nullable;
}

/// A scope in which the table or alias `T` is.
#[diagnostic::on_unimplemented(
    message = "table `{T}` is not part of this query",
    label = "`{T}` is not in FROM or JOIN here",
    note = "add `.join({T}, ..)` before its columns are used"
)]
pub trait InScope<T> {
    /// Whether its columns can be NULL where the table's are not.
    type Null: Nullness;
}

#[diagnostic::do_not_recommend]
impl<T: Source, E: Entry, Tail> InScope<T> for HCons<E, Tail>
where
    <E::Source as Source>::Id: Same<T::Id, Answer: Find<T, E, Tail>>,
{
    type Null = <<<E::Source as Source>::Id as Same<T::Id>>::Answer as Find<T, E, Tail>>::Null;
}

/// Whether the entry is the one that is looked for; if not, the rest of the scope is.
#[diagnostic::on_unimplemented(
    message = "table `{T}` is not part of this query",
    label = "`{T}` is not in FROM or JOIN here",
    note = "add `.join({T}, ..)` before its columns are used"
)]
pub trait Find<T, E, Tail> {
    /// See [`InScope::Null`].
    type Null: Nullness;
}

#[diagnostic::do_not_recommend]
impl<T, E: Entry, Tail> Find<T, E, Tail> for True {
    type Null = E::Null;
}

#[diagnostic::do_not_recommend]
impl<T, E, Tail: InScope<T>> Find<T, E, Tail> for False {
    type Null = Tail::Null;
}

/// The scope `S` with rows of the table or alias `T`.
pub type With<T, S> = HCons<Inner<T>, S>;

/// The scope `S` with rows of the table or alias `T`, or NULLs in their place.
pub type MaybeWith<T, S> = HCons<Outer<T>, S>;

/// A table or alias that is not yet in the scope `S`.
#[diagnostic::on_unimplemented(
    message = "table `{Self}` is already part of this query",
    label = "`{Self}` is joined twice",
    note = "give it another name: `alias!(Other = {Self})`, then join `Other`"
)]
pub trait NewIn<S>: Source {}

#[diagnostic::do_not_recommend]
impl<T: Source, S: Lacks<T>> NewIn<S> for T {}

/// A scope in which the table or alias `T` is not yet.
pub trait Lacks<T> {}

#[diagnostic::do_not_recommend]
impl<T> Lacks<T> for HNil {}

#[diagnostic::do_not_recommend]
impl<T: Source, E: Entry, Tail: Lacks<T>> Lacks<T> for HCons<E, Tail> where
    <E::Source as Source>::Id: Same<T::Id, Answer = False>
{
}

/// A scope with a table in it, which others can be joined to.
#[diagnostic::on_unimplemented(
    message = "this query reads no table that others can be joined to",
    label = "nothing is in FROM here",
    note = "begin with `from(..)`, or select a column of the first table"
)]
pub trait Joinable {}

impl<E, Tail> Joinable for HCons<E, Tail> {}

/// A scope as it is after `RIGHT JOIN` or `FULL JOIN`: any of its tables can be left out.
pub trait Nulled {
    /// The scope with [`Outer`] in place of [`Inner`].
    type Outer;
}

impl Nulled for HNil {
    type Outer = HNil;
}

impl<E: Entry, Tail: Nulled> Nulled for HCons<E, Tail> {
    type Outer = HCons<Outer<E::Source>, Tail::Outer>;
}

/// The scope that a SELECT list begins with: that of its first table.
pub trait Scope {
    /// This scope, or the other if this one is empty.
    type OrElse<S: Scope>: Scope;
    /// The state of a query that was `G` and reads the first table.
    type In<G>;
    /// The first table.
    const FIRST: Option<&'static crate::sql::TableRef>;
}

impl Scope for HNil {
    type OrElse<S: Scope> = S;
    type In<G> = G;
    const FIRST: Option<&'static crate::sql::TableRef> = None;
}

impl<T: Source, Tail> Scope for HCons<Inner<T>, Tail> {
    type OrElse<S: Scope> = Self;
    type In<G> = <<T::Table as Table>::Kind as TableKind>::In<T::Table, G>;
    const FIRST: Option<&'static crate::sql::TableRef> = Some(T::REF);
}
