//! A condition of many objects is about their table.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut people: Vec<Tracked<Person>>) -> Result<(), piton::Error> {
    let _count: u64 = db.update(&mut people).only_if(Person::age.gt(1)).await?;
    Ok(())
}

fn main() {}
