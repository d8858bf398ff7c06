//! Rows are inserted into a table of the database.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), select((Person::id, Person::name))).execute(db).await?;
    Ok(())
}

fn main() {}
