//! What a known statement allocates: nothing but the values that its user keeps.
//!
//! One test, because tests of one program count each other's allocations.

use std::alloc::System;

use dsl_tests::statement_with;
use piton::Error;
use piton::connection::{Collect, Connection, Executor, Rows, Sink};
use piton::testing::Database;
use piton::value::{Row, decode_row, decode_row_borrowed};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

type Pair = (i32, String);

/// Looks at rows, and keeps none.
struct Look(usize);

impl Sink for Look {
    fn take(&mut self, rows: &mut Rows<'_>) -> std::result::Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            let (_, text) = decode_row_borrowed::<Pair>(&mut columns)?;
            self.0 += text.len();
        }
        Ok(())
    }
}

/// Makes a value of each row, and throws it away.
struct Make(usize);

impl Sink for Make {
    fn take(&mut self, rows: &mut Rows<'_>) -> std::result::Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            self.0 += decode_row::<Pair>(&mut columns)?.1.len();
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_known_statement_allocates_nothing_of_its_own() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let statement = statement_with("SELECT i, 'row ' || i FROM generate_series(1, ", &1000_i32, ") i");
    connection.run(&statement, Pair::describe, &mut Look(0)).await?;

    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        connection.run(&statement, Pair::describe, &mut Look(0)).await?;
    }
    let looked = region.change().allocations;
    assert_eq!(looked, 0, "looking at 100 times 1000 rows");

    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        connection.run(&statement, Pair::describe, &mut Make(0)).await?;
    }
    assert_eq!(region.change().allocations, 100_000, "making 100 times 1000 strings");

    let mut rows = Collect::<Pair>(Vec::with_capacity(1000));
    let region = Region::new(GLOBAL);
    connection.run(&statement, Pair::describe, &mut rows).await?;
    assert_eq!(region.change().allocations, 1000, "collecting 1000 strings");
    Ok(())
}
