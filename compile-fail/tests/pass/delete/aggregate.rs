//! Rows are not chosen by an aggregate.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).filter(Person::age.gt(1)).execute(db).await?;
    Ok(())
}

fn main() {}
