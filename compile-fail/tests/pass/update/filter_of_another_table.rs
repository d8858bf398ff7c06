//! Rows are chosen by columns of tables of the statement.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(FavoriteColor).set(Person::age, 1).filter(FavoriteColor::id.eq(1)).execute(db).await?;
    Ok(())
}

fn main() {}
