//! Rows of a table without a primary key cannot be refreshed.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(db: &mut Connection, mut note: Note) -> Result<(), piton::Error> {
    db.refresh(&mut note).await?;
    Ok(())
}

fn main() {}
