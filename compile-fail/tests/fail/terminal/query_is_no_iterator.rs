//! A query is run to be iterated.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    for person in select(Person) {
        assert!(person.id > 0);
    }
    let _ = db;
    Ok(())
}

fn main() {}
