//! What known statements that are sent together allocate: a few buffers, for any number of them.

use std::alloc::System;

use dsl_tests::batch::Statements;
use dsl_tests::statement_with;
use piton::connection::Connection;
use piton::testing::Database;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_known_batch_allocates_a_few_times_for_any_number_of_statements() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let batch = |count: i64| {
        let mut batch = Statements::<i64>::new((0..count).map(|n| statement_with("SELECT ", &n, "::int8")));
        // The rows and the calls are those of the test.
        batch.rows.iter_mut().for_each(|rows| rows.0.reserve(1));
        batch.done.reserve(batch.statements.len());
        batch
    };
    batch(1).run(&mut connection).await?;
    let mut counts = Vec::new();
    for count in [1, 2, 100, 100] {
        let mut batch = batch(count);
        let region = Region::new(GLOBAL);
        batch.run(&mut connection).await?;
        counts.push(region.change().allocations + region.change().reallocations);
        assert!(batch.rows().iter().zip(0..).all(|(rows, n)| *rows == [n]));
    }
    println!("{counts:?}");
    // The buffer of what is sent and the list of what was done grow a few times.
    assert!(counts.iter().all(|count| *count < 20), "{counts:?}");
    Ok(())
}
