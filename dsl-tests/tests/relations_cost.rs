//! What related rows cost: round trips, and allocations for nothing but the rows.
//!
//! One test, because tests of one program count each other's allocations.

use std::alloc::System;

use piton::prelude::*;
use piton::testing::Database;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post)]
struct User {
    #[column(primary_key)]
    id: i32,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(comments: Comment)]
struct Post {
    #[column(primary_key)]
    id: i32,
    #[column(references = User::id, index)]
    author_id: i32,
    title: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Comment {
    #[column(primary_key)]
    id: i32,
    #[column(references = Post::id, index)]
    post_id: i32,
    text: String,
}

/// What building a query, growing the outermost `Vec` and sending allocate at most.
const OVERHEAD: usize = 40;

/// Rows of users, posts and comments, of which each has one text, and the vectors that they are in.
const ROWS: usize = 100 + 1_000 + 10_000;
const VECTORS: usize = 100 + 1_000;

async fn filled() -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    db.create_tables(schema![User, Post, Comment]).await?;
    db.batch(
        r#"INSERT INTO "user" SELECT n, 'user ' || n FROM generate_series(0, 99) n;
        INSERT INTO post SELECT n, n / 10, 'post ' || n FROM generate_series(0, 999) n;
        INSERT INTO comment SELECT n, n / 10, 'comment ' || n FROM generate_series(0, 9999) n;
        ANALYZE"#,
    )
    .await?;
    Ok((database, db))
}

type Deep = Vec<(User, Vec<(Post, Vec<Comment>)>)>;

fn check(users: &Deep) {
    assert_eq!(users.len(), 100);
    let mut comments = 0..;
    for (n, (user, posts)) in (0..).zip(users) {
        assert_eq!((user.id, posts.len()), (n, 10));
        for (m, (post, below)) in (n * 10..).zip(posts) {
            assert_eq!((post.id, post.author_id, below.len()), (m, n, 10));
            for comment in below {
                assert_eq!((comment.post_id, Some(comment.id)), (m, comments.next()));
                assert_eq!(comment.text, format!("comment {}", comment.id));
            }
        }
    }
}

#[tokio::test]
async fn related_rows_cost_their_round_trips_and_their_own_memory() -> Result {
    three_levels_are_one_round_trip_and_their_own_memory().await?;
    whole_tables_are_one_round_trip_and_their_own_memory().await?;
    a_load_is_a_round_trip_a_level().await?;
    the_statement_of_a_load_is_the_same_for_any_number_of_rows().await
}

async fn three_levels_are_one_round_trip_and_their_own_memory() -> Result {
    let (_database, mut db) = filled().await?;
    let query = || select((User, User::posts.with(Post::comments).nested())).order_by(User::id);
    let users: Deep = query().all(&mut db).await?;
    check(&users);

    let before = db.counters();
    let region = Region::new(GLOBAL);
    let users: Deep = query().all(&mut db).await?;
    let allocated = region.change().allocations;
    assert_eq!(db.counters().round_trips - before.round_trips, 1);
    check(&users);
    let kept = ROWS + VECTORS;
    assert!(
        (kept..kept + OVERHEAD).contains(&allocated),
        "{allocated} allocations, of which {kept} are kept"
    );
    Ok(())
}

async fn whole_tables_are_one_round_trip_and_their_own_memory() -> Result {
    let (_database, mut db) = filled().await?;
    let query = || select(User).order_by(User::id).with(User::posts.with(Post::comments));
    let users: Deep = query().all(&mut db).await?;
    check(&users);

    let before = db.counters();
    let region = Region::new(GLOBAL);
    let users: Deep = query().all(&mut db).await?;
    let allocated = region.change().allocations;
    assert_eq!(db.counters().round_trips - before.round_trips, 1);
    assert_eq!(db.counters().prepared, before.prepared);
    check(&users);
    let kept = ROWS + VECTORS;
    assert!(
        (kept..kept + OVERHEAD).contains(&allocated),
        "{allocated} allocations, of which {kept} are kept"
    );
    Ok(())
}

async fn a_load_is_a_round_trip_a_level() -> Result {
    let (_database, mut db) = filled().await?;
    let users = select(User).order_by(User::id).all(&mut db).await?;
    let before = db.counters();
    let posts: Vec<Vec<(Post, Vec<Comment>)>> = db.load(&users, User::posts.with(Post::comments)).await?;
    assert_eq!(db.counters().round_trips - before.round_trips, 2);
    let deep: Deep = users.into_iter().zip(posts).collect();
    check(&deep);
    Ok(())
}

async fn the_statement_of_a_load_is_the_same_for_any_number_of_rows() -> Result {
    let (_database, mut db) = filled().await?;
    let users = select(User).order_by(User::id).all(&mut db).await?;
    let _: Vec<Post> = db.load(&users[0], User::posts).await?;
    let before = db.counters();
    for rows in [1, 2, 50, 100] {
        let posts: Vec<Vec<Post>> = db.load(&users[..rows], User::posts).await?;
        assert_eq!(posts.len(), rows);
    }
    assert_eq!(db.counters().prepared, before.prepared);
    Ok(())
}
