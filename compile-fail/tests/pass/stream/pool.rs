//! A stream needs a connection of its own.

include!("../../../tables.rs");

async fn program(pool: &Pool) -> Result<(), piton::Error> {
    let mut connection = pool.acquire().await?;
    let _people = select(Person).stream(&mut connection);
    Ok(())
}

fn main() {}
