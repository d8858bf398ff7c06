//! Statements that change rows as parts of others: WITH.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Task {
    #[column(primary_key)]
    id: i32,
    title: String,
    done: bool,
    note: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Archive {
    #[column(primary_key, auto)]
    id: i32,
    task_id: i32,
    title: String,
    note: Option<String>,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Moved {
    id: i32,
    title: String,
    note: Option<String>,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Kept {
    id: i32,
    title: String,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Ids {
    id: i32,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Task, Archive]).await.unwrap();
    run(
        &mut db,
        "INSERT INTO task VALUES (1, 'one', true, NULL), (2, 'two', false, 'n'), (3, 'three', true, 'note')",
    )
    .await;
    (database, db)
}

async fn titles(db: &mut Connection) -> Vec<String> {
    select(Task::title).order_by(Task::id).all(db).await.unwrap()
}

fn task(id: i32, title: &str) -> Task {
    Task { id, title: title.into(), done: false, note: None }
}

#[tokio::test]
async fn rows_move_from_one_table_to_another_in_one_statement() {
    let (_database, mut db) = tables().await;
    let moved = Moved.of(delete(Task).filter(Task::done).returning((Task::id, Task::title, Task::note)));
    let before = db.counters();
    let columns = (Archive::task_id, Archive::title, Archive::note);
    let query = with(moved, insert_from(columns, select(Moved)));
    assert_eq!(
        query.to_sql(),
        r#"WITH "moved"("id", "title", "note") AS (DELETE FROM "task" WHERE "task"."done" RETURNING "task"."id", "task"."title", "task"."note") INSERT INTO "archive" ("task_id", "title", "note") SELECT "moved"."id", "moved"."title", "moved"."note" FROM "moved""#,
    );
    assert_eq!(query.execute(&mut db).await.unwrap(), 2);
    assert_eq!(db.counters().round_trips, before.round_trips + 1);
    assert_eq!(db.counters().prepared, before.prepared + 1);
    assert_eq!(titles(&mut db).await, ["two"]);
    let archived: Vec<(i32, String, Option<String>)> =
        select(columns).order_by(Archive::task_id).all(&mut db).await.unwrap();
    assert_eq!(archived, [(1, "one".into(), None), (3, "three".into(), Some("note".into()))]);
}

#[tokio::test]
async fn what_is_returned_is_read_as_a_table() {
    let (_database, mut db) = tables().await;
    let moved = Moved.of(delete(Task).every_row().returning((Task::id, Task::title, Task::note)));
    let rows: Vec<Moved> =
        with(moved, select(Moved).filter(Moved::id.gt(1)).order_by(Moved::id)).all(&mut db).await.unwrap();
    assert_eq!(
        rows,
        [
            Moved { id: 2, title: "two".into(), note: Some("n".into()) },
            Moved { id: 3, title: "three".into(), note: Some("note".into()) },
        ]
    );
    // All rows were deleted, although not all were read.
    assert_eq!(titles(&mut db).await, [""; 0]);
}

#[tokio::test]
async fn a_statement_changes_rows_although_nothing_reads_what_it_returns() {
    let (_database, mut db) = tables().await;
    let gone = Ids.of(delete(Task).filter(Task::done).returning(Task::id));
    let one: i32 = with(gone, select(value(7))).one(&mut db).await.unwrap();
    assert_eq!(one, 7);
    assert_eq!(titles(&mut db).await, ["two"]);
}

#[tokio::test]
async fn several_statements_change_rows_together() {
    let (_database, mut db) = tables().await;
    let moved = Moved.of(delete(Task).filter(Task::done).returning((Task::id, Task::title, Task::note)));
    let kept =
        Kept.of(insert([task(10, "ten"), task(11, "eleven")].iter()).returning((Task::id, Task::title)));
    let ids = Ids.of(update(Task).set(Task::title, "2").filter(Task::id.eq(2)).returning(Task::id));
    let query = select((Moved::title, Kept::title, Ids::id))
        .join(Kept, Kept::id.gt(Moved::id))
        .cross_join(Ids)
        .order_by((Moved::id, Kept::id));
    let rows: Vec<(String, String, i32)> = with((moved, kept, ids), query).all(&mut db).await.unwrap();
    let row = |moved: &str, kept: &str| (moved.to_owned(), kept.to_owned(), 2);
    assert_eq!(rows, [row("one", "ten"), row("one", "eleven"), row("three", "ten"), row("three", "eleven")]);
    assert_eq!(titles(&mut db).await, ["2", "ten", "eleven"]);
}

#[tokio::test]
async fn one_statement_reads_what_an_earlier_one_returned() {
    let (_database, mut db) = tables().await;
    let ids = Ids.of(delete(Task).filter(Task::done).returning(Task::id));
    let moved = insert_from((Archive::task_id, Archive::title), select((Ids::id, value("x".to_owned()))));
    let kept = Kept.of(moved.returning((Archive::task_id, Archive::title)));
    let rows: Vec<Kept> = with((ids, kept), select(Kept).order_by(Kept::id)).all(&mut db).await.unwrap();
    assert_eq!(rows, [Kept { id: 1, title: "x".into() }, Kept { id: 3, title: "x".into() }]);
}

#[tokio::test]
async fn update_and_delete_read_ctes() {
    let (_database, mut db) = tables().await;
    let ids = || Ids.of(select(Task::id).filter(Task::done));
    let changed = with(ids(), update(Task).from(Ids).set(Task::note, "seen").filter(Task::id.eq(Ids::id)));
    assert_eq!(changed.execute(&mut db).await.unwrap(), 2);
    let changed = with(ids(), update(Task).set(Task::note, "in").filter(Task::id.in_(select(Ids::id))));
    assert_eq!(changed.execute(&mut db).await.unwrap(), 2);
    let notes: Vec<Option<String>> = select(Task::note).order_by(Task::id).all(&mut db).await.unwrap();
    assert_eq!(notes, [Some("in".into()), Some("n".into()), Some("in".into())]);
    let gone: Vec<i32> = with(ids(), delete(Task).using(Ids).filter(Task::id.eq(Ids::id)).returning(Ids::id))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(gone.len(), 2);
    assert_eq!(titles(&mut db).await, ["two"]);
}

#[tokio::test]
async fn update_reads_a_query_with_a_name() {
    let (_database, mut db) = tables().await;
    let ids = Ids.of(select(Task::id).order_by(Task::id.desc()).limit(1));
    let changed: Vec<(i32, i32)> = update(Task)
        .from(ids)
        .set(Task::title, "last")
        .filter(Task::id.eq(Ids::id))
        .returning((Task::id, Ids::id))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(changed, [(3, 3)]);
}

#[tokio::test]
async fn rows_that_give_the_same_columns_are_one_statement_after_with() {
    let (_database, mut db) = tables().await;
    let gone = || Ids.of(delete(Task).filter(Task::done).returning(Task::id));
    let rows = [task(1, "again"), task(4, "four")];
    let error = with(gone(), insert(rows.iter())).execute(&mut db).await.unwrap_err();
    // All parts see the table as it was before.
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(with(gone(), insert(rows[1..].iter())).execute(&mut db).await.unwrap(), 1);
    assert_eq!(titles(&mut db).await, ["two", "four"]);
    let back: Vec<i32> = with(
        Ids.of(delete(Task).filter(Task::id.eq(4)).returning(Task::id)),
        insert([task(8, "eight"), task(7, "seven")].iter()).returning(Task::id),
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(back, [8, 7]);
}

#[tokio::test]
async fn no_rows_are_a_cte_without_rows() {
    let (_database, mut db) = tables().await;
    let none: [&Task; 0] = [];
    let kept = Kept.of(insert(none).returning((Task::id, Task::title)));
    let gone = Ids.of(delete(Task).filter(Task::id.eq(1)).returning(Task::id));
    let query = with((kept, gone), select((Ids::id, Kept::title)).left_join(Kept, Ids::id.eq(Kept::id)));
    let rows: Vec<(i32, Option<String>)> = query.all(&mut db).await.unwrap();
    assert_eq!(rows, [(1, None)]);
    // As the statement after WITH, too: what WITH holds is done.
    let gone = || Ids.of(delete(Task).filter(Task::id.eq(2)).returning(Task::id));
    assert_eq!(with(gone(), insert(none)).execute(&mut db).await.unwrap(), 0);
    assert_eq!(titles(&mut db).await, ["three"]);
    let back: Vec<i32> = with(gone(), insert(none).returning(Task::id)).all(&mut db).await.unwrap();
    assert_eq!(back, [0; 0]);
    // And with a column for an identity alone.
    let none: [&Archive; 0] = [];
    let ids = Ids.of(insert(none).on_conflict(Archive::id).update_all().returning(Archive::id));
    assert_eq!(with(ids, select(Ids::id)).all(&mut db).await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn rows_that_give_different_columns_are_refused_before_anything_is_sent() {
    let (_database, mut db) = tables().await;
    let rows = || {
        [
            Archive::create().task_id(1).title("a").id_or_default(Some(5)),
            Archive::create().task_id(2).title("b").id_or_default(None::<i32>),
        ]
    };
    let before = db.counters();
    let ids = Ids.of(insert(rows()).returning(Archive::id));
    let error = with(ids, select(Ids::id)).all(&mut db).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "rows that give different columns are several statements, and WITH takes one");
    let gone = || Ids.of(delete(Task).every_row().returning(Task::id));
    assert!(with(gone(), insert(rows())).execute(&mut db).await.is_err());
    assert!(with(gone(), insert(rows()).returning(Archive::id)).all(&mut db).await.is_err());
    assert_eq!(db.counters(), before);
    assert_eq!(titles(&mut db).await.len(), 3);
}

#[tokio::test]
async fn a_failing_part_undoes_the_others() {
    let (_database, mut db) = tables().await;
    let gone = Ids.of(delete(Task).every_row().returning(Task::id));
    let twice = insert_from(
        (Archive::id, Archive::task_id, Archive::title),
        select((value(1), Ids::id, value("x".to_owned()))),
    );
    let error = with(gone, twice).execute(&mut db).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(titles(&mut db).await.len(), 3);
}

#[tokio::test]
async fn a_conflict_reads_a_cte() {
    let (_database, mut db) = tables().await;
    let last = Moved.of(select((Task::id, Task::title, Task::note)).filter(Task::id.eq(3)));
    let titled = select(Moved::title).scalar();
    let query = with(
        last,
        insert_from((Task::id, Task::title, Task::done), select((Moved::id, Moved::title, value(false))))
            .on_conflict(Task::id)
            .update(Task::note.set(titled)),
    );
    assert_eq!(query.execute(&mut db).await.unwrap(), 1);
    let note: Option<String> = select(Task::note).filter(Task::id.eq(3)).one(&mut db).await.unwrap();
    assert_eq!(note.as_deref(), Some("three"));
}

#[tokio::test]
async fn whole_rows_come_back_as_they_are_in_the_table() {
    let (_database, mut db) = tables().await;
    alias!(Before = Task);
    let old = update(Task).set(Task::title, "new").filter(Task::id.eq(1)).returning(Task);
    let changed: Vec<Task> = old.all(&mut db).await.unwrap();
    assert_eq!(changed[0].title, "new");
    let gone = Moved.of(delete(Task).using(Before).filter(Task::id.eq(Before.id) & Before.done).returning((
        Before.id,
        Task::title,
        Before.note,
    )));
    let count: i64 = with(gone, select(count(Moved::id))).one(&mut db).await.unwrap();
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_recursive_cte_chooses_what_is_deleted() {
    let (_database, mut db) = tables().await;
    let up = select(value(1)).union_all(select(Ids::id + 2).filter(Ids::id.lt(3)));
    let query = with_recursive(Ids.of(up), delete(Task).filter(Task::id.in_(select(Ids::id))));
    assert_eq!(query.execute(&mut db).await.unwrap(), 2);
    assert_eq!(titles(&mut db).await, ["two"]);
}
