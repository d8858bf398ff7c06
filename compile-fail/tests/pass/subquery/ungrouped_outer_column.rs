//! A subquery beside groups reads grouped columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
    select((Person::name, colors.select(count_all()).scalar())).group_by(Person::id).all(db).await?;
    Ok(())
}

fn main() {}
