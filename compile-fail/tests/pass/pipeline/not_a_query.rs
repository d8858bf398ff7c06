//! A table is no query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_people, _colors) = db.pipeline((select(Person), select(FavoriteColor))).await?;
    Ok(())
}

fn main() {}
