//! `WITH`

use frunk_core::hlist::{HCons, HNil};

use super::cte::Options;
use super::{AfterWith, Bound, Query, Returned, ReturnsRows};
use crate::expr::{Bare, BareTable, ChangesNothing, GroupState, GroupValue, InAggregate, Modifies, Uses};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::{Answer, False, Same};
use crate::table::{CteTable, CteUse, Source};

/// `WITH ctes query`: the query, with names for other queries: one, or a tuple of up to 8.
///
/// Each of them can read those before it. Subqueries of the query can read them, too, and the compiler checks that every
/// CTE that is read is bound.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
/// #[derive(Cte)]
/// struct Adult {
///     id: i32,
///     age: i32,
/// }
///
/// #[derive(Cte)]
/// struct Oldest {
///     age: Option<i32>,
/// }
///
/// let adults = Adult.of(select((Person::id, Person::age)).filter(Person::age.ge(18)));
/// let oldest = Oldest.of(select(max(Adult::age)));
/// let query = with((adults, oldest), select((Adult::id, Oldest::age)).cross_join(Oldest));
/// assert_eq!(
///     query.to_sql(),
///     r#"WITH "adult"("id", "age") AS (SELECT "person"."id", "person"."age" FROM "person" WHERE "person"."age" >= $1), "oldest"("age") AS (SELECT max("adult"."age") FROM "adult") SELECT "adult"."id", "oldest"."age" FROM "adult" CROSS JOIN "oldest""#,
/// );
/// ```
///
/// A CTE can also be a statement that changes rows and returns them: `Name.of(delete(..).returning(..))`; and so can be what
/// follows WITH: [`insert_from`](super::insert_from()) moves rows with it, an `update` or `delete` reads CTEs in `from` and
/// `using`. All of them see the tables as they were before the statement. Such a WITH is around a whole statement, never
/// in a subquery. Rows to insert that give different columns are several statements, see [`insert`](super::insert()):
/// here that is an error when the statement is run.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Task { #[column(primary_key)] id: i32, done: bool }
/// #[derive(Cte)]
/// struct Removed {
///     id: i32,
/// }
///
/// let removed = Removed.of(delete(Task).filter(Task::done).returning(Task::id));
/// let query = with(removed, select(count(Removed::id)));
/// assert_eq!(
///     query.to_sql(),
///     r#"WITH "removed"("id") AS (DELETE FROM "task" WHERE "task"."done" RETURNING "task"."id") SELECT count("removed"."id") FROM "removed""#,
/// );
/// ```
///
/// See the page "WITH Queries" of PostgreSQL's manual.
pub fn with<C: Ctes<Plain, HNil, Known = K, Uses = A>, Q: AfterWith<K, A, Statement = W>, K, A, W>(
    ctes: C,
    query: Q,
) -> W {
    query.after(|statement| attach(statement, false, |out| ctes.write(out)))
}

/// `WITH RECURSIVE ctes query`: as [`with`], and each CTE can read itself.
///
/// A CTE that does is a [`union`](super::Select::union) or [`union_all`](super::Select::union_all) of a query that does not
/// read it and one that does: the server repeats the second with the rows of its last run, until there are none.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Employee { #[column(primary_key)] id: i32, manager_id: Option<i32> }
/// #[derive(Cte)]
/// struct Report {
///     id: i32,
///     depth: i32,
/// }
///
/// let reports = select((Employee::id, value(0)))
///     .filter(Employee::id.eq(1))
///     .union_all(select((Employee::id, Report::depth + 1)).join(Report, Employee::manager_id.eq(Report::id)));
/// let query = with_recursive(Report.of(reports), select(Report).order_by(Report::depth));
/// assert!(query.to_sql().starts_with(r#"WITH RECURSIVE "report"("id", "depth") AS (SELECT"#));
/// ```
pub fn with_recursive<
    C: Ctes<Recursive, HNil, Known = K, Uses = A>,
    Q: AfterWith<K, A, Statement = W>,
    K,
    A,
    W,
>(
    ctes: C,
    query: Q,
) -> W {
    query.after(|statement| attach(statement, true, |out| ctes.write(out)))
}

/// Puts CTEs before those that the statement has.
fn attach(mut statement: Statement, recursive: bool, ctes: impl FnOnce(&mut Statement)) -> Statement {
    statement.mark_clause(Clause::With);
    if recursive {
        statement.mark_clause(Clause::Recursive);
    }
    statement.part_before(Clause::Cte, ctes);
    statement.mark_clause(Clause::WithEnd);
    statement
}

/// `WITH`
#[derive(Debug)]
pub enum Plain {}

/// `WITH RECURSIVE`
#[derive(Debug)]
pub enum Recursive {}

/// A form of WITH.
pub trait Form {
    /// What the CTE `T` can read, where the CTEs `K` come before it.
    type Reads<T, K>;
}

impl Form for Plain {
    type Reads<T, K> = K;
}

impl Form for Recursive {
    type Reads<T, K> = HCons<T, K>;
}

/// CTEs with their queries: one `Name.of(query)`, or a tuple of these. The CTEs `K` come before them.
#[diagnostic::on_unimplemented(
    message = "WITH takes queries with names",
    label = "not a query with a name",
    note = "give `Name.of(query)`, where `Name` is a struct with `#[derive(Cte)]`, or a tuple of up to 8 of these"
)]
pub trait Ctes<F, K> {
    /// All CTEs together.
    type Known;
    /// What they read of the query around the statement.
    type Uses;

    /// Appends them.
    fn write(self, out: &mut Statement);
}

impl<F: Form, K, T: CteTable, Q: Query<Uses: WithoutCtes<F::Reads<T, K>> + ChangesNothing, Changes = False>>
    Ctes<F, K> for Bound<T, Q>
{
    type Known = HCons<T, K>;
    type Uses = <Q::Uses as WithoutCtes<F::Reads<T, K>>>::Left;

    fn write(self, out: &mut Statement) {
        write(self, out);
    }
}

// What changes rows cannot read itself, and no WITH inside of it can change any.
#[diagnostic::do_not_recommend]
impl<F, K, T: CteTable, R, I, G: GroupState<Uses: WithoutCtes<K> + ChangesNothing>> Ctes<F, K>
    for Bound<T, Returned<R, I, G>>
{
    type Known = HCons<T, K>;
    type Uses = (Modifies, <G::Uses as WithoutCtes<K>>::Left);

    fn write(self, out: &mut Statement) {
        write(self, out);
    }
}

fn write<T: Source, Q: ReturnsRows>(cte: Bound<T, Q>, out: &mut Statement) {
    let Options { materialized, .. } = &cte.options;
    out.push(Piece::Named(T::REF));
    out.text(match materialized {
        None => " AS (",
        Some(true) => " AS MATERIALIZED (",
        Some(false) => " AS NOT MATERIALIZED (",
    });
    out.nest(&cte.query.into_statement());
    out.text(")");
    cte.options.write_search_and_cycle(out);
}

macro_rules! tuples {
    ($first:ident $($name:ident: $before:ident),* ; $last:ident) => {
        impl<F, K, $first: Ctes<F, K>, $($name: Ctes<F, $before::Known>),*> Ctes<F, K> for ($first, $($name),*) {
            type Known = $last::Known;
            type Uses = ($first::Uses, tuples!(@uses $($name)*));

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($first, $($name),*) = self;
                $first.write(out);
                $(
                    out.text(", ");
                    $name.write(out);
                )*
            }
        }
    };
    (@uses) => { () };
    (@uses $first:ident $($more:ident)*) => { ($first::Uses, tuples!(@uses $($more)*)) };
}

tuples!(A B: A; B);
tuples!(A B: A, C: B; C);
tuples!(A B: A, C: B, D: C; D);
tuples!(A B: A, C: B, D: C, E: D; E);
tuples!(A B: A, C: B, D: C, E: D, G: E; G);
tuples!(A B: A, C: B, D: C, E: D, G: E, H: G; H);
tuples!(A B: A, C: B, D: C, E: D, G: E, H: G, I: H; I);

/// Reads that are left when the CTEs `K` are bound.
pub trait WithoutCtes<K> {
    /// The rest.
    type Left;
}

impl<K> WithoutCtes<K> for () {
    type Left = ();
}

impl<K, A: WithoutCtes<K>, B: WithoutCtes<K>> WithoutCtes<K> for (A, B) {
    type Left = (A::Left, B::Left);
}

impl<K, S, C> WithoutCtes<K> for Bare<S, C> {
    type Left = Self;
}

impl<K, S> WithoutCtes<K> for BareTable<S> {
    type Left = Self;
}

impl<K, B> WithoutCtes<K> for Uses<B> {
    type Left = Self;
}

impl<K> WithoutCtes<K> for Modifies {
    type Left = Self;
}

impl<K, B: WithoutCtes<K>> WithoutCtes<K> for InAggregate<B> {
    type Left = InAggregate<B::Left>;
}

impl<K, B: WithoutCtes<K>> WithoutCtes<K> for GroupValue<B> {
    type Left = GroupValue<B::Left>;
}

impl<K: HasCte<T>, T> WithoutCtes<K> for CteUse<T> {
    type Left = <K::Answer as Answer>::If<(), Self>;
}

/// Whether the CTE `T` is in the list.
pub trait HasCte<T> {
    /// Whether it is.
    type Answer: Answer;
}

impl<T> HasCte<T> for HNil {
    type Answer = False;
}

impl<T: Source, U: Source<Id: Same<T::Id>>, Tail: HasCte<T>> HasCte<T> for HCons<U, Tail> {
    type Answer = <<U::Id as Same<T::Id>>::Answer as Answer>::Or<Tail::Answer>;
}
