//! What a subquery reads of the statement is a table of it.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, 1).filter(exists(from(FavoriteColor).filter(FavoriteColor::id.eq(outer(Person::age))))).execute(db).await?;
    Ok(())
}

fn main() {}
