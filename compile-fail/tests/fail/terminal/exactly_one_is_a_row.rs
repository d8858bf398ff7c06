//! `exactly_one` returns a row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _alice: Option<Person> = select(Person).exactly_one(db).await?;
    Ok(())
}

fn main() {}
