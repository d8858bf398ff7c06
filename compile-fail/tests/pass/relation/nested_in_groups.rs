//! In a group there are many rows, each with others.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let _ = select((User::name, User::posts.nested())).group_by(User::id).all(db).await?;
    let _ = (users, post);
    Ok(())
}

fn main() {
    let _ = run;
}
