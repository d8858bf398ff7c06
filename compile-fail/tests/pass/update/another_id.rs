//! A column is set to ids of its own kind.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Book).set(Book::author_id, AuthorId(1)).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
