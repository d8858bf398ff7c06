//! Rows are lent to `load`.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = db.load(&users, User::posts).await?;
    let _ = post;
    Ok(())
}

fn main() {
    let _ = run;
}
