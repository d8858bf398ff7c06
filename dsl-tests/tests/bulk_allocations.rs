//! What statements of many rows allocate on the client: buffers that grow, and nothing for each row.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::alloc::System;

use dsl_tests::language::{Person, empty};
use piton::prelude::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROWS: i32 = 10_000;

/// Room for the buffers of a statement and of its result, each of which grows a few times.
const FEW: usize = 100;

/// How often one piece of work allocates.
macro_rules! allocations {
    ($work:expr) => {{
        let region = Region::new(GLOBAL);
        let output = $work;
        let change = region.change();
        (output, change.allocations + change.reallocations)
    }};
}

#[tokio::test]
async fn ten_thousand_rows_allocate_as_often_as_a_few() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Person]).await.unwrap();
    let name = "a name";
    // The first time a statement is prepared.
    for round in [0, 1] {
        let is_known = |count: usize| round == 0 || count < FEW;
        sql!("TRUNCATE person RESTART IDENTITY").execute(&mut db).await.unwrap();

        let rows = (1..=ROWS).map(|age| Person::create().name(name).age(age));
        let (ids, count) = allocations!(db.insert(rows).keys().await.unwrap());
        assert!(ids.len() == 10_000 && is_known(count), "insert: {count}");

        let patches = (1..=ROWS).rev().map(|id| Person::patch(id).name(name).age(id));
        let (updated, count) = allocations!(db.update(patches).await.unwrap());
        assert!(updated == 10_000 && is_known(count), "update by patches: {count}");

        let rows = (1..=ROWS).rev().map(|id| Person::create().id(id).name(name).age(id));
        let (upserted, count) = allocations!(db.upsert(rows).execute().await.unwrap());
        assert!(upserted == 10_000 && is_known(count), "upsert: {count}");

        let people = select(Person).order_by(Person::id).all(&mut db).await.unwrap();
        // A snapshot each.
        let (mut people, count) = allocations!(people.into_iter().map(Track::track).collect::<Vec<_>>());
        assert!(is_known(count.saturating_sub(10_000)), "track: {count}");
        people.iter_mut().for_each(|person| person.age += 1);
        let (updated, count) = allocations!(db.update(&mut people).await.unwrap());
        assert!(updated == 10_000 && is_known(count), "update of objects: {count}");

        let (deleted, count) = allocations!(db.delete_keys::<Person>((1..=ROWS).rev()).await.unwrap());
        assert!(deleted == 10_000 && is_known(count), "delete by keys: {count}");

        let rows = (1..=ROWS).map(|age| Person::create().name(name).age(age));
        let (copied, count) = allocations!({
            let mut copy = db.copy_in_columns((Person::name, Person::age)).await.unwrap();
            copy.send_all(rows).await.unwrap();
            copy.finish().await.unwrap()
        });
        assert!(copied == 10_000 && is_known(count), "copy: {count}");
    }
}
