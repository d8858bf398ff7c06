//! Conditions that are collected at run time.
//!
//! They are flattened when they are added, so that any number of different conditions has one type.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{
    AllowedBy, Condition, Expression, IntoExpr, NotGrouped, OrderBy, Orderable, Reads, RowCondition,
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

macro_rules! lists {
    ($($(#[$doc:meta])+ $name:ident $function:ident $infix:literal $empty:literal $precedence:ident;)+) => { $(
        $(#[$doc])+
        #[must_use = "an expression does nothing until it is added to a query"]
        pub struct $name<S> {
            conditions: Statement,
            empty: bool,
            scope: PhantomData<fn() -> S>,
        }

        impl<S> Default for $name<S> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<S> $name<S> {
            /// No condition.
            pub fn new() -> Self {
                $name { conditions: Statement::new(), empty: true, scope: PhantomData }
            }

            /// Adds a condition.
            pub fn push<E: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>(&mut self, condition: E) {
                let first = std::mem::replace(&mut self.empty, false);
                self.conditions.part(Clause::Raw, |out| {
                    if !first {
                        out.text($infix);
                    }
                    condition.write(precedence::$precedence + 1, out);
                });
            }
        }

        $(#[$doc])+
        pub fn $function<S, I>(conditions: I) -> $name<S>
        where
            I: IntoIterator<Item: Condition<S, In<NotGrouped> = NotGrouped> + RowCondition>,
        {
            let mut all = $name::new();
            for condition in conditions {
                all.push(condition);
            }
            all
        }

        impl<S> Clone for $name<S> {
            fn clone(&self) -> Self {
                $name { conditions: self.conditions.clone(), empty: self.empty, scope: PhantomData }
            }
        }

        impl<S> fmt::Debug for $name<S> {
            /// The SQL text; parameters are not shown.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.conditions.to_sql()).finish()
            }
        }

        impl<S> Expression for $name<S> {
            type From = HNil;
            type Aggregates = False;
            type Bare = Collected;
            const PRECEDENCE: u8 = precedence::$precedence;

            fn render(&self, out: &mut Statement) {
                if self.empty {
                    out.text($empty);
                } else {
                    out.nest(&self.conditions);
                }
            }
        }

        impl<S> Typed for $name<S> {
            type Base = bool;
        }

        impl<S> ValidIn<S> for $name<S> {
            type Null = Nullable;
        }

        node!(@operators [S] $name<S>);

        #[diagnostic::do_not_recommend]
        impl<S> IntoExpr<bool> for $name<S> {
            type Expr = Self;

            fn into_expr(self) -> Self {
                self
            }
        }
    )+ };
}

lists! {
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
    AllOf all " AND " "TRUE" AND;
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
    AnyOf any " OR " "FALSE" OR;
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
