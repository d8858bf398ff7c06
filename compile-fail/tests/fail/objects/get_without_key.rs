//! A table without a primary key has no row to get by it.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _note = db.get::<Note>(1).await?;
    Ok(())
}

fn main() {}
