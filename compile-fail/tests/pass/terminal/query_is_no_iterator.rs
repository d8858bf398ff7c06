//! A query is run to be iterated.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    for person in select(Person).all(db).await? {
        assert!(person.id > 0);
    }
    Ok(())
}

fn main() {}
