//! Relations: subqueries, arrays of rows, and joins along them.

use dsl_tests::holds;
use dsl_tests::relations::{Boss, Comment, Employee, Post, PostTag, Report, User, blog_tables};
use piton::prelude::*;

#[tokio::test]
async fn conditions_across_a_relation_are_subqueries() {
    let (_database, mut db) = blog_tables().await;
    let id = || select(User::id);
    let start = r#"SELECT "user"."id" FROM "user" WHERE"#;
    let posts = r#"SELECT 1 FROM "post" WHERE "post"."author_id" = "user"."id""#;
    holds! { db;
        id().filter(User::posts.exists()) => &format!("{start} EXISTS ({posts})");
        id().filter(User::posts.any(Post::likes.gt(1))) =>
            &format!(r#"{start} EXISTS ({posts} AND "post"."likes" > $1)"#);
        id().filter(User::posts.none(Post::likes.gt(1).or(Post::likes.lt(0)))) =>
            &format!(r#"{start} (NOT EXISTS ({posts} AND ("post"."likes" > $1 OR "post"."likes" < $2)))"#);
        id().filter(User::posts.every(Post::likes.gt(1).or(Post::likes.lt(0)))) =>
            &format!(
                r#"{start} (NOT EXISTS ({posts} AND ("post"."likes" > $1 OR "post"."likes" < $2) IS NOT TRUE))"#
            );
        id().filter(!User::posts.exists()) => &format!("{start} NOT EXISTS ({posts})");
        id().filter(User::posts.limit(3).order_by(Post::id).any(true)) =>
            &format!(r#"{start} EXISTS ({posts} AND $1 ORDER BY "post"."id" LIMIT 3)"#);
        id().filter(User::posts.order_by(Post::id).exists()) => &format!("{start} EXISTS ({posts})");
        id().filter(User::posts.any(Post::comments.any(Comment::text.eq("x")))) =>
            &format!(
                r#"{start} EXISTS ({posts} AND EXISTS (SELECT 1 FROM "comment" WHERE "comment"."post_id" = "post"."id" AND "comment"."text" = $1))"#
            );
        select(Post::id).filter(Post::tags.any(PostTag::weight.gt(1))) =>
            r#"SELECT "post"."id" FROM "post" WHERE EXISTS (SELECT 1 FROM "tag" JOIN "post_tag" ON "tag"."name" = "post_tag"."tag" WHERE "post_tag"."post_id" = "post"."id" AND "post_tag"."weight" > $1)"#;
    }
}

#[tokio::test]
async fn a_table_hides_itself_in_its_subqueries() {
    let (_database, mut db) = blog_tables().await;
    let id = || select(Employee::id);
    let start = r#"SELECT "employee"."id" FROM "employee" WHERE"#;
    let reports =
        r#"SELECT "employee"."manager_id" FROM "employee" WHERE "employee"."manager_id" IS NOT NULL"#;
    holds! { db;
        id().filter(Employee::reports.exists()) =>
            &format!(r#"{start} ("employee"."id" IN ({reports}) IS TRUE)"#);
        id().filter(Employee::reports.none(Employee::name.eq("x"))) =>
            &format!(r#"{start} ("employee"."id" IN ({reports} AND "employee"."name" = $1) IS NOT TRUE)"#);
        id().filter(Employee::reports.limit(1).exists()) =>
            &format!(
                r#"{start} (SELECT EXISTS (SELECT 1 FROM "employee" WHERE "employee"."manager_id" = "the parent"."key" LIMIT 1) FROM (SELECT "employee"."id" AS "key") AS "the parent")"#
            );
        id().filter(Employee::reports.to(Report).exists()) =>
            &format!(
                r#"{start} EXISTS (SELECT 1 FROM "employee" AS "report" WHERE "report"."manager_id" = "employee"."id")"#
            );
        select(Boss.id).filter(Boss.reports.exists()) =>
            r#"SELECT "boss"."id" FROM "employee" AS "boss" WHERE EXISTS (SELECT 1 FROM "employee" WHERE "employee"."manager_id" = "boss"."id")"#;
        select(User::id).filter(User::followed.exists()) =>
            r#"SELECT "user"."id" FROM "user" WHERE ("user"."id" IN (SELECT "follow"."follower_id" FROM "user" JOIN "follow" ON "user"."id" = "follow"."followed_id" WHERE "follow"."follower_id" IS NOT NULL) IS TRUE)"#;
        select(Employee::reports.nested()) =>
            r#"SELECT (SELECT ARRAY(SELECT ROW("employee"."id", "employee"."name", "employee"."manager_id") FROM "employee" WHERE "employee"."manager_id" = "the parent"."key" ORDER BY "employee"."id") FROM (SELECT "employee"."id" AS "key") AS "the parent") FROM "employee""#;
        select(Employee::reports.count()) =>
            r#"SELECT (SELECT (SELECT count(*) FROM "employee" WHERE "employee"."manager_id" = "the parent"."key") FROM (SELECT "employee"."id" AS "key") AS "the parent") FROM "employee""#;
    }
}

#[tokio::test]
async fn nested_rows_are_arrays_of_records() {
    let (_database, mut db) = blog_tables().await;
    let comment = r#"ROW("comment"."id", "comment"."post_id", "comment"."user_id", "comment"."text")"#;
    let comments =
        format!(r#"ARRAY(SELECT {comment} FROM "comment" WHERE "comment"."post_id" = "post"."id""#);
    let post = r#""post"."id", "post"."author_id", "post"."editor_id", "post"."title", "post"."likes""#;
    let posts = r#"FROM "post" WHERE "post"."author_id" = "user"."id""#;
    holds! { db;
        select((Post::id, Post::comments.nested())) =>
            &format!(r#"SELECT "post"."id", {comments} ORDER BY "comment"."id") FROM "post""#);
        select(Post::comments.filter(Comment::text.ne("x")).order_by(Comment::id.desc()).limit(2).offset(1).nested()).filter(Post::likes.gt(1)) =>
            &format!(
                r#"SELECT {comments} AND "comment"."text" <> $1 ORDER BY "comment"."id" DESC LIMIT 2 OFFSET 1) FROM "post" WHERE "post"."likes" > $2"#
            );
        select(User::posts.with(Post::comments).nested()) =>
            &format!(
                r#"SELECT ARRAY(SELECT ROW({post}, {comments} ORDER BY "comment"."id")) {posts} ORDER BY "post"."id") FROM "user""#
            );
        select(User::posts.with((Post::editor, Post::comments.count())).nested()) =>
            &format!(
                r#"SELECT ARRAY(SELECT ROW({post}, "with 1".*, (SELECT count(*) FROM "comment" WHERE "comment"."post_id" = "post"."id")) FROM "post" LEFT JOIN LATERAL (SELECT "user"."id", "user"."name" FROM "user" WHERE "user"."id" = "post"."editor_id") AS "with 1" ON TRUE WHERE "post"."author_id" = "user"."id" ORDER BY "post"."id") FROM "user""#
            );
        select(Employee::reports.to(Report).with(Report.manager).nested()) =>
            r#"SELECT ARRAY(SELECT ROW("report"."id", "report"."name", "report"."manager_id", "with 1".*) FROM "employee" AS "report" LEFT JOIN LATERAL (SELECT "employee"."id", "employee"."name", "employee"."manager_id" FROM "employee" WHERE "employee"."id" = "report"."manager_id") AS "with 1" ON TRUE WHERE "report"."manager_id" = "employee"."id" ORDER BY "report"."id") FROM "employee""#;
        select(Employee::reports.to(Report).with(Report.manager.to(Report)).nested()) =>
            r#"SELECT ARRAY(SELECT ROW("report"."id", "report"."name", "report"."manager_id", "with 1".*) FROM "employee" AS "report" LEFT JOIN LATERAL (SELECT "with".* FROM (SELECT "report"."manager_id" AS "key") AS "the parent" CROSS JOIN LATERAL (SELECT "report"."id", "report"."name", "report"."manager_id" FROM "employee" AS "report" WHERE "report"."id" = "the parent"."key") AS "with") AS "with 1" ON TRUE WHERE "report"."manager_id" = "employee"."id" ORDER BY "report"."id") FROM "employee""#;
        select(User::posts.limit(3).count()) =>
            &format!(r#"SELECT (SELECT count(*) FROM (SELECT 1 {posts} LIMIT 3) AS "limited") FROM "user""#);
    }
}

#[tokio::test]
async fn joins_along_a_relation_have_its_columns() {
    let (_database, mut db) = blog_tables().await;
    let query = || select((User::id, Post::id));
    let start = r#"SELECT "user"."id", "post"."id" FROM "user""#;
    let on = r#""post"."author_id" = "user"."id""#;
    holds! { db;
        query().join_along(User::posts) => &format!(r#"{start} JOIN "post" ON {on}"#);
        query().left_join_along(User::posts) => &format!(r#"{start} LEFT JOIN "post" ON {on}"#);
        select(Post::id).join_along(Post::tags) =>
            r#"SELECT "post"."id" FROM "post" JOIN ("post_tag" JOIN "tag" ON "tag"."name" = "post_tag"."tag") ON "post_tag"."post_id" = "post"."id""#;
        select(Employee::id).left_join_along(Employee::manager.to(Boss)) =>
            r#"SELECT "employee"."id" FROM "employee" LEFT JOIN "employee" AS "boss" ON "boss"."id" = "employee"."manager_id""#;
    }
}

#[tokio::test]
async fn loads_join_the_keys_that_are_sent() {
    let (_database, mut db) = blog_tables().await;
    let sql = |load: &dyn std::fmt::Debug| format!("{load:?}").replace("\\\"", "\"");
    let user = User { id: 1, name: "Alice".into() };
    let keys = r#"FROM unnest($1) WITH ORDINALITY AS "the parent"("key", "number")"#;
    let tag = r#"JOIN ("post_tag" JOIN "tag" ON "tag"."name" = "post_tag"."tag") ON "post_tag"."post_id" = "the parent"."key""#;
    let post = Post { id: 1, author_id: 1, editor_id: Some(1), title: String::new(), likes: 0 };
    assert_eq!(
        sql(&db.load(std::slice::from_ref(&post), (Post::tags.filter(PostTag::weight.gt(1)), Post::author))),
        format!(
            r#"["SELECT "the parent"."number", "tag"."name" {keys} {tag} WHERE "post_tag"."weight" > $2 ORDER BY "tag"."name"", "SELECT "the parent"."number", "user"."id", "user"."name" {keys} JOIN "user" ON "user"."id" = "the parent"."key""]"#
        ),
    );
    assert_eq!(
        sql(&db.load(&user, User::posts.filter(Post::likes.gt(1)))),
        r#"["SELECT "post"."id", "post"."author_id", "post"."editor_id", "post"."title", "post"."likes" FROM "post" WHERE "post"."author_id" = ANY($1) AND "post"."likes" > $2 ORDER BY "post"."id""]"#,
    );
    let twice = [user.clone(), user.clone()];
    assert_eq!(
        sql(&db.load(&twice, User::profile)),
        format!(
            r#"["SELECT "the parent"."number", "profile"."user_id", "profile"."text" {keys} JOIN "profile" ON "profile"."user_id" = "the parent"."key""]"#
        ),
    );
    assert_eq!(
        sql(&db.load(&user, User::followed.limit(3))),
        format!(
            r#"["SELECT "the parent"."number", ARRAY(SELECT ROW("user"."id", "user"."name") FROM "user" JOIN "follow" ON "user"."id" = "follow"."followed_id" WHERE "follow"."follower_id" = "the parent"."key" ORDER BY "user"."id" LIMIT 3) {keys}"]"#
        ),
    );
    assert_eq!(
        sql(&db.load(&user, User::posts.count())),
        format!(
            r#"["SELECT "the parent"."number", count(*) {keys} JOIN "post" ON "post"."author_id" = "the parent"."key" GROUP BY "the parent"."number""]"#
        ),
    );
    assert_eq!(
        sql(&db.load(&post, Post::tags.limit(2).count())),
        format!(
            r#"["SELECT "the parent"."number", (SELECT count(*) FROM (SELECT 1 FROM "tag" JOIN "post_tag" ON "tag"."name" = "post_tag"."tag" WHERE "post_tag"."post_id" = "the parent"."key" LIMIT 2) AS "limited") {keys}"]"#
        ),
    );
    // A real server takes them all.
    let relations = (
        Post::tags.filter(PostTag::weight.gt(1)),
        Post::author.filter(User::id.gt(0)),
        Post::tags.limit(2).count(),
    );
    assert!(db.load(&post, relations).await.is_ok());
    assert!(db.load(&user, (User::followed.limit(3), User::posts.count())).await.is_ok());
}
