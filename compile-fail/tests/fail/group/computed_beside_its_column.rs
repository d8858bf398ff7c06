//! A computed column that is grouped by does not determine the columns that it is made of.

include!("../../../tables.rs");

#[derive(Cte)]
struct Decade {
    number: i32,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let decades = from(Person).cross_join(Decade.computed(Person::age / 10)).group_by(Decade::number);
    decades.select((Decade::number, Person::age)).all(db).await?;
    Ok(())
}

fn main() {}
