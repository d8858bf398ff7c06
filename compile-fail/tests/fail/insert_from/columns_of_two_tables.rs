//! The columns are those of one table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, Author::name), select((Person::id, Person::name))).execute(db).await?;
    Ok(())
}

fn main() {}
