//! A query in a pipeline reads the tables that it joins.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_rows, _people) = db.pipeline((select((Person::id, FavoriteColor::color)), select(Person))).await?;
    Ok(())
}

fn main() {}
