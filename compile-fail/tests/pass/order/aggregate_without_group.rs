//! ORDER BY takes an aggregate only beside grouped columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::name).group_by(Person::name).order_by(count(Person::id)).all(db).await?;
    Ok(())
}

fn main() {}
