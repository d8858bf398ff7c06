//! A column that is NOT NULL is not set to what can be NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::name, coalesce((Person::email, ""))).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
