//! What changes rows is bound around the `INSERT`, not in its query.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(delete(Person).filter(Person::id.eq(1)).returning((Person::id, Person::name))), insert_from((FavoriteColor::person_id, FavoriteColor::color), select(Adult))).execute(db).await?;
    Ok(())
}

fn main() {}
