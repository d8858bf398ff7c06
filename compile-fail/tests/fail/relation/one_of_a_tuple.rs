//! Every relation of a tuple begins at the rows that are given.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = db.load(&users, (User::posts, Post::comments)).await?;
    let _ = post;
    Ok(())
}

fn main() {
    let _ = run;
}
