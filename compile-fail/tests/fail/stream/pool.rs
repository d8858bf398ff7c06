//! A stream needs a connection of its own.

include!("../../../tables.rs");

async fn program(pool: &Pool) -> Result<(), piton::Error> {
    let _people = select(Person).stream(pool);
    Ok(())
}

fn main() {}
