//! Rows inside of rows: what belongs to a row, in the same statement.
#![allow(clippy::type_complexity, reason = "the types of rows are tested")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use dsl_tests::relations::{Boss, Comment, Employee, Post, PostTag, Profile, Report, Tag, User, blog};
use piton::prelude::*;
use piton::value::PgEnum;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn ids(posts: &[Post]) -> Vec<i32> {
    posts.iter().map(|post| post.id).collect()
}

#[tokio::test]
async fn rows_come_inside_of_rows() -> Result {
    let (_database, mut db) = blog().await;
    let before = db.counters().round_trips;
    let users: Vec<(User, Vec<Post>)> =
        select((User, User::posts.nested())).order_by(User::id).all(&mut db).await?;
    assert_eq!(db.counters().round_trips - before, 1);
    let shape: Vec<(&str, Vec<i32>)> =
        users.iter().map(|(user, posts)| (user.name.as_str(), ids(posts))).collect();
    assert_eq!(shape, [("Alice", vec![10, 11, 12]), ("Bob", vec![20]), ("Carol", vec![])]);
    let first = Post { id: 10, author_id: 1, editor_id: None, title: "first".into(), likes: 5 };
    assert_eq!(users[0].1[0], first);
    Ok(())
}

#[tokio::test]
async fn three_levels_are_one_statement() -> Result {
    let (_database, mut db) = blog().await;
    let posts = User::posts.with((Post::comments.with(Comment::user), Post::tags, Post::comments.count()));
    let before = db.counters().round_trips;
    type Inside = (Vec<(Comment, Option<User>)>, Vec<Tag>, i64);
    let users: Vec<(String, Vec<(Post, Inside)>)> =
        select((User::name, posts.clone().nested())).order_by(User::id).all(&mut db).await?;
    assert_eq!(db.counters().round_trips - before, 1);

    // The same by statements for each level.
    let all = select(User).order_by(User::id).all(&mut db).await?;
    let loaded: Vec<Vec<(Post, Inside)>> = db.load(&all, posts).await?;
    assert_eq!(users.iter().map(|(_, posts)| posts).collect::<Vec<_>>(), loaded.iter().collect::<Vec<_>>());
    assert_eq!(users[0].1[0].1.0[0].1.as_ref().map(|user| user.name.as_str()), Some("Bob"));
    Ok(())
}

#[tokio::test]
async fn one_row_inside_of_a_nested_row() -> Result {
    let (_database, mut db) = blog().await;
    // The author's table is that of the query around it.
    let users: Vec<(User, Vec<(Post, (User, Option<User>))>)> =
        select((User, User::posts.with((Post::author, Post::editor)).nested()))
            .order_by(User::id)
            .all(&mut db)
            .await?;
    for (user, posts) in &users {
        assert!(posts.iter().all(|(_, (author, _))| author == user));
    }
    let editors: Vec<Option<&str>> = users[0]
        .1
        .iter()
        .map(|(_, (_, editor))| editor.as_ref().map(|editor| editor.name.as_str()))
        .collect();
    assert_eq!(editors, [None, Some("Bob"), Some("Bob")]);

    let deep: Vec<Vec<(Comment, (Post, (User, Option<Profile>)))>> =
        select(Post::comments.with(Comment::post.with(Post::author.with(User::profile))).nested())
            .order_by(Post::id)
            .all(&mut db)
            .await?;
    let (comment, (post, (author, profile))) = &deep[0][0];
    assert_eq!((comment.id, post.id, author.id), (100, 10, 1));
    assert_eq!(profile.as_ref().map(|profile| profile.text.as_str()), Some("about Alice"));

    // A filter makes one row perhaps none.
    let filtered: Vec<Vec<(Post, Option<User>)>> =
        select(User::posts.with(Post::author.filter(User::name.eq("Bob"))).nested())
            .order_by(User::id)
            .all(&mut db)
            .await?;
    assert_eq!(filtered.iter().flatten().filter(|(_, author)| author.is_some()).count(), 1);
    Ok(())
}

#[tokio::test]
async fn limits_filters_and_orders_are_those_of_each_level() -> Result {
    let (_database, mut db) = blog().await;
    let best = User::posts.filter(Post::likes.gt(1)).order_by(Post::likes.desc()).limit(1);
    let query = select((User::name, best.nested()))
        .filter(User::name.ne("Carol"))
        .order_by(User::name.desc())
        .limit(1)
        .offset(1);
    let users: Vec<(String, Vec<Post>)> = query.all(&mut db).await?;
    assert_eq!(users.len(), 1);
    assert_eq!((users[0].0.as_str(), ids(&users[0].1)), ("Alice", vec![11]));
    let skipped: Vec<Vec<Post>> =
        select(User::posts.offset(1).limit(1).nested()).order_by(User::id).all(&mut db).await?;
    assert_eq!(skipped.iter().map(|posts| ids(posts)).collect::<Vec<_>>(), [vec![11], vec![], vec![]]);
    Ok(())
}

#[tokio::test]
async fn a_table_nests_its_own_rows() -> Result {
    let (_database, mut db) = blog().await;
    let staff: Vec<(String, Vec<(Employee, (Vec<Employee>, Option<Employee>))>)> =
        select((Employee::name, Employee::reports.with((Employee::reports, Employee::manager)).nested()))
            .order_by(Employee::id)
            .all(&mut db)
            .await?;
    let (name, reports) = &staff[0];
    assert_eq!(name, "Ann");
    let shape: Vec<(&str, Vec<&str>, Option<&str>)> = reports
        .iter()
        .map(|(report, (below, above))| {
            (
                report.name.as_str(),
                below.iter().map(|report| report.name.as_str()).collect(),
                above.as_ref().map(|manager| manager.name.as_str()),
            )
        })
        .collect();
    assert_eq!(shape, [("Ben", vec!["Dan"], Some("Ann")), ("Cat", vec![], Some("Ann"))]);
    assert!(staff[2].1.is_empty());

    let aliased: Vec<(Employee, Vec<Employee>)> =
        select((Boss, Boss.reports.to(Report).filter(Report.name.ne("Ben")).nested()))
            .order_by(Boss.id)
            .all(&mut db)
            .await?;
    assert_eq!(aliased.iter().map(|(_, reports)| reports.len()).collect::<Vec<_>>(), [1, 1, 0, 0]);
    Ok(())
}

#[tokio::test]
async fn rows_through_a_link_table_are_nested() -> Result {
    let (_database, mut db) = blog().await;
    let tags = Post::tags.order_by(PostTag::weight.desc());
    let posts: Vec<(i32, Vec<Tag>)> =
        select((Post::id, tags.nested())).order_by(Post::id).all(&mut db).await?;
    let shape: Vec<(i32, Vec<&str>)> =
        posts.iter().map(|(id, tags)| (*id, tags.iter().map(|tag| tag.name.as_str()).collect())).collect();
    assert_eq!(shape, [(10, vec!["sql", "rust"]), (11, vec![]), (12, vec!["sql"]), (20, vec!["rust"])]);

    let followed: Vec<Vec<(User, Vec<User>)>> =
        select(User::followed.with(User::followed).nested()).order_by(User::id).all(&mut db).await?;
    let shape: Vec<Vec<(i32, usize)>> = followed
        .iter()
        .map(|users| users.iter().map(|(user, followed)| (user.id, followed.len())).collect())
        .collect();
    assert_eq!(shape, [vec![(2, 1), (3, 0)], vec![(1, 2)], vec![]]);
    Ok(())
}

#[tokio::test]
async fn nested_rows_stand_in_any_query() -> Result {
    let (_database, mut db) = blog().await;
    // Beside a join, an outer join, and a whole table that is NULL.
    let joined: Vec<(Comment, Option<User>, Vec<Post>)> = select((Comment, User, User::posts.nested()))
        .left_join_along(Comment::user)
        .order_by(Comment::id)
        .all(&mut db)
        .await?;
    let shape: Vec<(i32, Option<i32>, usize)> = joined
        .iter()
        .map(|(comment, user, posts)| (comment.id, user.as_ref().map(|user| user.id), posts.len()))
        .collect();
    assert_eq!(shape, [(100, Some(2), 1), (101, None, 0), (102, Some(1), 3), (103, Some(3), 0)]);

    // Grouped by its primary key.
    let grouped: Vec<(User, i64, Vec<Post>)> = select((User, count(Comment::id), User::posts.nested()))
        .left_join_along(User::comments)
        .group_by(User::id)
        .having(count(Comment::id).gt(0))
        .order_by(User::id)
        .all(&mut db)
        .await?;
    assert_eq!(
        grouped.iter().map(|(user, count, posts)| (user.id, *count, posts.len())).collect::<Vec<_>>(),
        [(1, 1, 3), (2, 1, 1), (3, 1, 0)]
    );

    let one: (User, Vec<Post>) =
        select((User, User::posts.nested())).filter(User::id.eq(2)).exactly_one(&mut db).await?;
    assert_eq!(one.1.len(), 1);

    // In a subquery, in a pipeline, and in what a change returns.
    let (nested, counts) = db
        .pipeline((
            select((Post::id, Post::comments.nested())).filter(exists(
                from(User).filter(User::id.eq(outer(Post::author_id)) & User::edited.exists()),
            )),
            select(User::posts.count()).order_by(User::id),
        ))
        .await?;
    assert_eq!((nested.len(), counts), (4, vec![3, 1, 0]));
    let changed: Vec<(String, Vec<Post>)> = update(User)
        .set(User::name, "changed")
        .filter(User::posts.count().eq(1))
        .returning((User::name, User::posts.nested()))
        .all(&mut db)
        .await?;
    assert_eq!((changed.len(), changed[0].0.as_str(), changed[0].1.len()), (1, "changed", 1));
    let mut transaction = db.begin().await?;
    let user = select(User).filter(User::id.eq(2)).one(&mut transaction).await?;
    assert_eq!(transaction.load(&user, User::posts.count()).await?, 1);
    transaction.rollback().await?;
    update(User).set(User::name, "Bob").filter(User::id.eq(2)).execute(&mut db).await?;

    let mut lent = Vec::new();
    select((User::name, User::posts.nested()))
        .order_by(User::id)
        .for_each(&mut db, |(name, posts): (&str, Vec<Post>)| lent.push((name.to_owned(), posts.len())))
        .await?;
    assert_eq!(lent, [("Alice".to_owned(), 3), ("Bob".to_owned(), 1), ("Carol".to_owned(), 0)]);

    let mut stream = select((User::id, User::posts.nested())).order_by(User::id).stream(&mut db);
    let mut streamed = Vec::new();
    while let Some((id, posts)) = stream.try_next().await? {
        streamed.push((id, posts.len()));
    }
    assert_eq!(streamed, [(1, 3), (2, 1), (3, 0)]);
    Ok(())
}

#[tokio::test]
async fn counts_stand_beside_rows_and_order_them() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(String, i64, i64)> = select((User::name, User::posts.count(), User::followed.count()))
        .filter(User::posts.count().gt(0))
        .order_by(User::posts.count())
        .all(&mut db)
        .await?;
    assert_eq!(rows, [("Bob".to_owned(), 1, 1), ("Alice".to_owned(), 3, 2)]);
    let limited: Vec<i64> =
        select(User::posts.order_by(Post::likes).limit(2).count()).order_by(User::id).all(&mut db).await?;
    assert_eq!(limited, [2, 1, 0]);
    let reports: Vec<i64> = select(Employee::reports.count()).order_by(Employee::id).all(&mut db).await?;
    assert_eq!(reports, [2, 1, 0, 0]);
    Ok(())
}

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
enum Mood {
    Sad,
    Glad,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct OwnerId(i64);

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "owner of things")]
#[has_many(things: Thing)]
struct Owner {
    #[column(primary_key)]
    id: OwnerId,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Thing {
    #[column(primary_key)]
    id: i16,
    #[column(name = "the \"owner\"", references = Owner::id)]
    #[belongs_to(owner)]
    owner_id: OwnerId,
    mood: Option<Mood>,
    moods: Vec<Option<Mood>>,
    #[column(sql_type = "varchar(9)")]
    code: String,
    #[column(sql_type = "char(3)")]
    letters: String,
    words: Option<Vec<String>>,
    bytes: Vec<u8>,
    exact: piton::value::Numeric,
    real: f64,
    day: chrono::NaiveDate,
    moment: chrono::DateTime<chrono::Utc>,
    key: uuid::Uuid,
    json: serde_json::Value,
}

#[tokio::test]
async fn every_type_of_a_column_goes_through_a_record() -> Result {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Owner, Thing]).await?;
    run(
        &mut db,
        r#"INSERT INTO "owner of things" VALUES (1), (2);
        INSERT INTO thing VALUES
            (1, 1, 'glad', '{sad,NULL}', 'code', 'ab', '{x,y}', '\x0102', 1.50, 2.5, '2024-02-29', '2024-02-29 12:00+00',
             '00000000-0000-0000-0000-000000000007', '{"a": [1]}'),
            (2, 1, NULL, '{}', '', '', NULL, '', 'NaN', '-Infinity', '0001-01-01', '1970-01-01 00:00+00',
             'ffffffff-ffff-ffff-ffff-ffffffffffff', 'null');"#,
    )
    .await;
    let plain = select(Thing).order_by(Thing::id).all(&mut db).await?;
    assert_eq!((plain[0].mood, plain[0].letters.as_str()), (Some(Mood::Glad), "ab "));
    let nested: Vec<(Owner, Vec<Thing>)> =
        select((Owner, Owner::things.nested())).order_by(Owner::id).all(&mut db).await?;
    assert_eq!(nested[0].1[0], plain[0]);
    // NaN is not equal to itself.
    assert_eq!(format!("{:?}", nested[0].1), format!("{plain:?}"));
    assert!(nested[1].1.is_empty());
    let loaded: Vec<Owner> = db.load(&plain, Thing::owner).await?;
    assert_eq!(loaded, [nested[0].0.clone(), nested[0].0.clone()]);
    Ok(())
}

#[tokio::test]
async fn domains_and_composites_of_the_database_are_taken() -> Result {
    #[derive(Table, Debug, Clone, PartialEq)]
    #[has_many(parts: Part)]
    struct Whole {
        #[column(primary_key)]
        id: i32,
    }
    #[derive(Table, Debug, Clone, PartialEq)]
    struct Part {
        #[column(primary_key)]
        id: i32,
        #[column(references = Whole::id)]
        whole_id: i32,
        name: String,
    }
    let (_database, mut db) = empty().await;
    run(
        &mut db,
        "CREATE DOMAIN word AS text CHECK (value <> '');
        CREATE TABLE whole (id integer PRIMARY KEY);
        CREATE TABLE part (id integer PRIMARY KEY, whole_id integer REFERENCES whole, name word);
        INSERT INTO whole VALUES (1);
        INSERT INTO part VALUES (1, 1, 'wheel');",
    )
    .await;
    let rows: Vec<(Whole, Vec<Part>)> = select((Whole, Whole::parts.nested())).all(&mut db).await?;
    assert_eq!(rows[0].1[0].name, "wheel");

    run(&mut db, "ALTER TABLE part ALTER COLUMN name TYPE integer USING 7").await;
    let error = select((Whole, Whole::parts.nested())).all(&mut db).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("element 1 of the array: Part.name: it is of the type with OID 23, expected text"),
        "{text}"
    );
    Ok(())
}

#[tokio::test]
async fn raw_sql_returns_rows_inside_of_rows() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(String, Vec<(i32, Option<i32>)>)> = sql!(
        "SELECT name, ARRAY(SELECT ROW(p.id, p.editor_id) FROM post p WHERE p.author_id = u.id ORDER BY p.id)
         FROM \"user\" u ORDER BY u.id LIMIT 1"
    )
    .all(&mut db)
    .await?;
    assert_eq!(rows, [("Alice".to_owned(), vec![(10, None), (11, Some(2)), (12, Some(2))])]);
    let error = sql!("SELECT 1").one::<Vec<(i32,)>, _>(&mut db).await.unwrap_err();
    assert!(error.is_type_mismatch());
    assert!(error.to_string().contains("`record[]`"), "{error}");
    Ok(())
}
