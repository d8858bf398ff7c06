//! Rows of a table without a primary key are in nobody's way.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.upsert(Note::create().person_id(1).text("x")).await?;
    Ok(())
}

fn main() {}
