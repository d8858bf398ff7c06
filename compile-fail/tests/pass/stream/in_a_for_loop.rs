//! A stream is awaited row by row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut people = select(Person).stream(db);
    while let Some(person) = people.try_next().await? {
        assert!(person.id > 0);
    }
    Ok(())
}

fn main() {}
