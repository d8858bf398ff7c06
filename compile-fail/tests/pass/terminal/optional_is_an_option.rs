//! `optional` returns an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _alice: Option<Person> = select(Person).optional(db).await?;
    Ok(())
}

fn main() {}
