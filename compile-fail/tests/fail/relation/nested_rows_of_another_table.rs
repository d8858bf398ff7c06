//! Nested rows are those of the relation.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let rows: Vec<(User, Vec<Comment>)> = select((User, User::posts.nested())).all(db).await?;
    let _ = (rows, users, post);
    Ok(())
}

fn main() {
    let _ = run;
}
