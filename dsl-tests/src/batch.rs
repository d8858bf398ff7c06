//! Statements that are sent together, and what is seen of them.

use piton::Error;
use piton::connection::{Batch, Collect, Connection, Executor, Outcome, Sink};
use piton::sql::Statement;
use piton::value::{Columns, Row, Shape, decode_row};

/// Statements with rows of one type.
#[derive(Debug)]
pub struct Statements<R> {
    /// The statements.
    pub statements: Vec<Statement>,
    /// What their columns must be.
    pub describe: Vec<fn(&mut Shape)>,
    /// The rows of each.
    pub rows: Vec<Collect<R>>,
    /// The numbers of the statements that were reported, with what they did.
    pub done: Vec<(usize, Option<u64>)>,
    /// A statement that is not content with what it did.
    pub refuses: Option<usize>,
}

impl<R: Row> Statements<R> {
    /// Statements whose rows are of that type, or that have none.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        let statements: Vec<_> = statements.into_iter().collect();
        Statements {
            describe: vec![R::describe; statements.len()],
            rows: statements.iter().map(|_| Collect::default()).collect(),
            statements,
            done: Vec::new(),
            refuses: None,
        }
    }

    /// Of a statement nothing is expected.
    #[must_use]
    pub fn any(mut self, index: usize) -> Self {
        self.describe[index] = |_| ();
        self
    }

    /// Executes them.
    ///
    /// # Errors
    ///
    /// As [`Executor::run_all`].
    pub async fn run(&mut self, connection: &mut Connection) -> Result<(), Error> {
        connection.run_all(self).await
    }

    /// The rows of each.
    #[must_use]
    pub fn rows(&self) -> Vec<&[R]> {
        self.rows.iter().map(|rows| &*rows.0).collect()
    }
}

impl<R: Row> Batch for Statements<R> {
    fn len(&self) -> usize {
        self.statements.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.statements[index], self.describe[index])
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        &mut self.rows[index]
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.done.push((index, outcome.affected()));
        if self.refuses == Some(index) {
            // A row of NULL, which is no number.
            return decode_row::<i32>(&mut Columns::new(&[255; 4])).map(drop);
        }
        Ok(())
    }
}
