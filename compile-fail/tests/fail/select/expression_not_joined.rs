//! All tables of an expression are joined.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::age + FavoriteColor::id)).all(db).await?;
    Ok(())
}

fn main() {}
