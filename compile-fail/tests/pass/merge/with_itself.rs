//! A table is merged with itself under another name.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(Person).using(Manager, Person::id.eq(Manager.id)).when_matched().delete().execute(db).await?;
    Ok(())
}

fn main() {}
