//! Of several rows there is a result of each.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let posts: Vec<Post> = db.load(&users, User::posts).await?;
    let _ = (posts, post);
    Ok(())
}

fn main() {
    let _ = run;
}
