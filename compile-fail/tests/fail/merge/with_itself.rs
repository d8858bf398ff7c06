//! A table is merged with itself under another name.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(Person).using(Person, Person::id.eq(1)).when_matched().delete().execute(db).await?;
    Ok(())
}

fn main() {}
