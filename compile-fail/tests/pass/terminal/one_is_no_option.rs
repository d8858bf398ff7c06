//! `one` returns no `Option`; `optional` does.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _alice: Option<Person> = select(Person).filter(Person::name.eq("Alice")).optional(db).await?;
    Ok(())
}

fn main() {}
