//! Queries of rows with what belongs to them, in one round trip.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{empty, run};
use dsl_tests::relations::{Boss, Comment, Employee, Post, Profile, Tag, User, blog, blog_tables};
use piton::prelude::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

type Deep = Vec<(User, Vec<(Post, Vec<Comment>)>)>;

/// How many statements a query with relations is.
fn statements(sql: &str) -> usize {
    sql.lines().count()
}

#[tokio::test]
async fn whole_tables_come_in_one_round_trip() -> Result {
    let (_database, mut db) = blog().await;
    let query = select(User).order_by(User::name.desc()).with(User::posts.with(Post::comments));
    let before = db.counters();
    let users: Deep = query.all(&mut db).await?;
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (1, 3));

    let nested: Deep = select((User, User::posts.with(Post::comments).nested()))
        .order_by(User::name.desc())
        .all(&mut db)
        .await?;
    assert_eq!(users, nested);
    assert_eq!(users.iter().map(|(user, _)| user.id).collect::<Vec<_>>(), [3, 2, 1]);
    Ok(())
}

#[tokio::test]
async fn some_rows_are_one_statement_with_what_belongs_to_them() -> Result {
    let (_database, mut db) = blog().await;
    let queries = [
        (select(User).filter(User::posts.exists()), vec![1, 2]),
        (select(User).limit(1), vec![1]),
        (select(User).offset(1), vec![2, 3]),
        (select(User).order_by(User::id).limit_with_ties(2), vec![1, 2]),
    ];
    for (query, ids) in queries {
        let query = query.order_by(User::id).with(User::posts.with(Post::comments));
        assert_eq!(statements(&query.to_sql()), 1);
        let before = db.counters();
        let users: Deep = query.all(&mut db).await?;
        assert_eq!(db.counters().round_trips - before.round_trips, 1);
        assert_eq!(users.iter().map(|(user, _)| user.id).collect::<Vec<_>>(), ids);
        for (user, posts) in users {
            assert_eq!(posts, db.load(&user, User::posts.with(Post::comments)).await?);
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_kind_of_relation_stands_beside_rows() -> Result {
    let (_database, mut db) = blog().await;
    let relations = (
        Post::author,
        Post::editor.with(User::profile),
        Post::comments.order_by(Comment::id.desc()).limit(1),
        Post::tags.with(Tag::posts),
        Post::comments.count(),
    );
    let posts = select(Post).order_by(Post::id).with(relations.clone()).all(&mut db).await?;
    let (rows, beside): (Vec<Post>, Vec<_>) = posts.into_iter().unzip();
    assert_eq!(rows.len(), 4);
    assert_eq!(beside, db.load(&rows, relations).await?);
    let (editor, profile) = beside[3].1.as_ref().unwrap();
    assert_eq!((editor.name.as_str(), profile.as_ref().unwrap().text.as_str()), ("Alice", "about Alice"));
    Ok(())
}

#[tokio::test]
async fn several_relations_of_whole_tables_are_a_statement_each() -> Result {
    let (_database, mut db) = blog().await;
    let relations = (User::posts, User::edited.with(Post::comments), User::profile, User::comments);
    let query = select(User).order_by(User::id).with(relations.clone());
    assert_eq!(statements(&query.to_sql()), 6);
    let before = db.counters();
    let users = query.all(&mut db).await?;
    assert_eq!(db.counters().round_trips - before.round_trips, 1);
    type Beside = (Vec<Post>, Vec<(Post, Vec<Comment>)>, Option<Profile>, Vec<Comment>);
    let (rows, beside): (Vec<User>, Vec<Beside>) = users.into_iter().unzip();
    assert_eq!(beside, db.load(&rows, relations).await?);
    assert_eq!(beside.iter().map(|(.., comments)| comments.len()).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(beside[2].2, Some(Profile { user_id: 3, text: "about Carol".into() }));
    Ok(())
}

#[tokio::test]
async fn a_filter_reads_whole_tables_only_where_nothing_is_below() -> Result {
    let (_database, mut db) = blog().await;
    let liked = User::posts.filter(Post::likes.gt(4)).order_by(Post::likes.desc());
    let query = select(User).order_by(User::id).with(liked.clone());
    assert_eq!(statements(&query.to_sql()), 2);
    let users: Vec<(User, Vec<Post>)> = query.all(&mut db).await?;
    let ids: Vec<Vec<i32>> =
        users.iter().map(|(_, posts)| posts.iter().map(|post| post.id).collect()).collect();
    assert_eq!(ids, [vec![11, 10], vec![20], vec![]]);

    let query = select(User).order_by(User::id).with(liked.with(Post::comments));
    assert_eq!(statements(&query.to_sql()), 1);
    let users: Deep = query.all(&mut db).await?;
    let ids: Vec<Vec<i32>> =
        users.iter().map(|(_, posts)| posts.iter().map(|(post, _)| post.id).collect()).collect();
    assert_eq!(ids, [vec![11, 10], vec![20], vec![]]);
    Ok(())
}

#[tokio::test]
async fn the_table_that_is_referred_to_is_not_read_whole() {
    for sql in [
        select(Profile).with(Profile::user).to_sql(),
        select(Employee).with(Employee::manager).to_sql(),
        select(Post).with(Post::tags).to_sql(),
        select(Post).with(Post::comments.limit(3)).to_sql(),
        select(Post).with(Post::comments.count()).to_sql(),
        select(Post).with((Post::comments, Post::author)).to_sql(),
        select(User).with(User::posts.with(Post::author)).to_sql(),
        select(User).distinct().with(User::posts).to_sql(),
    ] {
        assert_eq!(statements(&sql), 1, "{sql}");
    }
}

#[tokio::test]
async fn a_table_stands_beside_its_own_rows() -> Result {
    let (_database, mut db) = blog().await;
    let query = select(Employee).order_by(Employee::id).with(Employee::reports.with(Employee::reports));
    assert_eq!(statements(&query.to_sql()), 3);
    let staff: Vec<(Employee, Vec<(Employee, Vec<Employee>)>)> = query.all(&mut db).await?;
    let names: Vec<Vec<&str>> = staff
        .iter()
        .map(|(_, reports)| reports.iter().map(|(report, _)| report.name.as_str()).collect())
        .collect();
    assert_eq!(names, [vec!["Ben", "Cat"], vec!["Dan"], vec![], vec![]]);
    assert_eq!(staff[0].1[0].1[0].name, "Dan");

    let of_alias = select(Boss).order_by(Boss.id).with(Boss.reports).all(&mut db).await?;
    assert_eq!(of_alias.iter().map(|(_, reports)| reports.len()).collect::<Vec<_>>(), [2, 1, 0, 0]);
    let managers: Vec<(Employee, Option<Employee>)> =
        select(Employee).order_by(Employee::id).with(Employee::manager).all(&mut db).await?;
    assert_eq!(managers[0].1, None);
    assert_eq!(managers[3].1.as_ref().unwrap().name, "Ben");
    Ok(())
}

#[tokio::test]
async fn a_row_that_a_join_repeats_has_its_rows_each_time() -> Result {
    let (_database, mut db) = blog().await;
    let users: Vec<(User, Vec<Post>)> =
        select(User).join_along(User::posts).order_by(User::id).with(User::posts).all(&mut db).await?;
    let shape: Vec<(i32, usize)> = users.iter().map(|(user, posts)| (user.id, posts.len())).collect();
    assert_eq!(shape, [(1, 3), (1, 3), (1, 3), (2, 1)]);
    Ok(())
}

#[tokio::test]
async fn the_first_row_comes_with_its_own() -> Result {
    let (_database, mut db) = blog().await;
    let query = || select(User).order_by(User::id).with(User::posts);
    let (user, posts): (User, Vec<Post>) = query().one(&mut db).await?;
    assert_eq!((user.id, posts.len()), (1, 3));
    assert!(query().exactly_one(&mut db).await.unwrap_err().is_too_many_rows());
    let nobody = select(User).filter(User::id.eq(9)).with(User::posts);
    assert!(nobody.clone().one(&mut db).await.unwrap_err().is_not_found());
    assert_eq!(nobody.optional(&mut db).await?, None);
    let only = select(User).filter(User::id.eq(2)).with((User::posts, User::profile));
    assert_eq!(only.clone().optional(&mut db).await?, Some(only.exactly_one(&mut db).await?));
    Ok(())
}

#[tokio::test]
async fn empty_tables_have_nothing_beside_them() -> Result {
    let (_database, mut db) = blog_tables().await;
    let users: Deep = select(User).with(User::posts.with(Post::comments)).all(&mut db).await?;
    assert!(users.is_empty());
    run(&mut db, r#"INSERT INTO "user" VALUES (1, 'Alice')"#).await;
    let users: Deep = select(User).with(User::posts.with(Post::comments)).all(&mut db).await?;
    assert_eq!(users, [(User { id: 1, name: "Alice".into() }, Vec::new())]);
    Ok(())
}

#[tokio::test]
async fn transactions_and_pools_read_rows_with_their_own() -> Result {
    let (database, mut db) = blog().await;
    let query = || select(User).order_by(User::id).with(User::posts);
    let expected = query().all(&mut db).await?;
    let mut transaction = db.begin().await?;
    assert_eq!(query().all(&mut transaction).await?, expected);
    transaction.rollback().await?;
    let pool = Pool::connect(database.url()).await?;
    assert_eq!(query().all(&pool).await?, expected);
    Ok(())
}

#[tokio::test]
async fn rows_that_refer_to_nobody_belong_to_nobody() -> Result {
    let (_database, mut db) = blog().await;
    run(
        &mut db,
        "ALTER TABLE post DROP CONSTRAINT post_author_id_fkey;
        UPDATE post SET author_id = 99 WHERE id = 11",
    )
    .await;
    let users: Deep =
        select(User).order_by(User::id).with(User::posts.with(Post::comments)).all(&mut db).await?;
    let ids: Vec<Vec<i32>> =
        users.iter().map(|(_, posts)| posts.iter().map(|(post, _)| post.id).collect()).collect();
    assert_eq!(ids, [vec![10, 12], vec![20], vec![]]);
    Ok(())
}

#[tokio::test]
async fn a_key_that_is_not_unique_in_the_database_is_an_error() -> Result {
    let (_database, mut db) = blog().await;
    run(
        &mut db,
        r#"ALTER TABLE "user" DROP CONSTRAINT user_pkey CASCADE; INSERT INTO "user" VALUES (1, 'twice')"#,
    )
    .await;
    let error = select(User).with(User::posts).all(&mut db).await.unwrap_err();
    assert!(error.to_string().contains("two rows of table `user` have the same `id`"), "{error}");
    // Rows that are there already may be the same.
    let users = select(User).filter(User::id.eq(1)).all(&mut db).await?;
    let posts: Vec<Vec<Post>> = db.load(&users, User::posts).await?;
    assert_eq!(posts.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3]);
    Ok(())
}

mod keys {
    use super::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    #[has_many(towns: Town)]
    #[has_many(rivers: River)]
    pub struct Country {
        #[column(primary_key)]
        pub code: String,
        #[column(unique)]
        pub number: Option<uuid::Uuid>,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    pub struct Town {
        #[column(primary_key)]
        pub id: i64,
        #[column(references = Country::code)]
        pub country: Option<String>,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    pub struct River {
        #[column(primary_key)]
        pub id: i64,
        #[column(references = Country::number)]
        pub country: Option<uuid::Uuid>,
    }
}

#[tokio::test]
async fn keys_of_any_type_hold_rows_together() -> Result {
    use keys::{Country, River, Town};

    let (_database, mut db) = empty().await;
    db.create_tables(schema![Country, Town, River]).await?;
    run(
        &mut db,
        "INSERT INTO country VALUES ('AT', '00000000-0000-0000-0000-000000000001'), ('CH', NULL);
        INSERT INTO town VALUES (1, 'AT'), (2, 'CH'), (3, NULL);
        INSERT INTO river VALUES (1, '00000000-0000-0000-0000-000000000001'), (2, NULL);",
    )
    .await;
    let towns = select(Country).order_by(Country::code).with(Country::towns);
    assert_eq!(statements(&towns.to_sql()), 1);
    let towns: Vec<(Country, Vec<Town>)> = towns.all(&mut db).await?;
    assert_eq!(towns.iter().map(|(_, towns)| towns[0].id).collect::<Vec<_>>(), [1, 2]);

    // A column that is unique and NULL in a row, to which nothing belongs then.
    let rivers = select(Country).order_by(Country::code).with(Country::rivers);
    assert_eq!(statements(&rivers.to_sql()), 2);
    let rivers: Vec<(Country, Vec<River>)> = rivers.all(&mut db).await?;
    assert_eq!(rivers.iter().map(|(_, rivers)| rivers.len()).collect::<Vec<_>>(), [1, 0]);
    let rows: Vec<Country> = towns.into_iter().map(|(country, _)| country).collect();
    assert_eq!(db.load(&rows, Country::rivers).await?, [rivers[0].1.clone(), Vec::new()]);
    Ok(())
}
