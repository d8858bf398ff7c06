//! A condition of an update is about the row that is updated.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Person::patch(1).age(2)).only_if(Person::age.gt(1)).await?;
    Ok(())
}

fn main() {}
