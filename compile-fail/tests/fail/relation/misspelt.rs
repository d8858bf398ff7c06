//! A relation has the name that it was declared with.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = db.load(&users, User::psots).await?;
    let _ = post;
    Ok(())
}

fn main() {
    let _ = run;
}
