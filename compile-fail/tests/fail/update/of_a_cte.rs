//! The rows of a query cannot be updated.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Adult).set(Adult::id, 1).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
