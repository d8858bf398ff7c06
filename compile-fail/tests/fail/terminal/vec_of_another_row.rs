//! `all` returns what is selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people: Vec<FavoriteColor> = select(Person).all(db).await?;
    Ok(())
}

fn main() {}
