//! The table that a relation begins at is part of the query.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = select((User::id, User::posts.nested())).all(db).await?;
    let _ = (users, post);
    Ok(())
}

fn main() {
    let _ = run;
}
