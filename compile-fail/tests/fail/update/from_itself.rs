//! The table itself stands in FROM under another name.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(Person).set(Person::age, 1).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
