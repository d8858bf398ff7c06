//! Columns that the database computes at each update: versions, and times of the last change.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use chrono::{DateTime, Utc};
use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Page {
    #[column(primary_key)]
    id: i32,
    title: String,
    text: String,
    tags: Vec<String>,
    #[column(version)]
    version: i32,
    #[column(auto_now)]
    changed_at: DateTime<Utc>,
}

/// As [`Page`], without a time and with a key of two columns; the version is a `smallint`.
#[derive(Table, Debug, Clone, PartialEq)]
struct Seat {
    #[column(primary_key)]
    row: String,
    #[column(primary_key)]
    number: i32,
    guest: Option<String>,
    #[column(version)]
    version: i16,
}

/// Without a version.
#[derive(Table, Debug, Clone, PartialEq)]
struct Visit {
    #[column(primary_key, auto)]
    id: i32,
    page: String,
    #[column(auto_now)]
    at: DateTime<Utc>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Page, Seat, Visit]).await.unwrap();
    (database, db)
}

/// Pages that were changed long ago.
async fn pages(db: &mut Connection, count: i32) -> Vec<Tracked<Page>> {
    let rows = (1..=count).map(|id| Page::create().id(id).title(format!("t{id}")).text("x").tags(["t"]));
    db.insert(rows).execute().await.unwrap();
    run(db, "UPDATE page SET changed_at = '2001-01-01'").await;
    all(db).await.into_iter().map(Track::track).collect()
}

async fn all(db: &mut Connection) -> Vec<Page> {
    select(Page).order_by(Page::id).all(db).await.unwrap()
}

#[tokio::test]
async fn a_new_row_has_the_first_version_and_the_time_of_its_insert() {
    let (_database, mut db) = tables().await;
    let page: Page = db.insert(Page::create().id(1).title("t").text("x").tags([""; 0])).await.unwrap();
    assert_eq!(page.version, 1);
    let age: bool = sql!("SELECT now() - changed_at < interval '1 minute' FROM page")
        .one::<bool, _>(&mut db)
        .await
        .unwrap();
    assert!(age);
}

#[tokio::test]
async fn an_update_counts_the_version_on_and_reads_it_back() {
    let (_database, mut db) = tables().await;
    let mut page = pages(&mut db, 1).await.remove(0);
    let long_ago = page.changed_at;
    page.title = "new".into();
    assert_eq!(
        format!("{:?}", db.update(&mut page)),
        concat!(
            r#"Changing(["UPDATE \"page\" SET \"title\" = $1, \"version\" = \"page\".\"version\" + 1, "#,
            r#"\"changed_at\" = now() WHERE \"page\".\"id\" = $2 AND \"page\".\"version\" = $3 "#,
            r#"RETURNING \"page\".\"version\", \"page\".\"changed_at\"", "#,
            r#""SELECT \"page\".\"version\" = $1 FROM \"page\" WHERE \"page\".\"id\" = $2"])"#,
        ),
    );
    let before = db.counters().round_trips;
    db.update(&mut page).await.unwrap();
    assert_eq!(page.version, 2);
    assert!(page.changed_at > long_ago);
    assert!(!page.is_dirty());
    // What was read back is what the next update compares with.
    page.title = "newer".into();
    db.update(&mut page).await.unwrap();
    assert_eq!(db.counters().round_trips - before, 2);
    assert_eq!(page.version, 3);
    assert_eq!(all(&mut db).await, [page.into_inner()]);
}

#[tokio::test]
async fn an_object_that_was_not_changed_keeps_its_version() {
    let (_database, mut db) = tables().await;
    let mut pages = pages(&mut db, 2).await;
    let before = db.counters();
    db.update(&mut pages[0]).await.unwrap();
    db.update(&mut pages).await.unwrap();
    assert_eq!(db.counters(), before);
    assert!(all(&mut db).await.iter().all(|page| page.version == 1));
}

#[tokio::test]
async fn a_row_that_somebody_else_has_changed_is_stale_and_one_that_is_gone_is_not_found() {
    let (database, mut db) = tables().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    let mut mine = pages(&mut db, 2).await;
    let theirs: Page = other.update(Page::patch(1).text("theirs")).await.unwrap();
    assert_eq!(theirs.version, 2);
    other.delete_key::<Page>(2).await.unwrap();
    mine.iter_mut().for_each(|page| page.title = "mine".into());
    let error = db.update(&mut mine[0]).await.unwrap_err();
    assert!(error.is_stale() && !error.is_not_found(), "{error}");
    assert_eq!(error.to_string(), "the row was changed by somebody else since it was loaded");
    assert!(error.sql().unwrap().starts_with("UPDATE \"page\""));
    let error = db.update(&mut mine[1]).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_stale(), "{error}");
    assert_eq!(all(&mut db).await, [theirs]);
    assert!(mine[0].is_dirty());
    // Loaded anew, it can be changed.
    db.refresh(&mut mine[0]).await.unwrap();
    mine[0].title = "mine".into();
    db.update(&mut mine[0]).await.unwrap();
    assert_eq!((mine[0].version, mine[0].text.as_str()), (3, "theirs"));
    mine[1].reset();
}

#[tokio::test]
async fn a_row_that_is_being_changed_is_waited_for_and_then_stale() {
    let (database, mut db) = tables().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    let mut mine = pages(&mut db, 3).await;
    mine.iter_mut().for_each(|page| page.title = "mine".into());
    other.batch("BEGIN").await.unwrap();
    other.update(Page::patch(2).text("theirs")).await.unwrap();
    let (result, ()) = tokio::join!(db.update(&mut mine[1]), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        other.batch("COMMIT; BEGIN").await.unwrap();
    });
    assert!(result.unwrap_err().is_stale());
    other.update(Page::patch(2).text("theirs again")).await.unwrap();
    let (result, ()) = tokio::join!(db.update(&mut mine), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        other.batch("COMMIT").await.unwrap();
    });
    assert!(result.unwrap_err().is_stale());
    let titles: Vec<String> = all(&mut db).await.into_iter().map(|page| page.title).collect();
    assert_eq!(titles, ["t1", "t2", "t3"]);
    mine.iter_mut().for_each(Tracked::reset);
}

#[tokio::test]
async fn of_tasks_that_race_to_change_a_row_each_counts_once() {
    let (database, mut db) = tables().await;
    pages(&mut db, 1).await;
    let pool = Pool::builder().max_size(4).connect(database.url()).await.unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut stale = 0;
                for _ in 0..10 {
                    loop {
                        let mut page = pool.get::<Page>(1).await.unwrap().unwrap().track();
                        page.text.push('y');
                        match pool.update(&mut page).await {
                            Ok(()) => break,
                            Err(error) => {
                                assert!(error.is_stale(), "{error}");
                                page.reset();
                                stale += 1;
                            }
                        }
                    }
                }
                stale
            })
        })
        .collect();
    for task in tasks {
        let _: i32 = task.await.unwrap();
    }
    let page = all(&mut db).await.remove(0);
    assert_eq!((page.version, page.text.len()), (41, 41));
}

#[tokio::test]
async fn many_objects_are_one_statement_whatever_was_changed_of_each() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 4).await;
    let long_ago = mine[0].changed_at;
    mine[0].title = "title".into();
    mine[1].text = "text".into();
    mine[2].title = "both".into();
    mine[2].tags = vec!["a".into(), "b".into()];
    let before = db.counters();
    assert_eq!(db.update(&mut mine).await.unwrap(), 3);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (1, 1));
    assert_eq!(mine.iter().map(|page| page.version).collect::<Vec<_>>(), [2, 2, 2, 1]);
    assert!(mine[..3].iter().all(|page| page.changed_at > long_ago) && mine[3].changed_at == long_ago);
    assert!(mine.iter().all(|page| !page.is_dirty()));
    let mine: Vec<Page> = mine.into_iter().map(Tracked::into_inner).collect();
    assert_eq!(all(&mut db).await, mine);
    assert_eq!((mine[1].title.as_str(), mine[0].text.as_str(), mine[2].tags.len()), ("t2", "x", 2));
}

#[tokio::test]
async fn columns_of_others_survive_where_versions_are_the_same() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 2).await;
    // Somebody who knows nothing of versions.
    run(&mut db, "UPDATE page SET text = 'theirs'").await;
    mine[0].title = "mine".into();
    mine[1].tags = Vec::new();
    assert_eq!(db.update(&mut mine).await.unwrap(), 2);
    let now = all(&mut db).await;
    assert!(now.iter().all(|page| page.text == "theirs"));
    assert_eq!((now[0].tags.len(), now[1].title.as_str()), (1, "t2"));
}

#[tokio::test]
async fn of_many_objects_none_is_written_if_one_is_stale_and_the_error_counts_them() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 5).await;
    db.update([Page::patch(2).text("theirs"), Page::patch(4).text("theirs")]).await.unwrap();
    let before = all(&mut db).await;
    mine.iter_mut().for_each(|page| page.title = "mine".into());
    mine[0].text = "mine".into();
    let error = db.update(&mut mine).await.unwrap_err();
    assert!(error.is_stale());
    assert_eq!(
        error.to_string(),
        "2 of 5 rows were changed by somebody else since they were loaded; none was updated",
    );
    assert_eq!(all(&mut db).await, before);
    assert!(mine.iter().all(|page| page.is_dirty() && page.version == 1));
    // A transaction around it goes on.
    run(&mut db, "BEGIN").await;
    assert!(db.update(&mut mine).await.unwrap_err().is_stale());
    db.update(&mut mine[0]).await.unwrap();
    run(&mut db, "COMMIT").await;
    assert_eq!(all(&mut db).await[0].title, "mine");
    mine.iter_mut().for_each(Tracked::reset);
}

#[tokio::test]
async fn of_many_objects_those_whose_rows_are_gone_are_not_counted() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 3).await;
    db.delete_key::<Page>(2).await.unwrap();
    mine.iter_mut().for_each(|page| page.title = "mine".into());
    assert_eq!(db.update(&mut mine).await.unwrap(), 2);
    assert_eq!(mine.iter().map(|page| page.is_dirty()).collect::<Vec<_>>(), [false, true, false]);
    mine[1].reset();
}

#[tokio::test]
async fn a_second_object_of_the_same_row_is_stale() {
    let (_database, mut db) = tables().await;
    let one = pages(&mut db, 1).await.remove(0);
    let mut mine = [one.clone(), one.clone(), one];
    mine.iter_mut().enumerate().for_each(|(n, page)| page.title = format!("mine {n}"));
    let before = db.counters();
    let error = db.update(&mut mine).await.unwrap_err();
    assert!(error.is_stale());
    assert!(error.to_string().starts_with("2 of 3 rows"), "{error}");
    assert_eq!(db.counters(), before);
    mine.iter_mut().for_each(Tracked::reset);
}

#[tokio::test]
async fn a_condition_that_does_not_hold_is_told_from_a_stale_row() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 3).await;
    mine.iter_mut().for_each(|page| page.text = "mine".into());
    assert!(!db.update(&mut mine[0]).only_if(Page::title.eq("other")).await.unwrap());
    assert_eq!(db.update(&mut mine).only_if(Page::title.in_(["t1", "t3"])).await.unwrap(), 2);
    assert_eq!(mine.iter().map(|page| page.version).collect::<Vec<_>>(), [2, 1, 2]);
    db.update(Page::patch(2).text("theirs")).await.unwrap();
    assert!(db.update(&mut mine[1]).only_if(Page::title.eq("t2")).await.unwrap_err().is_stale());
    db.delete_key::<Page>(2).await.unwrap();
    assert!(!db.update(&mut mine[1]).only_if(Page::title.eq("t2")).await.unwrap());
    mine[1].reset();
}

#[tokio::test]
async fn the_version_that_the_object_has_is_the_one_that_counts() {
    let (_database, mut db) = tables().await;
    let mut page = pages(&mut db, 1).await.remove(0);
    // As it comes back from a form.
    page.version = 7;
    assert!(!page.is_dirty());
    page.title = "mine".into();
    assert_eq!(page.changed(), ["title"]);
    assert!(db.update(&mut page).await.unwrap_err().is_stale());
    page.version = 1;
    db.update(&mut page).await.unwrap();
    assert_eq!(page.version, 2);
}

#[tokio::test]
async fn a_patch_counts_on_and_compares_the_version_that_it_is_given() {
    let (_database, mut db) = tables().await;
    pages(&mut db, 2).await;
    let page = db.update(Page::patch(1).text("a")).await.unwrap();
    assert_eq!(page.version, 2);
    let page = db.update(Page::patch(1).text("b").version(2)).await.unwrap();
    assert_eq!((page.version, page.text.as_str()), (3, "b"));
    let stale = || Page::patch(1).text("c").version(2);
    assert!(db.update(stale()).await.unwrap_err().is_stale());
    assert!(db.update(stale()).only_if(Page::title.eq("t1")).await.unwrap_err().is_stale());
    assert_eq!(db.update(stale()).execute().await.unwrap(), 0);
    assert_eq!(db.update([stale(), Page::patch(2).text("c").version(1)]).await.unwrap(), 1);
    assert!(db.update(Page::patch(9).text("c").version(2)).await.unwrap_err().is_not_found());
    assert_eq!(all(&mut db).await.into_iter().map(|page| page.version).collect::<Vec<_>>(), [3, 2]);
}

#[tokio::test]
async fn a_time_that_is_given_is_kept_and_else_it_is_now() {
    let (_database, mut db) = tables().await;
    let mut mine = pages(&mut db, 3).await;
    let given: DateTime<Utc> = "2010-01-01T00:00:00Z".parse().unwrap();
    mine[0].changed_at = given;
    db.update(&mut mine[0]).await.unwrap();
    assert_eq!((mine[0].changed_at, mine[0].version), (given, 2));
    mine[1].changed_at = given;
    mine[2].title = "x".into();
    db.update(&mut mine).await.unwrap();
    assert_eq!(mine[1].changed_at, given);
    assert!(mine[2].changed_at > given);
    let page = db.update(Page::patch(3).changed_at(given)).await.unwrap();
    assert_eq!(page.changed_at, given);
}

#[tokio::test]
async fn times_of_a_table_without_versions_are_read_back() {
    let (_database, mut db) = tables().await;
    let rows: Vec<Visit> = db.insert(["/", "/a"].map(|page| Visit::create().page(page))).await.unwrap();
    let before = rows[0].at;
    let mut mine: Vec<_> = rows.into_iter().map(Track::track).collect();
    mine.iter_mut().for_each(|visit| visit.page.push('b'));
    assert_eq!(db.update(&mut mine).await.unwrap(), 2);
    assert!(mine.iter().all(|visit| visit.at > before));
    let between = mine[0].at;
    mine[0].page.push('c');
    db.update(&mut mine[0]).await.unwrap();
    assert!(mine[0].at > between);
    let now: Vec<Visit> = select(Visit).order_by(Visit::id).all(&mut db).await.unwrap();
    assert_eq!(now, mine.into_iter().map(Tracked::into_inner).collect::<Vec<_>>());
}

#[tokio::test]
async fn versions_go_with_keys_of_several_columns() {
    let (_database, mut db) = tables().await;
    let seats = [("a", 1), ("a", 2), ("b", 1)].map(|(row, number)| Seat::create().row(row).number(number));
    let rows: Vec<Seat> = db.insert(seats).await.unwrap();
    let mut mine: Vec<_> = rows.into_iter().map(Track::track).collect();
    mine.iter_mut().for_each(|seat| seat.guest = Some("x".into()));
    assert_eq!(db.update(&mut mine).await.unwrap(), 3);
    mine[1].guest = None;
    db.update(&mut mine[1]).await.unwrap();
    assert_eq!(mine.iter().map(|seat| seat.version).collect::<Vec<_>>(), [2, 3, 2]);
    run(&mut db, "UPDATE seat SET version = 32767").await;
    db.refresh(&mut mine).await.unwrap();
    mine[0].guest = None;
    // A version that cannot count on is the server's error.
    assert_eq!(db.update(&mut mine[0]).await.unwrap_err().sqlstate().unwrap().code(), "22003");
    mine[0].reset();
}
