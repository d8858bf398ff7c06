//! What changes rows is bound by WITH before its rows are inserted.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), delete(Person).every_row().returning((Person::id, Person::name))).execute(db).await?;
    Ok(())
}

fn main() {}
