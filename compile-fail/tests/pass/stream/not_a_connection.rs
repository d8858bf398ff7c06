//! A stream needs a connection.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = select(Person).stream(db);
    Ok(())
}

fn main() {}
