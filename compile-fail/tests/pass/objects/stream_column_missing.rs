//! A streamed row has all columns that have no default.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert_stream((0..10).map(|n| Author::create().id(AuthorId(n)).name("x"))).await?;
    Ok(())
}

fn main() {}
