//! HAVING reads grouped columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count_all()))
        .group_by(Person::name)
        .having(Person::name.ne("Alice"))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
