//! What a pool allocates to lend a connection: nothing.
//!
//! One test, because tests of one program count each other's allocations.

use std::alloc::System;

use dsl_tests::statement_with;
use piton::connection::{Discard, Executor, Pool};
use piton::sql::{Clause, Statement};
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
    let pool = Pool::builder().max_size(1).connect(database.url()).await?;
    let statement = statement_with("SELECT i, 'row ' || i FROM generate_series(1, ", &1000_i32, ") i");
    (&pool).run(&statement, Pair::describe, &mut Discard).await?;

    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        (&pool).run(&statement, Pair::describe, &mut Discard).await?;
    }
    assert_eq!(region.change().allocations, 0, "running 100 times");
    assert_eq!((pool.status().lent, pool.status().opened), (102, 1));

    // One that others could join.
    let mut statement = Statement::new();
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.text("1"));
    (&pool).run(&statement, i32::describe, &mut Discard).await?;
    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        (&pool).run(&statement, i32::describe, &mut Discard).await?;
    }
    assert_eq!(region.change().allocations, 0, "running 100 times what can be shared");

    // Others do join.
    let mut first = Discard;
    let mut second = Discard;
    tokio::try_join!((&pool).run(&statement, i32::describe, &mut first), {
        (&pool).run(&statement, i32::describe, &mut second)
    })?;
    let region = Region::new(GLOBAL);
    for _ in 0..100 {
        let (first, second) = tokio::join!((&pool).run(&statement, i32::describe, &mut first), {
            (&pool).run(&statement, i32::describe, &mut second)
        });
        first.and(second)?;
    }
    // A buffer for each of them, once.
    assert!(region.change().allocations <= 2, "running 100 times on a shared connection");
    assert_eq!(pool.status().shared, 101);
    Ok(())
}
