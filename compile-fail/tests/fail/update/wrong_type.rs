//! A column is set to a value of its type.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, "1").every_row().execute(db).await?;
    Ok(())
}

fn main() {}
