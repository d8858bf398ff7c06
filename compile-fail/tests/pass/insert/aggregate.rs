//! A new row is no group of rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Book::create().id(BookId(1)).author_id(AuthorId(1)).title("T").pages(from(Book).select(count_all()).scalar()).price(1.0)).await?;
    Ok(())
}

fn main() {}
