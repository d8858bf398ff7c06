//! A row is got or created by columns of its own table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let row = Author::create().id(AuthorId(1)).name("x");
    let (_author, _created) = db.get_or_create(row, Author::id).await?;
    Ok(())
}

fn main() {}
