//! Columns of the table itself are set.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::name, "x").every_row().execute(db).await?;
    Ok(())
}

fn main() {}
