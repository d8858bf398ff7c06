//! A million rows through a stream, and through a borrowing loop: the memory stays what it is.

use std::alloc::System;

use dsl_tests::scale::scaled;
use piton::prelude::*;
use piton::testing::Database;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// More than the read buffer and all else of a connection.
const BOUND: isize = 256 << 10;

fn held(region: &Region<'_, System>) -> isize {
    let stats = region.change();
    stats.bytes_allocated.cast_signed() - stats.bytes_deallocated.cast_signed()
}

#[tokio::test]
async fn a_million_rows_are_streamed_in_bounded_memory() -> Result {
    let rows = scaled(1_000_000, 10_000_000).cast_signed();
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    let query =
        || sql!("SELECT i, 'a line of text that is as long as usual' FROM generate_series(1, {rows}) i");

    let region = Region::new(GLOBAL);
    let (mut count, mut sum, mut most) = (0, 0, 0);
    let mut stream = query().stream::<(i64, String)>(&mut db);
    while let Some((n, text)) = stream.try_next().await? {
        assert_eq!(text.len(), 39);
        sum += n;
        count += 1;
        if count % 1000 == 0 {
            most = most.max(held(&region));
        }
        if count % (rows / 10) == 0 {
            // A reader that is slower than the server.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    drop(stream);
    assert_eq!((count, sum), (rows, rows * (rows + 1) / 2));
    println!("{rows} rows streamed: at most {most} bytes are held");
    assert!(most < BOUND, "{most} bytes");

    let region = Region::new(GLOBAL);
    let (mut count, mut most) = (0, 0);
    query()
        .for_each::<(i64, String), _, _>(&mut db, |(_, text): (i64, &str)| {
            assert_eq!(text.len(), 39);
            count += 1;
            if count % 1000 == 0 {
                most = most.max(held(&region));
            }
        })
        .await?;
    let allocations = region.change().allocations;
    println!("{rows} rows borrowed: at most {most} bytes are held, {allocations} allocations");
    assert_eq!(count, rows);
    assert!(most < BOUND && allocations < 100, "{most} bytes, {allocations} allocations");
    Ok(())
}
