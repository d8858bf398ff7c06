//! Whole statements on a real server: a row by its key, a join, a scan.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use piton::prelude::*;
use piton::testing::Database;
use piton_benches::{FavoriteColor, Person, runtime, setup};

const ROWS: u32 = 100_000;

fn round_trip(criterion: &mut Criterion) {
    let runtime = runtime();
    let database = Database::create().expect("a server");
    let mut db = runtime.block_on(async {
        let mut db = Connection::connect(database.url()).await.expect("a connection");
        setup(&mut db, ROWS).await.expect("tables");
        db
    });
    let mut group = criterion.benchmark_group("round trip");
    let mut id = 0;
    group.bench_function("one row by key", |bencher| {
        bencher.iter(|| {
            id = id % 1000 + 1;
            runtime.block_on(select(Person).filter(Person::id.eq(id)).one(&mut db)).expect("a row")
        });
    });
    group.bench_function("join of 100 rows", |bencher| {
        bencher.iter(|| {
            let join = select((Person, FavoriteColor))
                .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
                .filter(Person::age.gt(25))
                .filter(Person::name.eq("name 77"))
                .order_by(Person::age.desc())
                .limit(100);
            runtime.block_on(join.all(&mut db)).expect("rows")
        });
    });
    group.throughput(Throughput::Elements(ROWS.into()));
    group.sample_size(20);
    group.bench_function("scan", |bencher| {
        bencher.iter(|| runtime.block_on(select(Person).all(&mut db)).expect("rows"));
    });
    group.finish();
}

criterion_group!(benches, round_trip);
criterion_main!(benches);
