//! A foreign key that can be NULL refers to a row or to none.

include!("../../../relation_tables.rs");

async fn run(db: &mut Connection, users: Vec<User>, post: Post) -> Result<(), piton::Error> {
    let editor: User = db.load(&post, Post::editor).await?;
    let _ = (editor, users);
    Ok(())
}

fn main() {
    let _ = run;
}
