//! A stream of rows is inserted into a table of the database.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert_stream([Adult::create().id(1).name("A")]).await?;
    Ok(())
}

fn main() {}
