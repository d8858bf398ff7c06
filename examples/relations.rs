//! Relations: loading, nesting, joining and filtering along foreign keys, with the SQL of each.
//!
//! `cargo run --example relations` uses the server of `DATABASE_URL`, or starts a throwaway one.
#![allow(clippy::type_complexity, reason = "the types of rows are shown")]
#![allow(clippy::print_stdout, reason = "it prints what it does")]

use std::error::Error;

use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post)]
#[has_one(profile: Profile)]
struct User {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Profile {
    #[column(primary_key, references = User::id, on_delete = cascade)]
    #[belongs_to(user)]
    user_id: i32,
    text: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(comments: Comment)]
#[has_many(tags: Tag, through = PostTag)]
struct Post {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = User::id, on_delete = cascade, index)]
    #[belongs_to(author)]
    author_id: i32,
    title: String,
    likes: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Comment {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Post::id, on_delete = cascade, index)]
    post_id: i32,
    text: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Tag {
    #[column(primary_key)]
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct PostTag {
    #[column(primary_key, references = Post::id, on_delete = cascade)]
    post_id: i32,
    #[column(primary_key, references = Tag::name)]
    tag: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    db.create_tables(schema![User, Profile, Post, Comment, Tag, PostTag]).await?;
    fill(&mut db).await?;

    // Rows that are there already: a statement for each relation, all of them in one round trip.
    let users = select(User).order_by(User::id).all(&mut db).await?;
    let before = db.counters().round_trips;
    let related: Vec<(Vec<Post>, Option<Profile>, i64)> = db
        .load(&users, (User::posts.order_by(Post::likes.desc()).limit(1), User::profile, User::posts.count()))
        .await?;
    println!("loaded in {} round trip", db.counters().round_trips - before);
    for (user, (best, profile, count)) in users.iter().zip(&related) {
        let best = best.first().map_or("none", |post| post.title.as_str());
        let profile = profile.as_ref().map_or("none", |profile| profile.text.as_str());
        println!("  {}: {count} posts, the best is {best}; profile: {profile}", user.name);
    }

    // Rows of a query with what belongs to them, in one round trip.
    let query = select(User).order_by(User::id).with(User::posts.with((Post::comments, Post::tags)));
    println!("\n{}", query.to_sql());
    let nested: Vec<(User, Vec<(Post, (Vec<Comment>, Vec<Tag>))>)> = query.all(&mut db).await?;
    for (user, posts) in &nested {
        println!("  {}", user.name);
        for (post, (comments, tags)) in posts {
            let tags: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
            println!("    {} {tags:?}, {} comments", post.title, comments.len());
        }
    }

    // Joins and conditions along relations.
    let query = select((Post::title, User::name))
        .join_along(Post::author)
        .filter(Post::tags.any(Tag::name.eq("rust")) & Post::comments.none(Comment::text.starts_with("bad")))
        .order_by(Post::id);
    println!("\n{}", query.to_sql());
    for (title, author) in query.all(&mut db).await? {
        println!("  {title} by {author}");
    }

    db.close().await?;
    Ok(())
}

async fn fill(db: &mut Connection) -> Result<(), piton::Error> {
    let users: Vec<User> = db.insert(["Alice", "Bob"].map(|name| User::create().name(name))).await?;
    let titles = [(0, "Lifetimes", 5), (0, "Joins", 50), (1, "Tea", 7)];
    let posts: Vec<Post> =
        db.insert(titles.map(|(user, title, likes)| {
            Post::create().author_id(id(&users, user)).title(title).likes(likes)
        }))
        .await?;
    let posts: Vec<i32> = posts.iter().map(|post| post.id).collect();
    let [first, second, third] = posts.as_slice() else { return Ok(()) };
    db.insert((
        Profile::create().user_id(id(&users, 0)).text("writes about Rust"),
        [(*first, "good"), (*first, "thanks"), (*second, "bad")]
            .map(|(post, text)| Comment::create().post_id(post).text(text)),
        ["rust", "sql"].map(|name| Tag::create().name(name)),
        [(*first, "rust"), (*second, "rust"), (*second, "sql"), (*third, "sql")]
            .map(|(post, tag)| PostTag::create().post_id(post).tag(tag)),
    ))
    .execute()
    .await?;
    Ok(())
}

fn id(users: &[User], number: usize) -> i32 {
    users.get(number).map_or(0, |user| user.id)
}
