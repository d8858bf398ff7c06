//! TPC-H in piton: the eight tables as structs, rows from the crate `tpchgen`, and the 22 queries. Prints for each query
//! how many rows it has, and how long it took beside the same in SQL.
//!
//! `cargo run --release --example tpch -- 0.1 9` takes a scale factor, and how often each query runs. It uses the server of
//! `DATABASE_URL`, or starts a throwaway one.
#![allow(unreachable_pub, reason = "the modules are those of a test, too")]
#![allow(clippy::print_stdout, reason = "it prints what it measures")]

mod load;
mod queries;
mod tables;

use std::time::{Duration, Instant};

use piton::prelude::*;
use piton::testing::Database;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let scale_factor = arguments.next().map_or(Ok(0.01), |text| text.parse())?;
    let runs = arguments.next().map_or(Ok(5), |text| text.parse())?;

    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    let start = Instant::now();
    let rows = load::load(&mut db, scale_factor).await?;
    println!("{rows} rows loaded in {:.1?}\n", start.elapsed());

    println!("query   rows       typed        text   ratio");
    macro_rules! race {
        ($($query:ident)+) => { $({
            let (mut typed, mut text) = (Vec::new(), Vec::new());
            let mut rows = 0;
            for _ in 0..runs {
                let start = Instant::now();
                rows = queries::$query::typed(&mut db).await?.len();
                typed.push(start.elapsed());
                let start = Instant::now();
                queries::$query::text(&mut db).await?;
                text.push(start.elapsed());
            }
            let (typed, text) = (least(&typed), least(&text));
            let ratio = typed.as_secs_f64() / text.as_secs_f64();
            println!("{:5} {rows:6} {typed:>11.2?} {text:>11.2?} {ratio:7.2}", stringify!($query));
        })+ };
    }
    race!(q01 q02 q03 q04 q05 q06 q07 q08 q09 q10 q11 q12 q13 q14 q15 q16 q17 q18 q19 q20 q21 q22);
    Ok(())
}

/// The least of the times: the machine's other work makes each of them longer, never shorter.
fn least(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}
