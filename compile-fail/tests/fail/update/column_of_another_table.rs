//! Columns of the table itself are set.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(FavoriteColor::color, "x").every_row().execute(db).await?;
    Ok(())
}

fn main() {}
