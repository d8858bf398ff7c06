//! A conflict is by all columns of a key.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Chapter::create().book_id(BookId(1)).number(1).title("x")).on_conflict((Chapter::book_id, Chapter::number)).ignore().execute(db).await?;
    Ok(())
}

fn main() {}
