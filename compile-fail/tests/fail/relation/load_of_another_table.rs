//! A relation is loaded of the rows that it begins at.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = db.load(&post, User::posts).await?;
    let _ = users;
    Ok(())
}

fn main() {
    let _ = run;
}
