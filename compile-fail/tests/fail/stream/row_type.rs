//! A stream hands out what is selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut rows = select((Person::id, Person::name)).stream(db);
    while let Some((id, name)) = rows.try_next().await? {
        let (_, _): (i64, String) = (id, name);
    }
    Ok(())
}

fn main() {}
