//! A key that is rolled up does not determine its table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count_all())).group_by(piton::expr::rollup(Person::id)).all(db).await?;
    Ok(())
}

fn main() {}
