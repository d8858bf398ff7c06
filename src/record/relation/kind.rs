//! How many rows belong to one: kinds of relations.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use crate::error::{Error, Kind as ErrorKind};
use crate::sql::TableRef;
use crate::table::{MaybeWith, NewIn, NotNull, Nullable, Nullness, Source, With};
use crate::value::{ArrayItem, Record, Row};

/// A row that an array can hold: a table's struct, or a tuple of rows.
pub trait Nestable: Row + ArrayItem<Form = Record> + 'static {}

impl<R: Row + ArrayItem<Form = Record> + 'static> Nestable for R {}

/// How many rows of the table or alias `T` belong to one row.
pub trait Kind<T: Source>: 'static {
    /// What there is of rows `R` for one row: a `Vec`, an `Option`, or one.
    type Each<R: Nestable>: Row + 'static;
    /// The tables that conditions on these rows can read.
    type Tables;
    /// The kind of a relation some of whose rows are left out.
    type Filtered: Kind<T>;
    /// Whether there can be several.
    const MANY: bool;
    /// The link table, if there is one.
    const THROUGH: Option<&'static TableRef> = None;

    /// Gives each of `count` rows what belongs to it: each row to that whose number it has, and to none if there is none
    /// of that number.
    ///
    /// # Errors
    ///
    /// A row has none, and there must be one.
    fn gather<R: Nestable>(
        numbers: &[usize],
        rows: Vec<R>,
        count: usize,
    ) -> Result<Vec<Self::Each<R>>, Error>;
}

/// Any number of rows: a `Vec`.
#[derive(Debug)]
pub enum ToMany {}

/// One row or none: an `Option`.
#[derive(Debug)]
pub enum ToOption {}

/// One row.
#[derive(Debug)]
pub enum ToOne {}

/// Any number of rows, which rows of the table `L` connect: a `Vec`.
#[derive(Debug)]
pub struct Through<L>(PhantomData<L>);

impl<T: Source> Kind<T> for ToMany {
    type Each<R: Nestable> = Vec<R>;
    type Tables = With<T, HNil>;
    type Filtered = Self;
    const MANY: bool = true;

    fn gather<R: Nestable>(numbers: &[usize], rows: Vec<R>, count: usize) -> Result<Vec<Vec<R>>, Error> {
        Ok(many(numbers, rows, count))
    }
}

impl<T: Source, L: Source> Kind<T> for Through<L> {
    type Each<R: Nestable> = Vec<R>;
    type Tables = With<T, With<L, HNil>>;
    type Filtered = Self;
    const MANY: bool = true;
    const THROUGH: Option<&'static TableRef> = Some(L::REF);

    fn gather<R: Nestable>(numbers: &[usize], rows: Vec<R>, count: usize) -> Result<Vec<Vec<R>>, Error> {
        Ok(many(numbers, rows, count))
    }
}

impl<T: Source> Kind<T> for ToOption {
    type Each<R: Nestable> = Option<R>;
    type Tables = With<T, HNil>;
    type Filtered = Self;
    const MANY: bool = false;

    fn gather<R: Nestable>(numbers: &[usize], rows: Vec<R>, count: usize) -> Result<Vec<Option<R>>, Error> {
        Ok(one(numbers, rows, count))
    }
}

impl<T: Source> Kind<T> for ToOne {
    type Each<R: Nestable> = R;
    type Tables = With<T, HNil>;
    type Filtered = ToOption;
    const MANY: bool = false;

    fn gather<R: Nestable>(numbers: &[usize], rows: Vec<R>, count: usize) -> Result<Vec<R>, Error> {
        one(numbers, rows, count)
            .into_iter()
            .map(|row| row.ok_or_else(|| Error::new(ErrorKind::NotFound)))
            .collect()
    }
}

fn many<R>(numbers: &[usize], rows: Vec<R>, count: usize) -> Vec<Vec<R>> {
    let mut sizes = vec![0; count];
    for number in numbers {
        sizes.get_mut(*number).into_iter().for_each(|size| *size += 1);
    }
    let mut each: Vec<Vec<R>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (number, row) in numbers.iter().zip(rows) {
        if let Some(slot) = each.get_mut(*number) {
            slot.push(row);
        }
    }
    each
}

fn one<R>(numbers: &[usize], rows: Vec<R>, count: usize) -> Vec<Option<R>> {
    let mut each: Vec<Option<R>> = Vec::new();
    each.resize_with(count, || None);
    for (number, row) in numbers.iter().zip(rows) {
        if let Some(slot) = each.get_mut(*number) {
            *slot = Some(row);
        }
    }
    each
}

/// A kind of relations to many rows.
#[diagnostic::on_unimplemented(
    message = "this relation leads to one row, which has no order and no limit",
    label = "leads to one row",
    note = "`order_by`, `limit`, `offset` and `nested` are for relations to many rows; a table of one row is joined: \
            `.left_join_along(..)`"
)]
pub trait Several {}

#[diagnostic::do_not_recommend]
impl Several for ToMany {}

#[diagnostic::do_not_recommend]
impl<L> Several for Through<L> {}

/// A table, or an alias of the table that `T` is or is an alias of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no alias of table `{T}`",
    label = "another table",
    note = "make one: `alias!(Other = {T})`"
)]
pub trait AliasOf<T>: Source {}

#[diagnostic::do_not_recommend]
impl<A: Source, T: Source<Table = A::Table>> AliasOf<T> for A {}

/// The kind of the relation that a foreign key makes, which is NULL at times or is not.
pub trait Owner: Nullness {
    /// The kind.
    type Kind;
}

impl Owner for NotNull {
    type Kind = ToOne;
}

impl Owner for Nullable {
    type Kind = ToOption;
}

/// A kind of relation along which the table or alias `T` can be joined to the tables `S`.
pub trait Joins<T, S> {
    /// The tables then.
    type Joined;
    /// The tables then, after a left join.
    type Left;
}

macro_rules! joins {
    ($($kind:ty),+) => { $(
        impl<T, S> Joins<T, S> for $kind {
            type Joined = With<T, S>;
            type Left = MaybeWith<T, S>;
        }
    )+ };
}

joins!(ToMany, ToOption, ToOne);

impl<T, L: NewIn<S>, S> Joins<T, S> for Through<L> {
    type Joined = With<T, With<L, S>>;
    type Left = MaybeWith<T, MaybeWith<L, S>>;
}
