//! All tables of an expression are joined.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::age + Person::id)).all(db).await?;
    Ok(())
}

fn main() {}
