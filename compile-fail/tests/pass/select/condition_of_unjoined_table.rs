//! A selected condition reads joined tables only.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::name.eq("red"))).all(db).await?;
    Ok(())
}

fn main() {}
