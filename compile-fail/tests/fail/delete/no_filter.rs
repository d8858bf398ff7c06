//! A `DELETE` says which rows it deletes.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).execute(db).await?;
    Ok(())
}

fn main() {}
