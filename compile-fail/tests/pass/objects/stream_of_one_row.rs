//! One row is no stream.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Author::create().id(AuthorId(1)).name("x")).await?;
    Ok(())
}

fn main() {}
