//! A selected condition reads joined tables only.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, FavoriteColor::color.eq("red"))).all(db).await?;
    Ok(())
}

fn main() {}
