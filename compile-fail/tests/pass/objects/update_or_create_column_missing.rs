//! A row that is perhaps created has all columns that have no default.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_author, _created) =
        db.update_or_create(Author::create().id(AuthorId(1)).name("x"), Author::id).await?;
    Ok(())
}

fn main() {}
