//! A query runs itself on the connection.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = select(Person).all(db).await?;
    Ok(())
}

fn main() {}
