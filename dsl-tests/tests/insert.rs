//! Rows on their way into the database.
#![allow(clippy::unwrap_used, dead_code, reason = "a failed step is a failed test; fields are columns")]

use piton::prelude::*;
use piton::testing::Database;
use piton::value::PgEnum;

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
enum Mood {
    Sad,
    Glad,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    email: Option<String>,
    #[column(default = "7")]
    age: i32,
    tags: Vec<String>,
    mood: Option<Mood>,
    #[column(sql_type = "varchar(9)")]
    code: Option<String>,
    moods: Option<Vec<Option<Mood>>>,
}

#[tokio::test]
async fn rows() {
    let database = Database::create().unwrap();
    let mut db = Connection::connect(database.url()).await.unwrap();
    db.create_tables(schema![Person]).await.unwrap();
    let alice = db.insert(Person::create().name("Alice").tags(["x"]).mood(Mood::Sad)).await.unwrap();
    println!("{alice:?}");
    let q = insert([
        Person::create().name("A").tags(["x"]).mood(Mood::Glad),
        Person::create().name("B").tags(["x", "y"]).mood(Mood::Sad),
    ]);
    println!("{}", q.to_sql());
    let many: Vec<Person> = db
        .insert((1..5).map(|n| {
            Person::create()
                .name(format!("p{n}"))
                .tags(vec!["t"; n - 1])
                .mood(None::<Mood>)
                .code("c")
                .moods(vec![Some(Mood::Sad), None])
        }))
        .await
        .unwrap();
    for m in many {
        println!("{m:?}");
    }
    let keys: Vec<i32> =
        db.insert((1..5).map(|n| Person::create().name(format!("p{n}")).tags(["t"]))).keys().await.unwrap();
    println!("{keys:?}");
    let n = db
        .insert((
            Person::create().name("x").tags(["t"]),
            [alice.clone()].map(|mut a| {
                a.id = 99;
                a
            }),
        ))
        .execute()
        .await
        .unwrap();
    assert_eq!(n, 2);
}
