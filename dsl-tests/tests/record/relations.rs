//! Loading along relations.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use dsl_tests::language::run;
use dsl_tests::relations::{Boss, Comment, Employee, Post, PostTag, Profile, Tag, User, blog};
use piton::prelude::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn users(db: &mut Connection) -> Vec<User> {
    select(User).order_by(User::id).all(db).await.unwrap()
}

async fn posts(db: &mut Connection) -> Vec<Post> {
    select(Post).order_by(Post::id).all(db).await.unwrap()
}

fn ids(posts: &[Vec<Post>]) -> Vec<Vec<i32>> {
    posts.iter().map(|posts| posts.iter().map(|post| post.id).collect()).collect()
}

fn names(users: &[User]) -> Vec<&str> {
    users.iter().map(|user| user.name.as_str()).collect()
}

#[tokio::test]
async fn many_rows_belong_to_each() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let posts: Vec<Vec<Post>> = db.load(&users, User::posts).await?;
    assert_eq!(ids(&posts), [vec![10, 11, 12], vec![20], vec![]]);
    let of_one: Vec<Post> = db.load(&users[1], User::posts).await?;
    assert_eq!(of_one, posts[1]);
    let of_none: Vec<Post> = db.load(&users[2], User::posts).await?;
    assert!(of_none.is_empty());
    Ok(())
}

#[tokio::test]
async fn rows_keep_their_order_and_may_be_the_same() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let order = [users[2].clone(), users[1].clone(), users[0].clone(), users[1].clone()];
    let posts = db.load(&order, User::posts).await?;
    assert_eq!(ids(&posts), [vec![], vec![20], vec![10, 11, 12], vec![20]]);
    let slice: Vec<Vec<Post>> = db.load(&order[1..3], User::posts).await?;
    assert_eq!(ids(&slice), [vec![20], vec![10, 11, 12]]);
    Ok(())
}

#[tokio::test]
async fn the_row_that_a_foreign_key_refers_to_is_one_row() -> Result {
    let (_database, mut db) = blog().await;
    let posts = posts(&mut db).await;
    let authors: Vec<User> = db.load(&posts, Post::author).await?;
    assert_eq!(names(&authors), ["Alice", "Alice", "Alice", "Bob"]);
    let author: User = db.load(&posts[3], Post::author).await?;
    assert_eq!(author.name, "Bob");
    Ok(())
}

#[tokio::test]
async fn a_null_key_keeps_its_row_and_refers_to_none() -> Result {
    let (_database, mut db) = blog().await;
    let posts = posts(&mut db).await;
    let editors: Vec<Option<User>> = db.load(&posts, Post::editor).await?;
    let editors: Vec<Option<&str>> =
        editors.iter().map(|editor| editor.as_ref().map(|editor| editor.name.as_str())).collect();
    assert_eq!(editors, [None, Some("Bob"), Some("Bob"), Some("Alice")]);
    Ok(())
}

#[tokio::test]
async fn rows_whose_keys_are_all_null_send_nothing() -> Result {
    let (_database, mut db) = blog().await;
    let post = posts(&mut db).await.swap_remove(0);
    let before = db.counters();
    let editor: Option<User> = db.load(&post, Post::editor).await?;
    assert_eq!(editor, None);
    let (editors, counts): (Vec<_>, Vec<_>) =
        db.load(&[post.clone(), post], (Post::editor, Post::editor.count())).await?.into_iter().unzip();
    assert_eq!((editors, counts), (vec![None, None], vec![0, 0]));
    assert_eq!(db.counters().round_trips, before.round_trips);
    Ok(())
}

#[tokio::test]
async fn one_row_or_none_belongs_to_each() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let profiles: Vec<Option<Profile>> = db.load(&users, User::profile).await?;
    let texts: Vec<Option<&str>> =
        profiles.iter().map(|profile| profile.as_ref().map(|profile| profile.text.as_str())).collect();
    assert_eq!(texts, [Some("about Alice"), None, Some("about Carol")]);
    let user: User = db.load(profiles[2].as_ref().unwrap(), Profile::user).await?;
    assert_eq!(user.name, "Carol");
    Ok(())
}

#[tokio::test]
async fn a_link_table_connects_rows_both_ways() -> Result {
    let (_database, mut db) = blog().await;
    let posts = posts(&mut db).await;
    let tags: Vec<Vec<Tag>> = db.load(&posts, Post::tags).await?;
    let tags: Vec<Vec<&str>> =
        tags.iter().map(|tags| tags.iter().map(|tag| tag.name.as_str()).collect()).collect();
    assert_eq!(tags, [vec!["rust", "sql"], vec![], vec!["sql"], vec!["rust"]]);

    let all = select(Tag).order_by(Tag::name).all(&mut db).await?;
    assert_eq!(ids(&db.load(&all, Tag::posts).await?), [vec![10, 20], vec![10, 12], vec![]]);

    let heavy = Post::tags.filter(PostTag::weight.gt(1)).order_by(PostTag::weight.desc());
    let tags = db.load(&posts[0], heavy).await?;
    assert_eq!(tags, [Tag { name: "sql".into() }]);
    Ok(())
}

#[tokio::test]
async fn a_link_table_connects_rows_of_one_table() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let followed = db.load(&users, User::followed).await?;
    assert_eq!(
        followed.iter().map(|users| names(users)).collect::<Vec<_>>(),
        [vec!["Bob", "Carol"], vec!["Alice"], vec![]]
    );
    let followers = db.load(&users, User::followers).await?;
    assert_eq!(
        followers.iter().map(|users| names(users)).collect::<Vec<_>>(),
        [["Bob"], ["Alice"], ["Alice"]]
    );
    Ok(())
}

#[tokio::test]
async fn a_table_refers_to_itself() -> Result {
    let (_database, mut db) = blog().await;
    let staff = select(Employee).order_by(Employee::id).all(&mut db).await?;
    let reports: Vec<Vec<Employee>> = db.load(&staff, Employee::reports).await?;
    assert_eq!(reports.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 0, 0]);
    let managers: Vec<Option<(Employee, Option<Employee>)>> =
        db.load(&staff, Employee::manager.with(Employee::manager)).await?;
    assert_eq!(managers[0], None);
    assert_eq!(managers[1], Some((staff[0].clone(), None)));
    assert_eq!(managers[3], Some((staff[1].clone(), Some(staff[0].clone()))));
    let of_alias: Vec<Option<(Employee, Vec<Employee>)>> =
        db.load(&staff, Employee::manager.to(Boss).with(Boss.reports)).await?;
    assert_eq!(of_alias[3], Some((staff[1].clone(), vec![staff[3].clone()])));
    Ok(())
}

#[tokio::test]
async fn two_foreign_keys_to_one_table_are_two_relations() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let (written, edited): (Vec<_>, Vec<_>) =
        db.load(&users, (User::posts, User::edited)).await?.into_iter().unzip();
    assert_eq!(ids(&written), [vec![10, 11, 12], vec![20], vec![]]);
    assert_eq!(ids(&edited), [vec![20], vec![11, 12], vec![]]);
    Ok(())
}

#[tokio::test]
async fn related_rows_are_chosen_ordered_and_limited_for_each() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let liked = User::posts.filter(Post::likes.gt(4)).filter(Post::title.ne("fourth"));
    assert_eq!(ids(&db.load(&users, liked).await?), [vec![10, 11], vec![], vec![]]);
    let best = User::posts.order_by(Post::likes.desc());
    assert_eq!(ids(&db.load(&users, best.clone()).await?), [vec![11, 10, 12], vec![20], vec![]]);
    assert_eq!(ids(&db.load(&users, best.clone().limit(2)).await?), [vec![11, 10], vec![20], vec![]]);
    assert_eq!(ids(&db.load(&users, best.clone().limit(1).offset(1)).await?), [vec![10], vec![], vec![]]);
    assert_eq!(ids(&db.load(&users, User::posts.limit(2)).await?), [vec![10, 11], vec![20], vec![]]);
    let posts = posts(&mut db).await;
    let tags = db.load(&posts, Post::tags.limit(1)).await?;
    assert_eq!(tags.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 1, 1]);
    Ok(())
}

#[tokio::test]
async fn one_row_that_is_filtered_may_be_none() -> Result {
    let (_database, mut db) = blog().await;
    let posts = posts(&mut db).await;
    let authors: Vec<Option<User>> = db.load(&posts, Post::author.filter(User::name.eq("Bob"))).await?;
    assert_eq!(authors.iter().map(Option::is_some).collect::<Vec<_>>(), [false, false, false, true]);
    Ok(())
}

#[tokio::test]
async fn related_rows_are_counted() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let counts: Vec<i64> = db.load(&users, User::posts.count()).await?;
    assert_eq!(counts, [3, 1, 0]);
    let liked = db.load(&users, User::posts.filter(Post::likes.gt(4)).order_by(Post::id).count()).await?;
    assert_eq!(liked, [2, 1, 0]);
    let limited = db.load(&users, User::posts.limit(2).count()).await?;
    assert_eq!(limited, [2, 1, 0]);
    let followed: i64 = db.load(&users[0], User::followed.count()).await?;
    assert_eq!(followed, 2);
    Ok(())
}

#[tokio::test]
async fn related_rows_come_with_rows_of_their_own() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let relation = User::posts.with((
        Post::comments.with(Comment::user),
        Post::tags,
        Post::author,
        Post::comments.count(),
    ));
    type Deep = (Vec<(Comment, Option<User>)>, Vec<Tag>, User, i64);
    let deep: Vec<Vec<(Post, Deep)>> = db.load(&users, relation).await?;
    assert_eq!(deep.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 0]);
    let (post, (comments, tags, author, count)) = &deep[0][0];
    assert_eq!((post.id, author.name.as_str(), *count), (10, "Alice", 2));
    assert_eq!(tags.len(), 2);
    let comments: Vec<(&str, Option<&str>)> = comments
        .iter()
        .map(|(comment, user)| (comment.text.as_str(), user.as_ref().map(|user| user.name.as_str())))
        .collect();
    assert_eq!(comments, [("good", Some("Bob")), ("hm", None)]);
    Ok(())
}

#[tokio::test]
async fn limited_rows_come_with_rows_of_their_own() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    let newest = User::posts.order_by(Post::id.desc()).limit(1).with(Post::comments);
    let newest: Vec<Vec<(Post, Vec<Comment>)>> = db.load(&users, newest).await?;
    let shape: Vec<Vec<(i32, usize)>> = newest
        .iter()
        .map(|posts| posts.iter().map(|(post, comments)| (post.id, comments.len())).collect())
        .collect();
    assert_eq!(shape, [vec![(12, 1)], vec![(20, 1)], vec![]]);
    Ok(())
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_rows() -> Result {
    let (_database, mut db) = blog().await;
    run(
        &mut db,
        r#"INSERT INTO "user" (id, name) SELECT n, 'user ' || n FROM generate_series(1000, 1999) n;
        INSERT INTO post (id, author_id, title, likes)
            SELECT n * 10 + m, n, 'post', 0 FROM generate_series(1000, 1999) n, generate_series(1, 3) m;"#,
    )
    .await;
    let users = users(&mut db).await;
    for rows in [&users[..1], &users[..]] {
        let before = db.counters().round_trips;
        let loaded: Vec<(Vec<Post>, Option<Profile>, i64)> =
            db.load(rows, (User::posts, User::profile, User::comments.count())).await?;
        assert_eq!(loaded.len(), rows.len());
        assert_eq!(db.counters().round_trips - before, 1, "a tuple of relations");

        let before = db.counters().round_trips;
        let loaded = db.load(rows, (User::posts.with(Post::comments), User::profile)).await?;
        assert_eq!(loaded.len(), rows.len());
        assert_eq!(db.counters().round_trips - before, 2, "two levels");
    }
    Ok(())
}

#[tokio::test]
async fn no_rows_send_nothing() -> Result {
    let (_database, mut db) = blog().await;
    let before = db.counters().round_trips;
    let none: &[User] = &[];
    assert!(db.load(none, User::posts).await?.is_empty());
    assert!(db.load(none, (User::posts.with(Post::comments), User::posts.count())).await?.is_empty());
    assert_eq!(db.counters().round_trips, before);
    // Rows without related rows have no next level.
    let carol = users(&mut db).await.swap_remove(2);
    let before = db.counters().round_trips;
    assert!(db.load(&carol, User::posts.with(Post::comments.with(Comment::user))).await?.is_empty());
    assert_eq!(db.counters().round_trips - before, 1);
    Ok(())
}

#[tokio::test]
async fn a_row_that_is_gone_is_an_error_with_the_statement() -> Result {
    let (_database, mut db) = blog().await;
    let post = Post { id: 1, author_id: 99, editor_id: Some(99), title: String::new(), likes: 0 };
    let error = db.load(&post, Post::author).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.sql().unwrap().contains(r#"JOIN "user" ON "user"."id""#), "{error:?}");
    assert_eq!(db.load(&post, Post::editor).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_dropped_load_leaves_the_connection_usable() -> Result {
    let (_database, mut db) = blog().await;
    let users = users(&mut db).await;
    for polls in 1..6 {
        let mut load = Box::pin(db.load(&users, User::posts.with(Post::comments)));
        for _ in 0..polls {
            let polled = std::future::poll_fn(|context| {
                std::task::Poll::Ready(
                    load.as_mut().poll(context).map(|result| result.map(|rows| rows.len())),
                )
            })
            .await;
            if polled.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(load);
        assert_eq!(db.load(&users, User::posts.count()).await?, [3, 1, 0]);
    }
    Ok(())
}

#[tokio::test]
async fn a_pool_loads_as_a_connection_does() -> Result {
    let (database, _db) = blog().await;
    let pool = Pool::connect(database.url()).await?;
    let users: Vec<User> = select(User).order_by(User::id).all(&pool).await?;
    let posts: Vec<Vec<(Post, Vec<Comment>)>> = pool.load(&users, User::posts.with(Post::comments)).await?;
    assert_eq!(posts.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 0]);
    Ok(())
}
