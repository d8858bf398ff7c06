//! `one` returns a row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people: Person = select(Person).one(db).await?;
    Ok(())
}

fn main() {}
