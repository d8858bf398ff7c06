//! The id of an author is no id of a book.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Book::create().id(BookId(1)).author_id(AuthorId(1)).title("T").pages(1).price(1.0)).await?;
    Ok(())
}

fn main() {}
