//! A row that may be new has all columns that have no default.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.upsert(Book::create().id(BookId(1)).author_id(AuthorId(1)).pages(1_i64).price(1.0).title("x")).await?;
    Ok(())
}

fn main() {}
