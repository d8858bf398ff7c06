//! The queries of three benchmarks, as their suites have them: what each finds is compared with its text.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    clippy::float_cmp,
    dead_code,
    reason = "a failed step is a failed test; types are tested; the numbers are exact; fields are columns"
)]

use dsl_tests::language::{empty, run};
use piton::prelude::*;

/// TechEmpower's database tests.
mod techempower {
    use super::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    struct World {
        #[column(primary_key)]
        id: i32,
        #[column(name = "randomnumber")]
        random_number: i32,
    }

    #[derive(Table, Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    struct Fortune {
        #[column(primary_key)]
        id: i32,
        message: String,
    }

    async fn worlds() -> (piton::testing::Database, Connection) {
        let (database, mut db) = empty().await;
        db.create_tables(schema![World, Fortune]).await.unwrap();
        run(
            &mut db,
            "INSERT INTO world SELECT i, i * 7 FROM generate_series(1, 10000) i;
             INSERT INTO fortune VALUES (1, 'fortune: No such file or directory'), (2, '<script>alert(1)</script>')",
        )
        .await;
        (database, db)
    }

    #[tokio::test]
    async fn one_row_by_its_key() {
        let (_database, mut db) = worlds().await;
        let world: World = select(World).filter(World::id.eq(42)).one(&mut db).await.unwrap();
        assert_eq!(world, World { id: 42, random_number: 294 });
    }

    #[tokio::test]
    async fn twenty_rows_each_by_its_own_statement_in_one_flight() {
        let (_database, mut db) = worlds().await;
        let ids: Vec<i32> = (1..=20).map(|i| i * 311).collect();
        let query = |id: i32| select(World).filter(World::id.eq(id));
        let found: Vec<Vec<World>> =
            db.pipeline(ids.iter().map(|id| query(*id)).collect::<Vec<_>>()).await.unwrap();
        let found: Vec<i32> = found.iter().flatten().map(|world| world.id).collect();
        assert_eq!(found, ids);
    }

    #[tokio::test]
    async fn rows_are_changed_by_one_statement() {
        let (_database, mut db) = worlds().await;
        let some = || select(World).filter(World::id.in_([5, 3, 9])).order_by(World::id);
        let mut worlds: Vec<Tracked<World>> =
            some().all(&mut db).await.unwrap().into_iter().map(Track::track).collect();
        for world in &mut worlds {
            world.random_number = world.id + 1;
        }
        assert_eq!(db.update(&mut worlds).await.unwrap(), 3);
        let found = some().all(&mut db).await.unwrap();
        assert_eq!(found.iter().map(|world| world.random_number).collect::<Vec<_>>(), [4, 6, 10]);
    }

    #[tokio::test]
    async fn fortunes_are_sorted_with_one_that_is_added() {
        let (_database, mut db) = worlds().await;
        let mut fortunes = select(Fortune).all(&mut db).await.unwrap();
        fortunes.push(Fortune { id: 0, message: "Additional fortune added at request time.".into() });
        fortunes.sort_by(|a, b| a.message.cmp(&b.message));
        assert_eq!(fortunes.iter().map(|fortune| fortune.id).collect::<Vec<_>>(), [2, 0, 1]);
    }
}

/// MagicStack's pgbench: seven queries.
mod pgbench {
    use super::*;

    /// The columns of the catalogue that the first query reads.
    #[derive(Table, Debug, PartialEq)]
    #[table(name = "pg_type", schema = "pg_catalog")]
    struct PgType {
        #[column(sql_type = "name")]
        typname: String,
        typnamespace: Oid,
        typowner: Oid,
        typlen: i16,
        typbyval: bool,
        typisdefined: bool,
        typtypmod: i32,
    }

    /// `oid` has the binary format of `int4`.
    #[derive(Value, Debug, Clone, Copy, PartialEq)]
    #[value(sql_type = "oid")]
    struct Oid(i32);

    #[derive(Table, Debug, PartialEq)]
    #[table(name = "_bytes")]
    struct Bytes {
        a: Vec<u8>,
        b: Vec<u8>,
    }

    #[derive(Table, Debug, PartialEq)]
    #[table(name = "_test")]
    struct Test {
        a: Vec<i32>,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(name = "_copy")]
    struct Copied {
        a: i32,
        b: i32,
        c: i32,
        d: String,
        e: f64,
        f: i32,
        g: String,
    }

    fn copied() -> Copied {
        Copied {
            a: 10,
            b: 11,
            c: 10,
            d: "TESTTESTTEST".into(),
            e: 10.333,
            f: 12_341_234,
            g: "123412341234".into(),
        }
    }

    #[tokio::test]
    async fn types_of_the_catalogue() {
        let (_database, mut db) = empty().await;
        let typed: Vec<(String, Oid, Oid, i16, bool)> = select((
            PgType::typname,
            PgType::typnamespace,
            PgType::typowner,
            PgType::typlen,
            PgType::typbyval,
        ))
        .filter(PgType::typtypmod.eq(-1).and(PgType::typisdefined.eq(true)))
        .order_by(PgType::typname)
        .all(&mut db)
        .await
        .unwrap();
        let text: Vec<(String, Oid, Oid, i16, bool)> = sql!(
            "SELECT typname, typnamespace, typowner, typlen, typbyval FROM pg_type
             WHERE typtypmod = {} AND typisdefined = {} ORDER BY typname",
            -1,
            true
        )
        .all(&mut db)
        .await
        .unwrap();
        assert!(typed.len() > 500);
        assert_eq!(typed, text);
    }

    #[tokio::test]
    async fn a_series_bytes_arrays_and_a_sum() {
        let (_database, mut db) = empty().await;
        let series: Vec<i32> = generate_series(1, 1000).all(&mut db).await.unwrap();
        assert_eq!(series, (1..=1000).collect::<Vec<_>>());
        db.create_tables(schema![Bytes, Test]).await.unwrap();
        db.insert((0..100).map(|_| Bytes::create().a(vec![7; 1000]).b(vec![8; 1000])).collect::<Vec<_>>())
            .await
            .unwrap();
        db.insert((0..100).map(|_| Test::create().a((0..100).collect::<Vec<_>>())).collect::<Vec<_>>())
            .await
            .unwrap();
        let bytes = select(Bytes).all(&mut db).await.unwrap();
        assert_eq!(bytes.len(), 100);
        assert!(bytes.iter().all(|row| row.a == [7; 1000] && row.b == [8; 1000]));
        let arrays = select(Test).all(&mut db).await.unwrap();
        assert_eq!(arrays.len(), 100);
        assert!(arrays.iter().all(|row| row.a.len() == 100));
        assert_eq!(select(value(1) + 1).one(&mut db).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn rows_are_copied_and_inserted() {
        let (_database, mut db) = empty().await;
        db.create_tables(schema![Copied]).await.unwrap();
        let mut copy = db.copy_in::<Copied>().await.unwrap();
        copy.send_all((0..10_000).map(|_| copied())).await.unwrap();
        assert_eq!(copy.finish().await.unwrap(), 10_000);
        let new =
            || Copied::create().a(10).b(11).c(10).d("TESTTESTTEST").e(10.333).f(12_341_234).g("123412341234");
        let inserted = insert((0..1000).map(|_| new()).collect::<Vec<_>>()).execute(&mut db).await.unwrap();
        assert_eq!(inserted, 1000);
        let (rows, different): (i64, i64) =
            from(Copied).select((count_all(), count(Copied::g).distinct())).one(&mut db).await.unwrap();
        assert_eq!((rows, different), (11_000, 1));
        assert_eq!(select(Copied).one(&mut db).await.unwrap(), copied());
    }
}

/// Diesel's benchmark cases.
mod diesel {
    use super::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(name = "users")]
    #[has_many(posts: Post)]
    struct User {
        #[column(primary_key, auto)]
        id: i32,
        name: String,
        hair_color: Option<String>,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(name = "posts")]
    #[has_many(comments: Comment)]
    struct Post {
        #[column(primary_key, auto)]
        id: i32,
        #[column(references = User::id)]
        user_id: i32,
        title: String,
        body: Option<String>,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(name = "comments")]
    struct Comment {
        #[column(primary_key, auto)]
        id: i32,
        #[column(references = Post::id)]
        post_id: i32,
        text: String,
    }

    async fn users() -> (piton::testing::Database, Connection) {
        let (database, mut db) = empty().await;
        db.create_tables(schema![User, Post, Comment]).await.unwrap();
        let new = |i: i32| {
            let color = if i % 2 == 0 { "black" } else { "brown" };
            User::create().name(format!("User {i}")).hair_color(Some(color.to_owned()))
        };
        assert_eq!(insert((0..100).map(new).collect::<Vec<_>>()).execute(&mut db).await.unwrap(), 100);
        (database, db)
    }

    #[tokio::test]
    async fn all_users() {
        let (_database, mut db) = users().await;
        let users: Vec<User> = select(User).all(&mut db).await.unwrap();
        assert_eq!(users.len(), 100);
    }

    #[tokio::test]
    async fn users_of_a_hair_colour_with_their_posts() {
        let (_database, mut db) = users().await;
        let rows: Vec<(User, Option<Post>)> = select((User, Post))
            .left_join(Post, User::id.eq(Post::user_id))
            .filter(User::hair_color.eq("black"))
            .all(&mut db)
            .await
            .unwrap();
        assert_eq!(rows.len(), 50);
        assert!(
            rows.iter().all(|(user, post)| user.hair_color.as_deref() == Some("black") && post.is_none())
        );
    }

    #[tokio::test]
    async fn users_with_their_posts_and_comments() {
        let (_database, mut db) = users().await;
        run(
            &mut db,
            "INSERT INTO posts (user_id, title) SELECT u.id, 'Post ' || i FROM users u, generate_series(1, 10) i;
             INSERT INTO comments (post_id, text) SELECT p.id, 'Comment ' || i FROM posts p, generate_series(1, 10) i",
        )
        .await;
        let users = select(User).order_by(User::id).all(&mut db).await.unwrap();
        let posts = select(Post)
            .filter(Post::user_id.in_(users.iter().map(|user| user.id)))
            .order_by(Post::id)
            .all(&mut db)
            .await
            .unwrap();
        let comments = select(Comment)
            .filter(Comment::post_id.in_(posts.iter().map(|post| post.id)))
            .all(&mut db)
            .await
            .unwrap();
        assert_eq!((users.len(), posts.len(), comments.len()), (100, 1000, 10_000));
    }
}
