//! Decoding 10 000 rows that a server sent once and that are replayed from memory.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use piton::prelude::*;
use piton::testing::Database;
use piton_benches::{Mixed, Person, replay, runtime, setup};

const ROWS: u32 = 10_000;

/// A row of ten columns, borrowed.
type Ten<'r> = (i32, i64, f64, bool, &'r str, Option<&'r str>, Option<i32>, i16, f32, &'r str);

fn decode(criterion: &mut Criterion) {
    let runtime = runtime();
    let database = Database::create().expect("a server");
    runtime.block_on(async {
        let mut db = Connection::connect(database.url()).await.expect("a connection");
        setup(&mut db, ROWS).await.expect("tables");
    });
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Elements(ROWS.into()));

    let three = || select((Person::id, Person::name, Person::age));
    let mut db =
        runtime.block_on(replay(&database, async |db| three().all(db).await.map(drop))).expect("a recording");
    group.bench_function("3 columns, owned", |bencher| {
        bencher.iter(|| runtime.block_on(three().all(&mut db)).expect("rows"));
    });
    group.bench_function("3 columns, borrowed", |bencher| {
        bencher.iter(|| {
            let mut sum = 0;
            let each =
                |(id, name, age): (i32, &str, i32)| sum += i64::from(id) + i64::from(age) + name.len() as i64;
            runtime.block_on(three().for_each(&mut db, each)).expect("rows");
            sum
        });
    });

    let mut db = runtime
        .block_on(replay(&database, async |db| select(Mixed).all(db).await.map(drop)))
        .expect("a recording");
    group.bench_function("10 columns, owned", |bencher| {
        bencher.iter(|| runtime.block_on(select(Mixed).all(&mut db)).expect("rows"));
    });
    let ten = || {
        select((
            Mixed::id,
            Mixed::big,
            Mixed::ratio,
            Mixed::active,
            Mixed::name,
            Mixed::note,
            Mixed::parent,
            Mixed::small,
            Mixed::part,
            Mixed::city,
        ))
    };
    let mut db =
        runtime.block_on(replay(&database, async |db| ten().all(db).await.map(drop))).expect("a recording");
    group.bench_function("10 columns, borrowed", |bencher| {
        bencher.iter(|| {
            let mut sum = 0;
            let each = |(id, _, _, _, name, note, _, _, _, city): Ten<'_>| {
                sum += i64::from(id) + (name.len() + note.map_or(0, str::len) + city.len()) as i64;
            };
            runtime.block_on(ten().for_each(&mut db, each)).expect("rows");
            sum
        });
    });
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
