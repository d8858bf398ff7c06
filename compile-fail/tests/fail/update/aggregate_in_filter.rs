//! Rows are not chosen by an aggregate.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, 1).filter(count(Person::id).gt(1)).execute(db).await?;
    Ok(())
}

fn main() {}
