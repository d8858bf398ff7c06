//! A row of a table without a primary key cannot be patched.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Person::patch(1).name("x")).await?;
    Ok(())
}

fn main() {}
