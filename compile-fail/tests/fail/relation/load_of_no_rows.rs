//! Rows of a table have relations.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = db.load(&[1, 2], User::posts).await?;
    let _ = (users, post);
    Ok(())
}

fn main() {
    let _ = run;
}
