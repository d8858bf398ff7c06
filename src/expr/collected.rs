//! Conditions that are collected at run time.
//!
//! They are flattened when they are added, so that any number of different conditions has one type.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{
    AllowedBy, And, Condition, Expression, IntoExpr, NotGrouped, Or, OrderBy, Orderable, Reads, RowCondition,
    Selected, Typed, ValidIn, precedence,
};
use crate::sql::{Clause, Statement};
use crate::table::Nullable;
use crate::table::identity::False;

/// What conditions and orders read that were collected at run time: columns of single rows.
#[derive(Debug)]
pub enum Collected {}

impl Reads for Collected {
    type In<G> = G;
    type Own = crate::table::identity::True;
    type Outer = False;
}

impl Selected for Collected {}

impl<K> AllowedBy<K> for Collected where HNil: GroupsOf<K> {}

/// Groups beside which conditions and orders can stand that were collected at run time: none, because their columns are
/// not known.
#[diagnostic::on_unimplemented(
    message = "conditions and orders that are collected at run time are about single rows",
    label = "this query has groups",
    note = "filter groups with a condition of its own: `.having(count_all().gt(1))`"
)]
pub trait GroupsOf<K> {}

/// How conditions are joined that were collected at run time: [`And`] or [`Or`].
pub trait Junction {
    /// What stands between two conditions.
    const INFIX: &'static str;
    /// What stands for no condition.
    const EMPTY: &'static str;
    /// How tightly it binds.
    const PRECEDENCE: u8;
}

impl Junction for And {
    const INFIX: &'static str = " AND ";
    const EMPTY: &'static str = "TRUE";
    const PRECEDENCE: u8 = precedence::AND;
}

impl Junction for Or {
    const INFIX: &'static str = " OR ";
    const EMPTY: &'static str = "FALSE";
    const PRECEDENCE: u8 = precedence::OR;
}

/// All of several conditions: `a AND b AND c`, true if there are none.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::AllOf;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
/// # let (min_age, words) = (Some(18), ["a", "b"]);
/// let mut conditions = AllOf::new();
/// if let Some(age) = min_age {
///     conditions.push(Person::age.ge(age));
/// }
/// for word in words {
///     conditions.push(Person::name.contains(word));
/// }
/// assert_eq!(
///     select(Person::id).filter(conditions).to_sql(),
///     r#"SELECT "person"."id" FROM "person" WHERE "person"."age" >= $1 AND "person"."name" LIKE $2 AND "person"."name" LIKE $3"#,
/// );
/// ```
pub type AllOf<S> = Conditions<S, And>;

/// Any of several conditions: `a OR b OR c`, false if there are none.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::any;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// let named = any(["Al", "Bo"].map(|start| Person::name.starts_with(start)));
/// assert_eq!(
///     select(Person::id).filter(Person::id.gt(7)).filter(named).to_sql(),
///     r#"SELECT "person"."id" FROM "person" WHERE "person"."id" > $1 AND ("person"."name" LIKE $2 OR "person"."name" LIKE $3)"#,
/// );
/// ```
pub type AnyOf<S> = Conditions<S, Or>;

/// Conditions of a query with the scope `S` that are collected at run time and joined by `J`: [`AllOf`] or [`AnyOf`].
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Conditions<S, J> {
    conditions: Statement,
    empty: bool,
    types: PhantomData<fn() -> (S, J)>,
}

/// [`AllOf`] the conditions, which are of one type here.
pub fn all<S, I>(conditions: I) -> AllOf<S>
where
    I: IntoIterator<Item: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>,
{
    collect(conditions)
}

/// [`AnyOf`] the conditions, which are of one type here.
pub fn any<S, I>(conditions: I) -> AnyOf<S>
where
    I: IntoIterator<Item: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>,
{
    collect(conditions)
}

fn collect<S, J: Junction, I>(conditions: I) -> Conditions<S, J>
where
    I: IntoIterator<Item: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>,
{
    let mut all = Conditions::new();
    for condition in conditions {
        all.push(condition);
    }
    all
}

impl<S, J: Junction> Default for Conditions<S, J> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S, J: Junction> Conditions<S, J> {
    /// No condition.
    pub fn new() -> Self {
        Conditions { conditions: Statement::new(), empty: true, types: PhantomData }
    }

    /// Adds a condition.
    pub fn push<E: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>(&mut self, condition: E) {
        let first = std::mem::replace(&mut self.empty, false);
        self.conditions.part(Clause::Raw, |out| {
            if !first {
                out.text(J::INFIX);
            }
            condition.write(J::PRECEDENCE + 1, out);
        });
    }
}

impl<S, J> Clone for Conditions<S, J> {
    fn clone(&self) -> Self {
        Conditions { conditions: self.conditions.clone(), empty: self.empty, types: PhantomData }
    }
}

impl<S, J> fmt::Debug for Conditions<S, J> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Conditions").field(&self.conditions.to_sql()).finish()
    }
}

impl<S, J: Junction> Expression for Conditions<S, J> {
    type From = HNil;
    type Aggregates = False;
    type Bare = Collected;
    const PRECEDENCE: u8 = J::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        if self.empty {
            out.text(J::EMPTY);
        } else {
            out.nest(&self.conditions);
        }
    }
}

impl<S, J: Junction> Typed for Conditions<S, J> {
    type Base = bool;
}

impl<S, J: Junction> ValidIn<S> for Conditions<S, J> {
    type Null = Nullable;
}

node!(@operators [S, J: Junction] Conditions<S, J>);

#[diagnostic::do_not_recommend]
impl<S, J: Junction> IntoExpr<bool> for Conditions<S, J> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// The items of an ORDER BY that is put together at run time; without any the rows have no order.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::OrderList;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
/// # let by = ["age", "name"];
/// let mut order = OrderList::new();
/// for column in by {
///     match column {
///         "age" => order.push(Person::age.desc()),
///         _ => order.push(Person::name),
///     }
/// }
/// assert_eq!(
///     select(Person::id).order_by(order).to_sql(),
///     r#"SELECT "person"."id" FROM "person" ORDER BY "person"."age" DESC, "person"."name""#,
/// );
/// ```
#[must_use = "an order does nothing until it is given to `order_by`"]
pub struct OrderList<S> {
    items: Vec<Statement>,
    scope: PhantomData<fn() -> S>,
}

impl<S> Default for OrderList<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> OrderList<S> {
    /// No item.
    pub fn new() -> Self {
        OrderList { items: Vec::new(), scope: PhantomData }
    }

    /// Adds what [`order_by`](crate::query::Select::order_by) takes, without aggregates.
    pub fn push<O: Orderable<S, Aggregates = False, Bare: Reads<In<NotGrouped> = NotGrouped>>>(
        &mut self,
        items: O,
    ) {
        let mut statement = Statement::new();
        items.write(&mut statement);
        self.items.push(statement);
    }
}

impl<S> Clone for OrderList<S> {
    fn clone(&self) -> Self {
        OrderList { items: self.items.clone(), scope: PhantomData }
    }
}

impl<S> fmt::Debug for OrderList<S> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items.iter().map(Statement::to_sql)).finish()
    }
}

impl<S> OrderBy<S> for OrderList<S> {
    type Aggregates = False;
    type Bare = Collected;

    fn write(self, out: &mut Statement) {
        for item in &self.items {
            out.adopt(item, Clause::OrderBy);
        }
    }
}
