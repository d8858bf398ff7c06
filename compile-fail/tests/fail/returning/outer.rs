//! There is no query around RETURNING.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).every_row().returning(outer(Book::pages)).all(db).await?;
    Ok(())
}

fn main() {}
