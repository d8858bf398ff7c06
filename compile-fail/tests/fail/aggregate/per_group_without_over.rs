//! The value of a group is the argument of a window function.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::age, sum(per_group(count_all())))).group_by(Person::age).all(db).await?;
    Ok(())
}

fn main() {}
