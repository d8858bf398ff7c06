//! Raw SQL

use std::fmt;
use std::sync::Arc;

use crate::sql::{Clause, Piece, Statement};
use crate::table::{Column, Entity, Field, Source};
use crate::value::Encode;

/// A statement of raw SQL with bound values. Made by the macro [`sql!`](macro@crate::sql).
#[derive(Clone)]
#[must_use = "a query does nothing until a verb such as `all` runs it"]
pub struct RawQuery {
    pub(super) statement: Statement,
}

impl RawQuery {
    /// The texts with one argument between each two of them; for [`sql!`](macro@crate::sql).
    #[doc(hidden)]
    pub fn new(texts: &'static [&'static str], arguments: &[&dyn BindArgument]) -> Self {
        let mut statement = Statement::new();
        statement.keep_apart();
        statement.part(Clause::Raw, |out| {
            let mut arguments = arguments.iter();
            for text in texts {
                if !text.is_empty() {
                    out.text(text);
                }
                if let Some(argument) = arguments.next() {
                    argument.write(out);
                }
            }
        });
        RawQuery { statement }
    }

    /// An argument of any type; for [`sql!`](macro@crate::sql).
    #[doc(hidden)]
    pub fn argument<A: BindArgument>(argument: &A) -> &dyn BindArgument {
        argument
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.to_sql()
    }
}

impl fmt::Debug for RawQuery {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawQuery").field(&self.to_sql()).finish()
    }
}

/// What can be an argument of [`sql!`](macro@crate::sql).
///
/// A value is bound, and so is an `Option` of one; a table or a column becomes its quoted name; and text becomes SQL if
/// it is marked with [`trusted`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that PostgreSQL has a type for",
    label = "cannot be bound",
    note = "an argument of `sql!` is a value, an `Option` of one, a table, a column, or SQL marked with `trusted(..)`"
)]
pub trait BindArgument {
    /// Appends it to a statement.
    fn write(&self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<V: Encode> BindArgument for V {
    fn write(&self, out: &mut Statement) {
        out.bind(self);
    }
}

impl<V: Encode> BindArgument for Option<V> {
    fn write(&self, out: &mut Statement) {
        out.bind_option(self.as_ref());
    }
}

impl<V: Encode> BindArgument for &Option<V> {
    fn write(&self, out: &mut Statement) {
        out.bind_option(self.as_ref());
    }
}

impl<S: Source, C: Field> BindArgument for Column<S, C> {
    fn write(&self, out: &mut Statement) {
        out.push(Piece::ColumnName(Self::REF));
    }
}

impl<S: Source> BindArgument for Entity<S> {
    fn write(&self, out: &mut Statement) {
        out.push(Piece::Table(S::REF));
    }
}

/// Text that is part of a statement, as somebody has vouched for. Made by [`trusted`].
#[derive(Clone, Debug)]
#[must_use = "the text does nothing until it is an argument of `sql!`"]
pub struct Trusted(Arc<str>);

/// Marks text as SQL, so that [`sql!`](macro@crate::sql) puts it into the statement as it is.
///
/// Whoever writes this word vouches that the text does not come from outside of the program:
///
/// ```
/// use piton::prelude::*;
///
/// let order = if true { "name" } else { "age DESC" };
/// assert_eq!(
///     sql!("SELECT * FROM person WHERE age > {} ORDER BY {}", 18, trusted(order)).to_sql(),
///     "SELECT * FROM person WHERE age > $1 ORDER BY name",
/// );
/// ```
///
/// Placeholders such as `$1` have no place in it: the macro numbers them.
pub fn trusted(sql: impl Into<String>) -> Trusted {
    Trusted(sql.into().into())
}

impl BindArgument for Trusted {
    fn write(&self, out: &mut Statement) {
        out.push(Piece::Owned(self.0.clone()));
    }
}
