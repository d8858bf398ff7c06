//! A column is not set to an aggregate.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Book).set(Book::pages, from(Person).select(count_all()).scalar()).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
