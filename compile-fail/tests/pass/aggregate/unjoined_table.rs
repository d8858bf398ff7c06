//! An aggregate reads tables of the query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, count(Person::age))).group_by(Person::id).all(db).await?;
    Ok(())
}

fn main() {}
