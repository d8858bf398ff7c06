//! The rows of a query cannot be deleted.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
