//! A column is set with `set`, not compared.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set_all(Person::age.set(1)).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
