//! What a pool allocates to lend a connection: nothing.
//!
//! One test, because tests of one program count each other's allocations.

use std::alloc::System;

use dsl_tests::statement_with;
use piton::connection::{Discard, Executor, Pool};
use piton::testing::Database;
use piton::value::Row;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

type Pair = (i32, String);

#[tokio::test]
async fn an_idle_connection_is_lent_and_given_back_without_an_allocation() -> Result {
    let database = Database::create()?;
    let pool = Pool::builder().max_size(2).connect(database.url()).await?;
    let statement = statement_with("SELECT i, 'row ' || i FROM generate_series(1, ", &1000_i32, ") i");
    (&pool).run(&statement, Pair::describe, &mut Discard).await?;

    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        (&pool).run(&statement, Pair::describe, &mut Discard).await?;
    }
    assert_eq!(region.change().allocations, 0, "running 100 times");
    assert_eq!((pool.status().lent, pool.status().opened), (102, 1));
    Ok(())
}
