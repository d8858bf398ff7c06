//! A join that is left to the run makes the table an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection, joined: bool) -> Result<(), piton::Error> {
    let query = select((Person::id, FavoriteColor::color))
        .left_join_if(joined, FavoriteColor, FavoriteColor::person_id.eq(Person::id));
    let _rows: Vec<(i32, Option<String>)> = query.all(db).await?;
    Ok(())
}

fn main() {}
