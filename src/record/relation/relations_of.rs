//! What can be loaded of rows, or be selected beside them.

use super::level::{Level, level};
use super::nest::nest;
use super::path::Nest;
use super::whole::{WholeLevel, whole};
use super::{Alone, Kind, Load, Related, Relation, Tail, WholeTables};
use crate::Along;
use crate::sql::Statement;
use crate::table::Source;
use crate::value::Row;

/// What can be loaded of the rows of a table, or an alias of it, `S`: a relation, a count, or a tuple of these.
///
/// Implement [`Branch`], which gives it.
// Two traits, as `Selectable` and `Projection` are: the message about what is neither lists no tuples, and names the
// culprit in one.
#[diagnostic::on_unimplemented(
    message = "this is no relation of table `{S}`",
    label = "not a relation of `{S}`",
    note = "give a relation that begins at `{S}`, one with `count()`, or a tuple of these"
)]
pub trait RelationsOf<S: Source> {
    /// The relations' type: their own.
    // What is none has none, so that what is done with it is not reported, too.
    type List;
    /// See [`Branch::Each`].
    type Each: Row + 'static;
    /// See [`Branch::Work`].
    type Work: Load<Each = Self::Each>;
    /// See [`Branch::Whole`].
    type Whole: WholeTables<Each = Self::Each>;

    /// The relations.
    fn into_list(self) -> Self::List;

    /// See [`Branch::begin`].
    fn begin(&self, rows: &[&S::Table]) -> Self::Work;

    /// See [`Branch::whole`].
    fn whole(&self) -> Option<Self::Whole>;

    /// See [`Branch::nest`].
    fn nest(&self, nest: &mut Nest);
}

/// What relations are made of, see [`RelationsOf`].
pub trait Branch<S: Source> {
    /// What belongs to each row.
    type Each: Row + 'static;
    /// What loads it.
    type Work: Load<Each = Self::Each>;
    /// What reads it for all rows of the table.
    type Whole: WholeTables<Each = Self::Each>;

    /// Makes the first statements.
    fn begin(&self, rows: &[&S::Table]) -> Self::Work;

    /// Makes the statements that read it for all rows of the table; `None` if whole tables do not say it, or have rows that
    /// belong to none of these.
    fn whole(&self) -> Option<Self::Whole>;

    /// Adds it to each row of a query.
    fn nest(&self, nest: &mut Nest);
}

#[diagnostic::do_not_recommend]
impl<S: Source, B: Branch<S>> RelationsOf<S> for B {
    type List = <B::Work as Along<B>>::Type;
    type Each = B::Each;
    type Work = B::Work;
    type Whole = B::Whole;

    fn into_list(self) -> B {
        self
    }

    fn begin(&self, rows: &[&S::Table]) -> B::Work {
        Branch::begin(self, rows)
    }

    fn whole(&self) -> Option<B::Whole> {
        Branch::whole(self)
    }

    fn nest(&self, nest: &mut Nest) {
        Branch::nest(self, nest);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>> Branch<S> for Relation<S, T, K> {
    type Each = K::Each<T::Table>;
    type Work = Level<T, K, Alone>;
    type Whole = WholeLevel<T, K, Alone>;

    fn begin(&self, rows: &[&S::Table]) -> Self::Work {
        level(&self.path(), self.link, &Statement::new(), Alone, rows)
    }

    fn whole(&self) -> Option<Self::Whole> {
        whole::<S, T, K, Alone>(self.link, &self.path(), &Statement::new(), &Alone)
    }

    fn nest(&self, out: &mut Nest) {
        nest::<T, K, Alone>(&self.path(), &Statement::new(), &Alone, out);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>, W: Tail<T> + Clone> Branch<S> for Related<S, T, K, W> {
    type Each = K::Each<W::Row>;
    type Work = Level<T, K, W>;
    type Whole = WholeLevel<T, K, W>;

    fn begin(&self, rows: &[&S::Table]) -> Self::Work {
        level(&self.path(), self.link, &self.refined, self.with.clone(), rows)
    }

    fn whole(&self) -> Option<Self::Whole> {
        whole::<S, T, K, W>(self.link, &self.path(), &self.refined, &self.with)
    }

    fn nest(&self, out: &mut Nest) {
        nest::<T, K, W>(&self.path(), &self.refined, &self.with, out);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
        impl<Above: Source, $($name: RelationsOf<Above>),+> Branch<Above> for ($($name,)+) {
            type Each = ($($name::Each,)+);
            type Work = ($($name::Work,)+);
            type Whole = ($($name::Whole,)+);

            fn begin(&self, rows: &[&Above::Table]) -> Self::Work {
                let ($($name,)+) = self;
                ($($name.begin(rows),)+)
            }

            fn whole(&self) -> Option<Self::Whole> {
                let ($($name,)+) = self;
                Some(($($name.whole()?,)+))
            }

            fn nest(&self, nest: &mut Nest) {
                let ($($name,)+) = self;
                $($name.nest(nest);)+
            }
        }
    };
}

crate::for_each_tuple!(tuples);
