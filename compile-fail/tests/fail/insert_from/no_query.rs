//! Rows come from a query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), Person).execute(db).await?;
    Ok(())
}

fn main() {}
