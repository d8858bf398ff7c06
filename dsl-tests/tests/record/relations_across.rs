//! Joins and conditions along relations, and what deleting does to related rows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use dsl_tests::relations::{
    Boss, Comment, Editor, Employee, Post, PostTag, Profile, Report, Tag, User, blog,
};
use piton::prelude::*;
use piton::record::relation::PerRow;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::test]
async fn joins_know_which_rows_belong_together() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(String, String)> = select((User::name, Post::title))
        .join_along(User::posts)
        .filter(Post::likes.gt(4))
        .order_by(Post::id)
        .all(&mut db)
        .await?;
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, title)| (name.as_str(), title.as_str())).collect();
    assert_eq!(rows, [("Alice", "first"), ("Alice", "second"), ("Bob", "fourth")]);

    // From the other side, with the other foreign key to the same table under another name.
    let rows: Vec<(i32, String, Option<String>)> = select((Post::id, User::name, Editor.name))
        .join_along(Post::author)
        .left_join_along(Post::editor.to(Editor))
        .order_by(Post::id)
        .all(&mut db)
        .await?;
    let editors: Vec<Option<&str>> = rows.iter().map(|(_, _, editor)| editor.as_deref()).collect();
    assert_eq!(editors, [None, Some("Bob"), Some("Bob"), Some("Alice")]);
    Ok(())
}

#[tokio::test]
async fn a_left_join_keeps_rows_to_which_none_belongs() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(User, Option<Profile>)> =
        select((User, Profile)).left_join_along(User::profile).order_by(User::id).all(&mut db).await?;
    assert_eq!(rows.iter().map(|(_, profile)| profile.is_some()).collect::<Vec<_>>(), [true, false, true]);
    let rows: Vec<(i32, Option<User>)> =
        select((Post::id, User)).left_join_along(Post::editor).order_by(Post::id).all(&mut db).await?;
    assert_eq!(rows.iter().map(|(_, user)| user.is_some()).collect::<Vec<_>>(), [false, true, true, true]);
    Ok(())
}

#[tokio::test]
async fn a_join_goes_through_the_link_table() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(i32, String, i32)> = select((Post::id, Tag::name, PostTag::weight))
        .join_along(Post::tags)
        .order_by(PostTag::weight)
        .all(&mut db)
        .await?;
    let rows: Vec<(i32, &str, i32)> =
        rows.iter().map(|(id, tag, weight)| (*id, tag.as_str(), *weight)).collect();
    assert_eq!(rows, [(10, "rust", 1), (10, "sql", 2), (12, "sql", 3), (20, "rust", 4)]);
    let rows: Vec<(i32, Option<Tag>, Option<PostTag>)> = select((Post::id, Tag, PostTag))
        .left_join_along(Post::tags)
        .filter(Post::author_id.eq(1))
        .order_by((Post::id, Tag::name))
        .all(&mut db)
        .await?;
    let shape: Vec<(i32, bool, bool)> =
        rows.iter().map(|(id, tag, link)| (*id, tag.is_some(), link.is_some())).collect();
    assert_eq!(shape, [(10, true, true), (10, true, true), (11, false, false), (12, true, true)]);
    Ok(())
}

#[tokio::test]
async fn joins_lead_on_from_joined_tables() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(String, String, Option<String>)> = select((User::name, Comment::text, Boss.name))
        .join_along(User::posts)
        .join_along(Post::comments)
        .left_join(Boss, Boss.id.eq(Comment::user_id))
        .order_by(Comment::id)
        .all(&mut db)
        .await?;
    assert_eq!(rows.len(), 4);
    let rows: Vec<(String, String)> = select((Employee::name, Boss.name))
        .join_along(Employee::manager.to(Boss))
        .order_by(Employee::id)
        .all(&mut db)
        .await?;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2], ("Dan".to_owned(), "Ben".to_owned()));
    // Rows that a left join leaves out have none that belong to them.
    let rows: Vec<(String, Option<String>, Option<String>)> =
        select((Employee::name, Boss.name, Report.name))
            .left_join_along(Employee::manager.to(Boss))
            .left_join_along(Boss.reports.to(Report))
            .filter(Employee::id.le(2))
            .order_by((Employee::id, Report.id))
            .all(&mut db)
            .await?;
    assert_eq!(
        rows.iter().map(|(_, _, report)| report.as_deref()).collect::<Vec<_>>(),
        [None, Some("Ben"), Some("Cat")]
    );
    Ok(())
}

async fn names(db: &mut Connection, condition: PerRow<User, bool>) -> Vec<String> {
    select(User::name).filter(condition).order_by(User::id).all(db).await.unwrap()
}

#[tokio::test]
async fn rows_are_chosen_by_what_belongs_to_them() -> Result {
    let (_database, mut db) = blog().await;
    let db = &mut db;
    assert_eq!(names(db, User::posts.any(Post::likes.gt(10))).await, ["Alice"]);
    assert_eq!(names(db, User::posts.none(Post::likes.gt(10))).await, ["Bob", "Carol"]);
    assert_eq!(names(db, User::posts.exists()).await, ["Alice", "Bob"]);
    // True for every post, and where there is none.
    assert_eq!(names(db, User::posts.every(Post::likes.gt(5))).await, ["Bob", "Carol"]);
    // A NULL is not true.
    assert_eq!(names(db, User::posts.every(Post::editor_id.gt(0))).await, ["Bob", "Carol"]);
    // `OR` keeps to itself.
    let either = Post::likes.gt(10).or(Post::title.eq("fourth"));
    assert_eq!(names(db, User::posts.any(either.clone())).await, ["Alice", "Bob"]);
    assert_eq!(names(db, User::posts.every(either)).await, ["Bob", "Carol"]);
    // Filters before it count, and so do limits: the second most liked post of each.
    assert_eq!(
        names(db, User::posts.filter(Post::likes.lt(10)).any(Post::id.ne(10))).await,
        ["Alice", "Bob"]
    );
    assert_eq!(names(db, User::posts.offset(1).exists()).await, ["Alice"]);
    // Through the link table, and through two relations.
    assert_eq!(names(db, User::followed.any(User::name.eq("Carol"))).await, ["Alice"]);
    assert_eq!(names(db, User::posts.any(Post::tags.any(PostTag::weight.eq(4)))).await, ["Bob"]);
    assert_eq!(
        names(db, User::posts.any(Post::comments.any(Comment::user.any(User::name.eq("Carol"))))).await,
        ["Bob"]
    );
    assert_eq!(
        names(db, User::followers.any(User::followers.any(User::name.eq("Bob")))).await,
        ["Bob", "Carol"]
    );
    Ok(())
}

#[tokio::test]
async fn a_table_that_refers_to_itself_is_chosen_by_its_own_rows() -> Result {
    let (_database, mut db) = blog().await;
    let ids =
        |condition: PerRow<Employee, bool>| select(Employee::id).filter(condition).order_by(Employee::id);
    for (condition, expected) in [
        (Employee::reports.exists(), vec![1, 2]),
        (Employee::reports.none(true), vec![3, 4]),
        (Employee::reports.any(Employee::name.eq("Dan")), vec![2]),
        (Employee::reports.any(Employee::reports.exists()), vec![1]),
        (Employee::reports.every(Employee::reports.exists()), vec![3, 4]),
        (Employee::manager.exists(), vec![2, 3, 4]),
        (Employee::manager.none(Employee::name.eq("Ben")), vec![1, 2, 3]),
        (Employee::manager.any(Employee::manager.exists()), vec![4]),
        (Employee::reports.offset(1).exists(), vec![1]),
        (Employee::reports.to(Report).any(Report.name.eq("Cat")), vec![1]),
    ] {
        let query = ids(condition);
        let sql = query.to_sql();
        assert_eq!(query.all(&mut db).await?, expected, "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn conditions_across_relations_are_expressions() -> Result {
    let (_database, mut db) = blog().await;
    let rows: Vec<(i32, bool, bool)> = select((
        User::id,
        User::posts.any(Post::likes.gt(10)),
        User::posts.exists().and(!User::profile.exists()).or(User::id.eq(3)),
    ))
    .order_by((User::posts.exists(), User::id))
    .all(&mut db)
    .await?;
    assert_eq!(rows, [(3, false, true), (1, true, false), (2, false, true)]);

    let renamed = update(User)
        .set(User::name, "nobody")
        .filter(User::posts.none(true) & User::profile.exists())
        .execute(&mut db)
        .await?;
    assert_eq!(renamed, 1);
    let deleted = delete(Comment).filter(Comment::user.none(true)).execute(&mut db).await?;
    assert_eq!(deleted, 1);
    Ok(())
}

#[tokio::test]
async fn deleting_a_row_does_what_the_foreign_key_says() -> Result {
    let (_database, mut db) = blog().await;
    // RESTRICT: Alice has posts.
    let error = delete(User).filter(User::id.eq(1)).execute(&mut db).await.unwrap_err();
    assert!(error.is_foreign_key_violation(), "{error}");
    // CASCADE: the post takes its comments and its tags with it.
    let post = select(Post).filter(Post::id.eq(10)).one(&mut db).await?;
    assert_eq!(db.load(&post, (Post::comments.count(), Post::tags.count())).await?, (2, 2));
    delete(Post).filter(Post::id.eq(10)).execute(&mut db).await?;
    assert_eq!(db.load(&post, (Post::comments.count(), Post::tags.count())).await?, (0, 0));
    assert_eq!(select(count(Tag::name)).one(&mut db).await?, 3);
    // SET NULL: the comment of Carol stays without her; CASCADE: her profile goes.
    let carol = select(User).filter(User::id.eq(3)).one(&mut db).await?;
    delete(User).filter(User::id.eq(3)).execute(&mut db).await?;
    let comment = select(Comment).filter(Comment::text.eq("bad")).one(&mut db).await?;
    assert_eq!(db.load(&comment, Comment::user).await?, None);
    assert_eq!(db.load(&carol, User::profile).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_row_without_what_belongs_to_it_carries_only_the_key() -> Result {
    let (_database, mut db) = blog().await;
    let before = db.counters().round_trips;
    let post = select(Post).filter(Post::id.eq(20)).one(&mut db).await?;
    // Reading the key of the author asks nothing of the server: there is no field that could.
    assert_eq!(post.author_id, 2);
    assert_eq!(db.counters().round_trips - before, 1);
    run(&mut db, r#"UPDATE "user" SET name = 'Robert' WHERE id = 2"#).await;
    assert_eq!(db.load(&post, Post::author).await?.name, "Robert");
    Ok(())
}

/// Two tables of one name, in two schemas.
mod schemas {
    use piton::prelude::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "app", name = "entry")]
    #[has_many(audits: Audit)]
    #[has_many(linked: Audit, through = Linked)]
    pub struct Entry {
        #[column(primary_key)]
        pub id: i32,
        pub text: String,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "audit", name = "entry")]
    pub struct Audit {
        #[column(primary_key)]
        pub id: i32,
        #[column(references = Entry::id)]
        #[belongs_to(entry)]
        pub entry_id: i32,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "link", name = "entry")]
    pub struct Linked {
        #[column(primary_key, references = Entry::id)]
        pub entry_id: i32,
        #[column(primary_key, references = Audit::id)]
        pub audit_id: i32,
    }
}

#[tokio::test]
async fn tables_of_one_name_in_two_schemas_are_told_apart() -> Result {
    use schemas::{Audit, Entry, Linked};

    let (_database, mut db) = empty().await;
    run(&mut db, "CREATE SCHEMA app; CREATE SCHEMA audit; CREATE SCHEMA link").await;
    db.create_tables(schema![Entry, Audit, Linked]).await?;
    run(
        &mut db,
        "INSERT INTO app.entry VALUES (1, 'a'), (2, 'b');
        INSERT INTO audit.entry VALUES (7, 1), (8, 1), (9, 2);
        INSERT INTO link.entry VALUES (2, 7), (2, 9);",
    )
    .await;
    let entries = select(Entry).order_by(Entry::id).all(&mut db).await?;
    let ids = |audits: &[Vec<Audit>]| -> Vec<Vec<i32>> {
        audits.iter().map(|audits| audits.iter().map(|audit| audit.id).collect()).collect()
    };
    let (audits, linked) = (vec![vec![7, 8], vec![9]], vec![vec![], vec![7, 9]]);
    assert_eq!(ids(&db.load(&entries, Entry::audits).await?), audits);
    assert_eq!(ids(&db.load(&entries, Entry::audits.limit(5)).await?), audits);
    assert_eq!(ids(&db.load(&entries, Entry::linked).await?), linked);
    assert_eq!(db.load(&entries, (Entry::audits.count(), Entry::linked.count())).await?, [(2, 0), (1, 2)]);
    assert_eq!(ids(&select(Entry::audits.nested()).order_by(Entry::id).all(&mut db).await?), audits);
    assert_eq!(ids(&select(Entry::linked.nested()).order_by(Entry::id).all(&mut db).await?), linked);
    for query in [select(Entry), select(Entry).filter(Entry::id.gt(0))] {
        let rows = query.order_by(Entry::id).with((Entry::audits, Entry::linked)).all(&mut db).await?;
        let (beside, through): (Vec<_>, Vec<_>) = rows.into_iter().map(|(_, beside)| beside).unzip();
        assert_eq!((ids(&beside), ids(&through)), (audits.clone(), linked.clone()));
    }
    let many = select(Entry::id).filter(Entry::audits.any(Audit::id.eq(9)) & Entry::linked.exists());
    assert_eq!(many.all(&mut db).await?, [2]);
    assert_eq!(
        select((Audit::id, Entry::text)).join_along(Audit::entry).order_by(Audit::id).all(&mut db).await?,
        [(7, "a".to_owned()), (8, "a".to_owned()), (9, "b".to_owned())]
    );
    let through = select((Entry::id, Audit::id)).join_along(Entry::linked).order_by(Audit::id);
    assert_eq!(through.all(&mut db).await?, [(2, 7), (2, 9)]);
    let audits: Vec<(Audit, Entry)> =
        select(Audit).order_by(Audit::id).with(Audit::entry).all(&mut db).await?;
    assert_eq!(audits[2].1, entries[1]);
    Ok(())
}
