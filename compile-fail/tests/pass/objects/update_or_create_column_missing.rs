//! A row that is perhaps created has all columns that have no default.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_author, _created) =
        db.update_or_create(Author::id, Author::create().id(AuthorId(1)).name("x")).await?;
    Ok(())
}

fn main() {}
