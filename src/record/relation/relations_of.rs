//! What can be loaded of rows, or be selected beside them.

use super::level::{Level, level};
use super::nest::nest;
use super::path::Nest;
use super::{Alone, Kind, Load, Related, Relation, Tail};
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

    /// The relations.
    fn into_list(self) -> Self::List;

    /// See [`Branch::begin`].
    fn begin(&self, rows: &[&S::Table]) -> Self::Work;

    /// See [`Branch::nest`].
    fn nest(&self, nest: &mut Nest);
}

/// What relations are made of, see [`RelationsOf`].
pub trait Branch<S: Source> {
    /// What belongs to each row.
    type Each: Row + 'static;
    /// What loads it.
    type Work: Load<Each = Self::Each>;

    /// Makes the first statements.
    fn begin(&self, rows: &[&S::Table]) -> Self::Work;

    /// Adds it to each row of a query.
    fn nest(&self, nest: &mut Nest);
}

#[diagnostic::do_not_recommend]
impl<S: Source, B: Branch<S>> RelationsOf<S> for B {
    type List = <B::Work as Along<B>>::Type;
    type Each = B::Each;
    type Work = B::Work;

    fn into_list(self) -> B {
        self
    }

    fn begin(&self, rows: &[&S::Table]) -> B::Work {
        Branch::begin(self, rows)
    }

    fn nest(&self, nest: &mut Nest) {
        Branch::nest(self, nest);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>> Branch<S> for Relation<S, T, K> {
    type Each = K::Each<T::Table>;
    type Work = Level<T, K, Alone>;

    fn begin(&self, rows: &[&S::Table]) -> Self::Work {
        level(&self.path(), self.link.key, &Statement::new(), Alone, rows)
    }

    fn nest(&self, out: &mut Nest) {
        nest::<T, K, Alone>(&self.path(), &Statement::new(), &Alone, out);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>, W: Tail<T> + Clone> Branch<S> for Related<S, T, K, W> {
    type Each = K::Each<W::Row>;
    type Work = Level<T, K, W>;

    fn begin(&self, rows: &[&S::Table]) -> Self::Work {
        level(&self.path(), self.link.key, &self.refined, self.with.clone(), rows)
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

            fn begin(&self, rows: &[&Above::Table]) -> Self::Work {
                let ($($name,)+) = self;
                ($($name.begin(rows),)+)
            }

            fn nest(&self, nest: &mut Nest) {
                let ($($name,)+) = self;
                $($name.nest(nest);)+
            }
        }
    };
}

crate::for_each_tuple!(tuples);
