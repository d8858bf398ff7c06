//! The verbs that run a query.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{FavoriteColor, Person, people};
use piton::prelude::*;

#[tokio::test]
async fn all_returns_every_row_annotated_or_not() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, FavoriteColor)> = select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::age.gt(25))
        .filter(Person::name.eq("Alice"))
        .order_by(Person::age.desc())
        .limit(10)
        .all(&mut db)
        .await
        .unwrap();
    let inferred = select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::age.gt(25))
        .filter(Person::name.eq("Alice"))
        .order_by(Person::age.desc())
        .limit(10)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, inferred);
    assert_eq!(inferred[0].1.color.len() + inferred[1].1.color.len(), 7);
    assert_eq!(select(Person::id).filter(false).all(&mut db).await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn one_is_the_first_row() {
    let (_database, mut db) = people().await;
    let query = || select(Person).order_by(Person::id.desc());
    let last: Person = query().one(&mut db).await.unwrap();
    assert_eq!(last.name, "Carol");
    assert_eq!(query().offset(1).one(&mut db).await.unwrap().name, "Bob");
    let error = query().filter(Person::id.eq(99)).one(&mut db).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_too_many_rows());
    assert!(error.sql().unwrap().ends_with("LIMIT 1"), "{:?}", error.sql());
    assert_eq!(error.to_string(), "no row found");
}

#[tokio::test]
async fn exactly_one_refuses_a_second_row() {
    let (_database, mut db) = people().await;
    let query = || select(Person::name).order_by(Person::id);
    assert_eq!(query().filter(Person::id.eq(2)).exactly_one(&mut db).await.unwrap(), "Bob");
    let error = query().exactly_one(&mut db).await.unwrap_err();
    assert!(error.is_too_many_rows() && !error.is_not_found());
    assert!(error.sql().unwrap().ends_with("LIMIT 2"), "{:?}", error.sql());
    assert!(query().filter(Person::id.eq(99)).exactly_one(&mut db).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn optional_is_the_first_row_or_none() {
    let (_database, mut db) = people().await;
    let query = || select(Person::email).order_by(Person::id.desc());
    let carol: Option<Option<String>> = query().optional(&mut db).await.unwrap();
    assert_eq!(carol, Some(Some("c@example.org".into())));
    assert_eq!(query().filter(Person::id.eq(2)).optional(&mut db).await.unwrap(), Some(None));
    assert_eq!(query().filter(Person::id.eq(99)).optional(&mut db).await.unwrap(), None);
}

#[tokio::test]
async fn a_limit_of_the_query_is_kept_where_it_is_smaller() {
    let (_database, mut db) = people().await;
    let query = || select(Person::id).order_by(Person::id);
    // Of the rows that the query has.
    assert_eq!(query().limit(1).exactly_one(&mut db).await.unwrap(), 1);
    assert_eq!(query().limit(1).one(&mut db).await.unwrap(), 1);
    assert!(query().limit(2).exactly_one(&mut db).await.unwrap_err().is_too_many_rows());
    assert_eq!(query().limit(2).one(&mut db).await.unwrap(), 1);
    assert_eq!(query().limit(100).optional(&mut db).await.unwrap(), Some(1));
    // None at all.
    assert_eq!(query().limit(0).all(&mut db).await.unwrap(), [0; 0]);
    assert_eq!(query().limit(0).optional(&mut db).await.unwrap(), None);
    assert!(query().limit(0).one(&mut db).await.unwrap_err().is_not_found());
    assert!(query().limit(0).exactly_one(&mut db).await.unwrap_err().is_not_found());
    assert_eq!(query().limit(0).execute(&mut db).await.unwrap(), 0);
    assert_eq!(query().offset(2).exactly_one(&mut db).await.unwrap(), 3);
    assert_eq!(query().offset(u32::MAX).optional(&mut db).await.unwrap(), None);
}

#[tokio::test]
async fn a_stream_hands_out_rows_one_by_one() {
    let (_database, mut db) = people().await;
    let mut rows = select((Person::id, Person::name)).order_by(Person::id).stream(&mut db);
    let mut found = Vec::new();
    while let Some((id, name)) = rows.try_next().await.unwrap() {
        found.push(format!("{id} {name}"));
    }
    assert!(rows.next().await.is_none());
    drop(rows);
    assert_eq!(found, ["1 Alice", "2 Bob", "3 Carol"]);
    // One that is dropped early leaves nothing behind.
    let mut rows = select(Person).order_by(Person::id).stream(&mut db);
    let first: Person = rows.try_next().await.unwrap().unwrap();
    drop(rows);
    assert_eq!(first.name, "Alice");
    drop(select(Person).stream(&mut db));
    assert_eq!(select(count_all()).one(&mut db).await.unwrap(), 1);
}

#[tokio::test]
async fn for_each_borrows_its_rows() {
    let (_database, mut db) = people().await;
    let mut names = String::new();
    let count = select((Person::id, Person::name))
        .order_by(Person::id)
        .for_each(&mut db, |(id, name): (i32, &str)| names += &format!("{id}{name} "))
        .await
        .unwrap();
    assert_eq!((count, &*names), (3, "1Alice 2Bob 3Carol "));
    let mut emails = Vec::new();
    select((Person::email, FavoriteColor::color))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .order_by((Person::id, FavoriteColor::id))
        .for_each(&mut db, |(email, color): (Option<&str>, Option<&str>)| {
            emails.push((email.map(str::len), color.map(str::len)));
        })
        .await
        .unwrap();
    assert_eq!(emails, [(Some(17), Some(3)), (Some(17), Some(4)), (None, Some(3)), (Some(13), None)]);
    // Without annotations, of one column, and of whole tables, which come owned.
    let mut length = 0;
    select(Person::name).for_each(&mut db, |name| length += name.len()).await.unwrap();
    assert_eq!(length, 13);
    let mut people = Vec::new();
    select(Person).for_each(&mut db, |person| people.push(person)).await.unwrap();
    assert_eq!(people.len(), 3);
    let none =
        select(Person::id).filter(false).for_each(&mut db, |_| panic!("there is no row")).await.unwrap();
    assert_eq!(none, 0);
}

#[tokio::test]
async fn execute_counts_and_explain_does_not_run() {
    let (_database, mut db) = people().await;
    assert_eq!(select(Person).execute(&mut db).await.unwrap(), 3);
    let plan: Vec<String> = select(Person).filter(Person::id.eq(1)).explain(&mut db).await.unwrap();
    assert!(plan[0].contains("person"), "{plan:?}");
    db.batch("CREATE SEQUENCE drawn").await.unwrap();
    let draw = select(fragment::<i64>("nextval('drawn')"));
    draw.clone().explain(&mut db).await.unwrap();
    assert_eq!(draw.clone().execute(&mut db).await.unwrap(), 1);
    assert_eq!(draw.one(&mut db).await.unwrap(), 2);
}

#[tokio::test]
async fn the_same_query_is_prepared_once() {
    let (_database, mut db) = people().await;
    let query = select(Person).filter(Person::id.eq(1));
    assert_eq!(query.clone().all(&mut db).await.unwrap().len(), 1);
    assert_eq!(query.clone().all(&mut db).await.unwrap().len(), 1);
    for id in 1..=3 {
        assert_eq!(select(Person).filter(Person::id.eq(id)).all(&mut db).await.unwrap()[0].id, id);
    }
    // Other verbs of the same text.
    query.clone().execute(&mut db).await.unwrap();
    query.clone().for_each(&mut db, |_| ()).await.unwrap();
    query.clone().stream(&mut db).try_next().await.unwrap();
    assert_eq!(db.counters().prepared, 1);
    // LIMIT 1 is another text.
    query.clone().one(&mut db).await.unwrap();
    query.optional(&mut db).await.unwrap();
    assert_eq!(db.counters().prepared, 2);
}

#[tokio::test]
async fn an_error_of_the_server_names_its_statement_and_no_value() {
    let (_database, mut db) = people().await;
    let error = select(Person::age / (Person::id - 2))
        .filter(Person::name.ne("secret"))
        .all(&mut db)
        .await
        .unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code()), Some("22012"));
    assert_eq!(
        error.sql(),
        Some(r#"SELECT "person"."age" / ("person"."id" - $1) FROM "person" WHERE "person"."name" <> $2"#)
    );
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert_eq!(select(Person::id).all(&mut db).await.unwrap().len(), 3);
}

/// A query of the type that its parts have, handed from one function to another.
fn adults() -> piton::query::Select<impl piton::expr::Projection, Scope> {
    select(Person::id).filter(Person::age.ge(18))
}

type Scope = frunk_core::hlist::HCons<piton::table::Inner<Person>, frunk_core::hlist::HNil>;

/// Of a database without this table errors say what was sent.
#[derive(Table)]
struct Missing {
    #[column(primary_key)]
    id: i32,
}

#[tokio::test]
async fn the_rows_of_any_query_are_counted() {
    let (_database, mut db) = people().await;
    assert_eq!(select(Person).count(&mut db).await.unwrap(), 3);
    assert_eq!(from(Person).filter(Person::name.eq("Alice")).count(&mut db).await.unwrap(), 1);
    assert_eq!(select(Person).order_by(Person::id).limit(2).count(&mut db).await.unwrap(), 2);
    assert_eq!(select(Person).order_by(Person::id).offset(9).count(&mut db).await.unwrap(), 0);
    assert_eq!(
        select(Person::age).group_by(Person::age).order_by(Person::age).count(&mut db).await.unwrap(),
        3
    );
    let colors = FavoriteColor::person_id.eq(Person::id);
    let joined = select((Person::id, FavoriteColor::id)).left_join(FavoriteColor, colors);
    let rows = joined.clone().all(&mut db).await.unwrap();
    assert_eq!(joined.count(&mut db).await.unwrap(), i64::try_from(rows.len()).unwrap());
    let error = select(Missing::id).order_by(Missing::id + 1).count(&mut db).await.unwrap_err();
    let sql = r#"SELECT count(*) FROM (SELECT "missing"."id" FROM "missing") AS "counted""#;
    assert_eq!(error.sql(), Some(sql));
}

#[tokio::test]
async fn whether_a_query_has_a_row_is_asked() {
    let (_database, mut db) = people().await;
    let named = |name: &str| from(Person).filter(Person::name.eq(name));
    assert!(named("Alice").exists(&mut db).await.unwrap());
    assert!(!named("Nobody").exists(&mut db).await.unwrap());
    assert!(select(Person).limit(1).exists(&mut db).await.unwrap());
    assert!(!select(Person).offset(3).exists(&mut db).await.unwrap());
    let error = from(Missing).filter(Missing::id.gt(1)).exists(&mut db).await.unwrap_err();
    assert_eq!(error.sql(), Some(r#"SELECT EXISTS (SELECT 1 FROM "missing" WHERE "missing"."id" > $1)"#));
}

#[tokio::test]
async fn a_query_can_be_returned_from_a_function() {
    let (_database, mut db) = people().await;
    let sql = adults().to_sql();
    assert!(sql.ends_with(r#"WHERE "person"."age" >= $1"#), "{sql}");
    assert_eq!(from(Person).filter(Person::age.ge(18)).select(count_all()).one(&mut db).await.unwrap(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn futures_can_be_spawned() {
    let (database, mut db) = people().await;
    let task = tokio::spawn(async move {
        let name = String::from("Alice");
        let all = select((Person, FavoriteColor))
            .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .filter(Person::name.ne(&name))
            .all(&mut db)
            .await?;
        let one = select(Person::id).order_by(Person::id).one(&mut db).await?;
        let optional = select(count_all()).optional(&mut db).await?;
        let mut sum = 0;
        select(Person::age).for_each(&mut db, |age| sum += age).await?;
        let mut rows = select(Person::id).stream(&mut db);
        while rows.try_next().await?.is_some() {}
        let plan = select(Person).explain(&mut db).await?;
        let raw: i32 = sql!("SELECT {}", one).one(&mut db).await?;
        Ok::<_, piton::Error>((all.len(), one, optional, sum, plan.is_empty(), raw))
    });
    assert_eq!(task.await.unwrap().unwrap(), (2, 1, Some(1), 120, false, 1));
    drop(database);
}
