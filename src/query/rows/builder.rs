//! The builder of a row: what the methods of `Person::create()` do.

use super::{Flags, Mode, Open, Slot};
use crate::error::ValueError;
use crate::expr::{Assign, Assigned, Expression, NotGrouped, OneRow, SelfContained};
use crate::sql::{Clause, Statement};
use crate::table::{Column, ColumnType, Field, KeyFrom, Table};
use crate::value::Encoder;

/// No value.
const UNSET: u32 = u32::MAX;
/// From here on an expression, counted backwards.
const EXPRESSIONS: u32 = u32::MAX - 1;
/// Values lie below: the rest can count the expressions of any table.
const LONGEST: u32 = u32::MAX - 4096;

/// Room for the values of a usual row.
const ROOM: usize = 48;

/// The columns of a row that are given, of `N` that the table has.
///
/// Values are encoded when they are given: a row is one buffer, and many rows are copied together column by column.
#[derive(Clone, Debug)]
pub struct RowData<const N: usize> {
    values: Encoder,
    /// Where in `values` each column lies.
    places: [u32; N],
    expressions: Vec<Statement>,
    /// The columns whose values were computed because they were left out.
    defaults: Vec<usize>,
    failed: Option<Box<Failed>>,
}

/// The first value that could not be encoded.
#[derive(Clone, Debug)]
struct Failed {
    column: usize,
    why: String,
}

impl<const N: usize> Default for RowData<N> {
    fn default() -> Self {
        RowData {
            values: Encoder::with_capacity(ROOM),
            places: [UNSET; N],
            expressions: Vec::new(),
            defaults: Vec::new(),
            failed: None,
        }
    }
}

/// What the column `C` of the type `T` can be given in a row with the flags `S` that a builder makes in the mode `M`: a
/// value, or an expression that has one for a single row and reads no other table than `M` allows.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is a `{T}` and cannot be set to `{Self}`",
    label = "not a `{T}`",
    note = "give it a value or an expression of its type"
)]
pub trait ValueOf<C, T, S, M> {
    /// The flags when it is given.
    type Given;

    /// Gives it to the row.
    #[must_use]
    fn give<const N: usize>(self, row: RowData<N>) -> RowData<N>;
}

// The flags are those after it, whether or not it can be given: so a mistake is not reported for the type of the row, too.
impl<V, C, T, S, M, E> ValueOf<C, T, S, M> for V
where
    C: Field<Type = T>,
    S: Flags<C::Id, Flag: Open<C>>,
    M: Mode,
    V: Assign<C, T, Expr = E>,
    E: Assigned<C, M::Scope, In<NotGrouped>: SelfContained> + Expression<Aggregates: OneRow>,
{
    type Given = S::Given;

    #[inline]
    fn give<const N: usize>(self, mut row: RowData<N>) -> RowData<N> {
        row.set::<C, E>(&self.into_assigned());
        row
    }
}

impl<const N: usize> RowData<N> {
    /// Gives a column a value or an expression.
    #[inline]
    fn set<C: Field, E: Expression>(&mut self, expr: &E) {
        let start = self.values.as_bytes().len();
        match expr.put_value(Column::<C::Table, C>::NAMED, &mut self.values) {
            Some(written) => self.place(C::NUMBER, start, written),
            None => {
                self.set_expression(C::NUMBER, |out| expr.render_beside(Column::<C::Table, C>::NAMED, out));
            }
        }
    }

    /// Gives a column a value if it has none: the default that the program computes.
    pub fn set_default<C: Field>(&mut self, value: impl FnOnce() -> C::Type) {
        if !self.has(C::NUMBER) {
            let start = self.values.as_bytes().len();
            let written = put_column::<C>(&value(), &mut self.values);
            self.place(C::NUMBER, start, written);
            self.defaults.push(C::NUMBER);
        }
    }

    /// Gives a column the time of the transaction if it has none: `now()`.
    pub fn set_now<C: Field>(&mut self) {
        if !self.has(C::NUMBER) {
            self.set_expression(C::NUMBER, |out| out.text("now()"));
        }
    }

    /// Begins with the values of a key.
    pub fn of_key<K, T: Table<PrimaryKey: KeyFrom<K, T>>>(key: &K) -> Self {
        let mut row = Self::default();
        for (part, column) in T::DEFINITION.key.iter().enumerate() {
            let start = row.values.as_bytes().len();
            let written = T::PrimaryKey::put(key, part, &mut row.values);
            row.place(*column, start, written);
        }
        row
    }

    fn set_expression(&mut self, column: usize, write: impl FnOnce(&mut Statement)) {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, write);
        self.expressions.push(statement);
        let number = u32::try_from(self.expressions.len()).unwrap_or(u32::MAX - LONGEST - 2);
        self.point(column, EXPRESSIONS - number);
    }

    fn place(&mut self, column: usize, start: usize, written: Result<(), ValueError>) {
        let place = u32::try_from(start).ok().filter(|start| *start < LONGEST);
        let (place, why) = match (place, written) {
            (Some(place), Ok(())) => (place, None),
            (_, Err(why)) => (0, Some(why.to_string())),
            (None, Ok(())) => (0, Some("the values of the row are too long".to_owned())),
        };
        if let Some(why) = why {
            self.failed.get_or_insert_with(|| Box::new(Failed { column, why }));
        }
        self.point(column, place);
    }

    fn point(&mut self, column: usize, place: u32) {
        if let Some(column) = self.places.get_mut(column) {
            *column = place;
        }
    }

    /// Whether a column is given.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.places.get(column).is_some_and(|place| *place != UNSET)
    }

    /// See [`NewRow::is_default`](super::NewRow::is_default).
    #[must_use]
    pub fn is_default(&self, column: usize) -> bool {
        self.defaults.contains(&column)
    }

    /// See [`NewRow::size`](super::NewRow::size).
    #[must_use]
    pub fn size(&self) -> usize {
        self.values.as_bytes().len()
    }

    /// See [`NewRow::slot`](super::NewRow::slot).
    #[inline]
    #[must_use]
    pub fn slot(&self, column: usize) -> Slot<'_> {
        match self.places.get(column) {
            None | Some(&UNSET) => Slot::Omitted,
            Some(&place) if place < LONGEST => Slot::Value,
            Some(&place) => usize::try_from(EXPRESSIONS - 1 - place)
                .ok()
                .and_then(|number| self.expressions.get(number))
                .map_or(Slot::Omitted, Slot::Expression),
        }
    }

    /// See [`NewRow::put`](super::NewRow::put).
    ///
    /// # Errors
    ///
    /// The value could not be encoded when it was given.
    #[inline]
    pub fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        if let Some(failed) = &self.failed
            && failed.column == column
        {
            return Err(ValueError::new(failed.why.clone()));
        }
        let place = self.places.get(column).and_then(|place| usize::try_from(*place).ok());
        out.copy_value(&self.values, place.unwrap_or(usize::MAX));
        Ok(())
    }
}

/// Appends the value of a column with its length before it, or NULL.
///
/// # Errors
///
/// As [`Encoder::put_value`].
#[inline]
pub(crate) fn put_column<C: Field>(value: &C::Type, out: &mut Encoder) -> Result<(), ValueError> {
    let element = Column::<C::Table, C>::NAMED.and_then(|named| named.element);
    if element.is_none() {
        return value.put(out);
    }
    out.set_element(element);
    let written = value.put(out);
    out.set_element(None);
    written
}
