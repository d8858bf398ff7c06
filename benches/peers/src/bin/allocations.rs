//! Counts what each contestant allocates for one row of one string column.

use std::alloc::System;

use piton_peers::cases::STRING_ROWS;
use piton_peers::contestants::CONTESTANTS;
use piton_peers::fixture::Tables;
use piton_peers::rows::Harvest;
use piton_peers::server::server;
use piton_peers::{Result, report};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<()> {
    let server = server()?;
    let tables = Tables::create(server.url())?;
    let mut rows = vec![["", "allocations a row", "bytes a row"].map(String::from)];
    let mut expected = None;
    for entry in CONTESTANTS.iter().copied().flatten() {
        let mut contestant = (entry.connect)(server.url())?;
        if contestant.strings(STRING_ROWS)?.is_none() {
            continue;
        }
        let region = Region::new(ALLOCATOR);
        let harvest: Option<Box<dyn Harvest>> = contestant.strings(STRING_ROWS)?;
        let spent = region.change();
        let check = harvest.as_ref().map(|harvest| harvest.check());
        if *expected.get_or_insert(check) != check {
            return Err(format!("{} brought home {check:?} instead of {expected:?}", entry.name).into());
        }
        let a_row = |count: usize| format!("{:.2}", count as f64 / f64::from(STRING_ROWS));
        // A buffer that grows is counted as well: it is an allocation that was paid for.
        let count = spent.allocations + spent.reallocations;
        rows.push([entry.name.to_owned(), a_row(count), a_row(spent.bytes_allocated)]);
    }
    println!("### heap allocations, 100 000 rows of one string\n\n{}", report::markdown(&rows));
    drop(tables);
    Ok(())
}
