//! A query is awaited.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let people: Vec<Person> = select(Person).all(db)?;
    assert_eq!(people.len(), 1);
    Ok(())
}

fn main() {}
