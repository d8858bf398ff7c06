//! What is selected is a column, not the field of a row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let person = select(Person).one(&mut *db).await?;
    assert_eq!(person.id, 1);
    select(Person::age).all(db).await?;
    Ok(())
}

fn main() {}
