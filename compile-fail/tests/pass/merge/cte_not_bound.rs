//! A CTE that is read is bound.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(select((Person::id, Person::name))), merge(FavoriteColor).using(Adult, FavoriteColor::person_id.eq(Adult::id)).when_matched().delete()).execute(db).await?;
    Ok(())
}

fn main() {}
