//! The columns of a keyset, and where a row stands with regard to them.

use crate::expr::order::Direction;
use crate::expr::{Bare, Binary, Bind, Equal, Expression, IsNotNull, IsNull, Ordered, Unary};
use crate::sql::{Clause, Statement};
use crate::table::{Column, ColumnType, Field, InScope, Source};

/// Where a row stands with regard to one key.
#[derive(Debug)]
pub struct Place {
    pub(super) nullable: bool,
    pub(super) descending: bool,
    pub(super) column: Statement,
    pub(super) value: Statement,
    /// The key is beyond the row's; `None` if none is.
    pub(super) beyond: Option<Statement>,
    pub(super) same: Statement,
}

/// Columns that order rows: one, one with a direction, or a tuple of up to 8.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of rows",
    label = "neither a column nor columns",
    note = "give `keyset` a column such as `Person::id`, one with a direction such as `Person::age.desc()`, or a tuple of these"
)]
pub trait KeysetKeys {
    /// The types of the columns.
    type Values;
    /// The columns.
    type Bare;

    /// Where a row with these values stands.
    fn place(&self, values: Self::Values, backwards: bool, places: &mut Vec<Place>);

    /// Adds the items of ORDER BY.
    fn order(&self, backwards: bool, out: &mut Statement);
}

/// Keys of tables in the scope `S`.
pub trait KeysIn<S> {}

impl<X: InScope<S>, S: Source, C: Field> KeysIn<X> for Column<S, C> {}

impl<X: InScope<S>, S: Source, C: Field> KeysIn<X> for Ordered<Column<S, C>> {}

impl<S: Source, C: Field> KeysetKeys for Column<S, C> {
    type Values = C::Type;
    type Bare = Bare<S, C>;

    fn place(&self, value: C::Type, backwards: bool, places: &mut Vec<Place>) {
        places.push(place::<S, C>(value, Direction::default(), backwards));
    }

    fn order(&self, backwards: bool, out: &mut Statement) {
        order(self, Direction::default(), backwards, out);
    }
}

impl<S: Source, C: Field> KeysetKeys for Ordered<Column<S, C>> {
    type Values = C::Type;
    type Bare = Bare<S, C>;

    fn place(&self, value: C::Type, backwards: bool, places: &mut Vec<Place>) {
        places.push(place::<S, C>(value, self.direction(), backwards));
    }

    fn order(&self, backwards: bool, out: &mut Statement) {
        order(self.expr(), self.direction(), backwards, out);
    }
}

fn turn(direction: Direction, backwards: bool) -> Direction {
    Direction {
        descending: direction.descending != backwards,
        nulls_first: direction.nulls_first != backwards,
    }
}

fn order<S: Source, C: Field>(
    column: &Column<S, C>,
    direction: Direction,
    backwards: bool,
    out: &mut Statement,
) {
    let Direction { descending, nulls_first } = turn(direction, backwards);
    out.part(Clause::OrderBy, |out| {
        column.render(out);
        out.text(if descending { " DESC" } else { " ASC" });
        // Where it is PostgreSQL's default it is left out, as an index has it.
        if <C::Type as ColumnType>::NULLABLE && nulls_first != descending {
            out.text(if nulls_first { " NULLS FIRST" } else { " NULLS LAST" });
        }
    });
}

fn text(expr: &impl Expression) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| expr.render(out));
    statement
}

fn place<S: Source, C: Field>(value: C::Type, direction: Direction, backwards: bool) -> Place {
    let column = Column::<S, C>::NEW;
    let nullable = <C::Type as ColumnType>::NULLABLE;
    let Direction { descending, nulls_first } = turn(direction, backwards);
    let Some(value) = value.into_option() else {
        let same = text(&Unary::<IsNull, _>::new(column));
        let beyond = nulls_first.then(|| text(&Unary::<IsNotNull, _>::new(column)));
        return Place { nullable, descending, column: text(&column), value: Statement::new(), beyond, same };
    };
    let value = Bind(value);
    let mut beyond = Statement::new();
    beyond.part(Clause::Raw, |out| {
        column.render(out);
        out.text(if descending { " < " } else { " > " });
        value.render_beside(<Column<S, C> as Expression>::NAMED, out);
        if nullable && !nulls_first {
            out.text(" OR ");
            Unary::<IsNull, _>::new(column).render(out);
        }
    });
    let mut bound = Statement::new();
    bound.part(Clause::Raw, |out| value.render_beside(<Column<S, C> as Expression>::NAMED, out));
    let same = text(&Binary::<Equal, _, _>::new(column, value));
    Place { nullable, descending, column: text(&column), value: bound, beyond: Some(beyond), same }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: KeysetKeys),+> KeysetKeys for ($($name,)+) {
            type Values = ($($name::Values,)+);
            type Bare = tuples!(@bare $($name)+);

            fn place(&self, values: Self::Values, backwards: bool, places: &mut Vec<Place>) {
                $(self.$index.place(values.$index, backwards, places);)+
            }

            fn order(&self, backwards: bool, out: &mut Statement) {
                $(self.$index.order(backwards, out);)+
            }
        }

        impl<Scope, $($name: KeysIn<Scope>),+> KeysIn<Scope> for ($($name,)+) {}
    };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
