//! The table itself stands in USING under another name.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).using(Manager).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
