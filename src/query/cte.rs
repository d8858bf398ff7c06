//! What WITH says about a CTE apart from its query: `MATERIALIZED`, `SEARCH`, `CYCLE`.

use super::Bound;
use crate::sql::{Piece, Statement};
use crate::table::{Column, Field, Source};

/// The options of a CTE.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) materialized: Option<bool>,
    search: Option<(&'static str, Vec<&'static str>)>,
    cycle: Vec<&'static str>,
}

/// Columns of the CTE `T`: one, or a tuple of up to 16.
#[diagnostic::on_unimplemented(
    message = "SEARCH and CYCLE take columns of the CTE",
    label = "not a column of `{T}`",
    note = "give columns of `{T}` that the query returns"
)]
pub trait CteColumns<T> {
    /// Adds their names.
    fn names(self, names: &mut Vec<&'static str>);
}

impl<T: Source, C: Field> CteColumns<T> for Column<T, C> {
    fn names(self, names: &mut Vec<&'static str>) {
        names.push(C::NAME);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Cte, $($name: CteColumns<Cte>),+> CteColumns<Cte> for ($($name,)+) {
            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn names(self, names: &mut Vec<&'static str>) {
                let ($($name,)+) = self;
                $($name.names(names);)+
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// Options for `WITH`; a query that stands in `FROM` has none of them.
impl<T: Source, Q> Bound<T, Q> {
    /// `AS MATERIALIZED (query)`: the query is run once, whatever the rest of the statement needs of it.
    pub fn materialized(mut self) -> Self {
        self.options.materialized = Some(true);
        self
    }

    /// `AS NOT MATERIALIZED (query)`: the planner may merge the query into those that read it.
    pub fn not_materialized(mut self) -> Self {
        self.options.materialized = Some(false);
        self
    }

    /// `SEARCH DEPTH FIRST BY columns SET "search_order"`: lets [`search_order`](crate::expr::search_order) put each row before those that came from it.
    pub fn search_depth_first_by(self, columns: impl CteColumns<T>) -> Self {
        self.search(" SEARCH DEPTH FIRST BY ", columns)
    }

    /// `SEARCH BREADTH FIRST BY columns SET "search_order"`: lets [`search_order`](crate::expr::search_order) put rows before those of later runs.
    pub fn search_breadth_first_by(self, columns: impl CteColumns<T>) -> Self {
        self.search(" SEARCH BREADTH FIRST BY ", columns)
    }

    fn search(mut self, keyword: &'static str, columns: impl CteColumns<T>) -> Self {
        let mut names = Vec::new();
        columns.names(&mut names);
        self.options.search = Some((keyword, names));
        self
    }

    /// `CYCLE columns SET "is_cycle" USING "cycle_path"`: does not go on from a row whose columns were there before on the
    /// way to it. That row is in the result, and [`is_cycle`](crate::expr::is_cycle) is true for it.
    pub fn cycle(mut self, columns: impl CteColumns<T>) -> Self {
        let mut names = Vec::new();
        columns.names(&mut names);
        self.options.cycle = names;
        self
    }
}

impl Options {
    pub(super) fn write_search_and_cycle(&self, out: &mut Statement) {
        if let Some((keyword, names)) = &self.search {
            out.text(keyword);
            list(names, out);
            out.text(" SET \"search_order\"");
        }
        if !self.cycle.is_empty() {
            out.text(" CYCLE ");
            list(&self.cycle, out);
            out.text(" SET \"is_cycle\" USING \"cycle_path\"");
        }
    }
}

fn list(names: &[&'static str], out: &mut Statement) {
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            out.text(", ");
        }
        out.push(Piece::Name(name));
    }
}
