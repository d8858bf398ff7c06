//! A million rows by COPY, in and out: the memory stays what it is.

use std::alloc::System;

use dsl_tests::statement;
use piton::connection::Connection;
use piton::testing::Database;
use piton::value::Row;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

type Line = (i32, String);

const ROWS: i32 = 1_000_000;

/// More than all buffers together.
const BOUND: isize = 2 << 20;

fn held(region: &Region<'_, System>) -> isize {
    let stats = region.change();
    stats.bytes_allocated.cast_signed() - stats.bytes_deallocated.cast_signed()
}

#[tokio::test]
async fn a_million_rows_go_in_and_out_in_bounded_memory() -> Result {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    db.batch("CREATE UNLOGGED TABLE t (a int4, b text)").await?;
    let region = Region::new(GLOBAL);
    let mut most = 0;

    let copy = statement("COPY t FROM STDIN (FORMAT binary)");
    let mut rows = db.copy_in_rows(&copy, &statement("SELECT a, b FROM t"), Line::describe).await?;
    for n in 0..ROWS {
        rows.row(|out| {
            out.put_value(&n)?;
            out.put_value("a line of text that is as long as usual")
        })
        .await?;
        if n % 1000 == 0 {
            most = most.max(held(&region));
        }
    }
    assert_eq!(rows.finish().await?, u64::try_from(ROWS)?);
    println!("in: at most {most} bytes");
    assert!(most < BOUND, "{most} bytes");

    let region = Region::new(GLOBAL);
    let mut most = 0;
    let mut rows = piton::sql!("SELECT a, b FROM t").copy_out::<Line>(&mut db).await?;
    let (mut count, mut sum) = (0, 0_i64);
    while let Some((n, line)) = rows.try_next().await? {
        assert_eq!(line.len(), 39);
        sum += i64::from(n);
        count += 1;
        if count % 1000 == 0 {
            most = most.max(held(&region));
        }
    }
    assert_eq!((count, sum), (ROWS, i64::from(ROWS) * i64::from(ROWS - 1) / 2));
    println!("out: at most {most} bytes");
    assert!(most < BOUND, "{most} bytes");
    Ok(())
}
