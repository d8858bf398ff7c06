//! Only DO UPDATE has a row that was proposed.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::id).filter(Person::age.gt(1)).all(db).await?;
    Ok(())
}

fn main() {}
