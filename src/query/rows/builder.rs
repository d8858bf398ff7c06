//! The builder of a row: what the methods of `Person::create()` do.

use std::cell::Cell;
use std::sync::LazyLock;

use super::{EncodedRow, Flags, Mode, Open, Slot};
use crate::error::ValueError;
use crate::expr::{Assign, Assigned, Expression, NotGrouped, OneRow, SelfContained};
use crate::sql::{Clause, Statement};
use crate::table::{Column, ColumnType, Field, KeyFrom, Table};
use crate::value::Encoder;

/// No value.
pub(crate) const UNSET: u32 = u32::MAX;
/// `now()`
pub(super) const NOW: u32 = u32::MAX - 1;
/// From here on an expression, counted backwards.
const EXPRESSIONS: u32 = u32::MAX - 2;
/// Values lie below: the rest can count the expressions of any table.
pub(super) const LONGEST: u32 = u32::MAX - 4096;

/// Room for the values of a usual row.
const ROOM: usize = 48;

/// No longer buffer is kept for the next row.
const KEPT: usize = 1024;

thread_local! {
    /// A row that was dropped. Rows are mostly built, copied into a statement and dropped one after the other, so that
    /// many of them need the memory of one.
    static SPARE: Cell<Option<Box<Data>>> = const { Cell::new(None) };
}

/// The time of the transaction, which many rows give.
pub(super) static CURRENT: LazyLock<Statement> = LazyLock::new(|| {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| out.text("now()"));
    statement
});

/// The columns of a row that are given, of `N` that the table has.
///
/// Values are encoded when they are given: a row is one buffer, and many rows are copied together column by column.
// It is a pointer, because each method of a builder takes it and hands it on. `None` only while it is dropped.
#[derive(Clone, Debug)]
pub struct RowData<const N: usize>(Option<Box<Data>>);

#[derive(Clone, Debug, Default)]
struct Data {
    values: Encoder,
    /// Where in `values` each column lies.
    places: Vec<u32>,
    /// What most rows do without.
    rest: Option<Box<Rest>>,
}

/// What a row gives beside values.
#[derive(Clone, Debug, Default)]
struct Rest {
    expressions: Vec<Statement>,
    /// The columns whose values were computed because they were left out.
    defaults: Vec<usize>,
    failed: Option<Failed>,
}

/// The first value that could not be encoded.
#[derive(Clone, Debug)]
struct Failed {
    column: usize,
    why: String,
}

impl<const N: usize> Default for RowData<N> {
    #[inline]
    fn default() -> Self {
        let mut data = SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default();
        data.values.reserve(ROOM);
        data.places.resize(N, UNSET);
        RowData(Some(data))
    }
}

impl<const N: usize> Drop for RowData<N> {
    #[inline]
    fn drop(&mut self) {
        if let Some(data) = self.0.take() {
            data.spare();
        }
    }
}

impl Data {
    /// Leaves the memory for the next row.
    fn spare(mut self: Box<Self>) {
        if self.values.capacity() <= KEPT {
            self.values.clear();
            self.places.clear();
            self.rest = None;
            // Where the thread ends there is no next row.
            let _ = SPARE.try_with(|spare| spare.set(Some(self)));
        }
    }

    fn set_expression(&mut self, column: usize, write: impl FnOnce(&mut Statement)) {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, write);
        let expressions = &mut self.rest.get_or_insert_default().expressions;
        expressions.push(statement);
        let number = u32::try_from(expressions.len()).unwrap_or(u32::MAX - LONGEST - 3);
        self.point(column, EXPRESSIONS - number);
    }

    #[inline]
    fn place(&mut self, column: usize, start: usize, written: Result<(), ValueError>) {
        match (u32::try_from(start), written) {
            (Ok(place @ ..LONGEST), Ok(())) => self.point(column, place),
            (_, written) => self.fail(column, written.err()),
        }
    }

    #[cold]
    fn fail(&mut self, column: usize, why: Option<ValueError>) {
        let why = why.map_or_else(|| "the values of the row are too long".to_owned(), |why| why.to_string());
        self.rest.get_or_insert_default().failed.get_or_insert(Failed { column, why });
        self.point(column, 0);
    }

    #[inline]
    fn point(&mut self, column: usize, place: u32) {
        if let Some(column) = self.places.get_mut(column) {
            *column = place;
        }
    }

    fn expression(&self, place: u32) -> Option<&Statement> {
        let number = usize::try_from(EXPRESSIONS.checked_sub(place + 1)?).ok()?;
        self.rest.as_ref()?.expressions.get(number)
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
        let Some(data) = &mut self.0 else { return };
        let start = data.values.as_bytes().len();
        match expr.put_value(Column::<C::Table, C>::NAMED, &mut data.values) {
            Some(written) => data.place(C::NUMBER, start, written),
            None => {
                data.set_expression(C::NUMBER, |out| expr.render_beside(Column::<C::Table, C>::NAMED, out));
            }
        }
    }

    /// Gives a column a value if it has none: the default that the program computes.
    pub fn set_default<C: Field>(&mut self, value: impl FnOnce() -> C::Type) {
        if !self.has(C::NUMBER)
            && let Some(data) = &mut self.0
        {
            let start = data.values.as_bytes().len();
            let written = put_column::<C>(&value(), &mut data.values);
            data.place(C::NUMBER, start, written);
            data.rest.get_or_insert_default().defaults.push(C::NUMBER);
        }
    }

    /// Gives a column the time of the transaction if it has none: `now()`.
    pub fn set_now<C: Field>(&mut self) {
        if !self.has(C::NUMBER)
            && let Some(data) = &mut self.0
        {
            data.point(C::NUMBER, NOW);
        }
    }

    /// Begins with the values of a key.
    #[inline]
    pub fn of_key<K, T: Table<PrimaryKey: KeyFrom<K, T>>>(key: &K) -> Self {
        let mut row = Self::default();
        let Some(data) = &mut row.0 else { return row };
        for (part, column) in T::DEFINITION.key.iter().enumerate() {
            let start = data.values.as_bytes().len();
            let written = T::PrimaryKey::put(key, part, &mut data.values);
            data.place(*column, start, written);
        }
        row
    }

    /// Where the value of a column lies, or what is given in its stead.
    #[inline]
    fn placed(&self, column: usize) -> u32 {
        self.0.as_ref().and_then(|data| data.places.get(column)).copied().unwrap_or(UNSET)
    }

    #[inline]
    fn rest(&self) -> Option<&Rest> {
        self.0.as_ref()?.rest.as_deref()
    }

    /// Whether a column is given.
    #[inline]
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.placed(column) != UNSET
    }

    /// See [`NewRow::is_default`](super::NewRow::is_default).
    #[inline]
    #[must_use]
    pub fn is_default(&self, column: usize) -> bool {
        self.rest().is_some_and(|rest| rest.defaults.contains(&column))
    }

    /// See [`NewRow::plain`](super::NewRow::plain).
    #[inline]
    #[must_use]
    pub fn plain(&self) -> Option<EncodedRow<'_>> {
        let Data { values, places, rest } = self.0.as_deref()?;
        rest.is_none().then(|| EncodedRow::new(values, 0, places))
    }

    /// See [`NewRow::slot`](super::NewRow::slot).
    #[inline]
    #[must_use]
    pub fn slot(&self, column: usize) -> Slot<'_> {
        match self.placed(column) {
            UNSET => Slot::Omitted,
            ..LONGEST => Slot::Value,
            NOW => Slot::Expression(&CURRENT),
            place => {
                let expression = self.0.as_ref().and_then(|data| data.expression(place));
                expression.map_or(Slot::Omitted, Slot::Expression)
            }
        }
    }

    /// See [`NewRow::put`](super::NewRow::put).
    ///
    /// # Errors
    ///
    /// The value could not be encoded when it was given.
    #[inline]
    pub fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        if let Some(failed) = self.rest().and_then(|rest| rest.failed.as_ref())
            && failed.column == column
        {
            return Err(ValueError::new(failed.why.clone()));
        }
        if let Some(data) = &self.0 {
            let place = usize::try_from(self.placed(column)).unwrap_or(usize::MAX);
            out.copy_value(&data.values, place);
        }
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
