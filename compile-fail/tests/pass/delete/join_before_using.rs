//! A table is joined to one that USING names.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).using(Manager).join(FavoriteColor, FavoriteColor::id.eq(1)).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
