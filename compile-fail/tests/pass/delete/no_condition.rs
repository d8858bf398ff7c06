//! Rows are chosen by a condition.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).filter(Person::active).execute(db).await?;
    Ok(())
}

fn main() {}
