//! An alias of a left join is an `Option` of the struct.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(Person, Option<Person>)> =
        select((Person, Manager)).left_join(Manager, Person::manager_id.eq(Manager.id)).all(db).await?;
    Ok(())
}

fn main() {}
