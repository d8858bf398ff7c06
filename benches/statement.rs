//! Building a statement, and finding it among those that a connection knows.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use piton::connection::Connection;
use piton::prelude::*;
use piton::testing::Database;
use piton_benches::{FavoriteColor, Person, replay, runtime, setup};

fn build(criterion: &mut Criterion) {
    let runtime = runtime();
    let database = Database::create().expect("a server");
    runtime.block_on(async {
        let mut db = Connection::connect(database.url()).await.expect("a connection");
        setup(&mut db, 100).await.expect("tables");
    });
    let join = |age: i32| {
        select((Person, FavoriteColor))
            .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .filter(Person::age.gt(age))
            .filter(Person::name.eq("nobody"))
            .order_by(Person::age.desc())
            .limit(100)
    };
    let mut group = criterion.benchmark_group("build");
    group.bench_function("a join", |bencher| bencher.iter(|| join(black_box(25))));
    group.bench_function("the text of a join", |bencher| bencher.iter(|| join(black_box(25)).to_sql()));

    // The answer has no row, so what is left is building, finding, encoding, and reading four short messages.
    let mut db = runtime
        .block_on(replay(&database, async |db| join(25).all(db).await.map(drop)))
        .expect("a recording");
    group.bench_function("a join, found, sent to memory and answered", |bencher| {
        bencher.iter(|| runtime.block_on(join(black_box(25)).all(&mut db)).expect("no rows"));
    });
    let mut db = runtime
        .block_on(replay(&database, async |db| {
            sql!("SELECT 1 WHERE false").all::<i32, _>(db).await.map(drop)
        }))
        .expect("a recording");
    group.bench_function("the least statement, found, sent to memory and answered", |bencher| {
        bencher.iter(|| {
            runtime.block_on(sql!("SELECT 1 WHERE false").all::<i32, _>(&mut db)).expect("no rows");
        });
    });
    group.finish();
}

criterion_group!(benches, build);
criterion_main!(benches);
