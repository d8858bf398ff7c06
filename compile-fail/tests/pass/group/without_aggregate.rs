//! A grouped query selects grouped columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count_all())).group_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
