//! A column that is NOT NULL is not set to an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, Some(1)).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
