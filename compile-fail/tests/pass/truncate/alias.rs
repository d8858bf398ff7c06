//! TRUNCATE takes tables, not other names for them.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    truncate(Person).execute(db).await?;
    Ok(())
}

fn main() {}
