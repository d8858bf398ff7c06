//! Rows are deleted from a table, not from another name for it.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Manager).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
