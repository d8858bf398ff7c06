//! A condition is about one row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Person::patch(1).age(2)).only_if(Person::id.gt(1)).await?;
    Ok(())
}

fn main() {}
