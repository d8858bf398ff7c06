//! TRUNCATE takes whole tables.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    truncate(Person).execute(db).await?;
    Ok(())
}

fn main() {}
