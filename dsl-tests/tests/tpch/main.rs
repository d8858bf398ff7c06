//! TPC-H: the 22 queries of `examples/tpch` find what their SQL text finds, row by row, with the row's type as it is inferred.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "the modules are an example's; a failed step is a failed test"
)]

#[path = "../../../examples/tpch/load.rs"]
mod load;
#[path = "../../../examples/tpch/queries/mod.rs"]
mod queries;
#[path = "../../../examples/tpch/tables.rs"]
mod tables;

use piton::prelude::*;
use piton::testing::Database;

use crate::tables::{LineItem, Order, PartSupp};

#[tokio::test]
async fn every_query_finds_the_rows_of_its_text() {
    let database = Database::create().unwrap();
    let mut db = Connection::connect(database.url()).await.unwrap();
    let rows = load::load(&mut db, 0.01).await.unwrap();
    let counts: (i64, i64, i64) = select((
        from(LineItem).select(count_all()).scalar(),
        from(Order).select(count_all()).scalar(),
        from(PartSupp).select(count_all()).scalar(),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!((rows, counts), (86_805, (60_175, 15_000, 8_000)));

    macro_rules! compare {
        ($($query:ident $rows:literal)+) => { $(
            let typed = queries::$query::typed(&mut db).await.unwrap();
            let text = queries::$query::text(&mut db).await.unwrap();
            assert_eq!(typed, text, stringify!($query));
            assert_eq!(typed.len(), $rows, stringify!($query));
        )+ };
    }
    compare! {
        q01 4 q02 4 q03 10 q04 5 q05 5 q06 1 q07 4 q08 2 q09 173 q10 20 q11 1
        q12 2 q13 33 q14 1 q15 1 q16 296 q17 1 q18 2 q19 1 q20 1 q21 1 q22 7
    }
    // A row alone says nothing if it is the NULL of no rows.
    assert!(queries::q06::typed(&mut db).await.unwrap().iter().all(Option::is_some));
    assert!(queries::q14::typed(&mut db).await.unwrap().iter().all(Option::is_some));
    assert!(queries::q17::typed(&mut db).await.unwrap().iter().all(Option::is_some));
    assert!(queries::q19::typed(&mut db).await.unwrap().iter().all(Option::is_some));
}
