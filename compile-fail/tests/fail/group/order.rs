//! ORDER BY of a grouped query reads grouped columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count_all())).group_by(Person::name).order_by(Person::age).all(db).await?;
    Ok(())
}

fn main() {}
