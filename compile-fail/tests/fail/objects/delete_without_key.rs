//! Rows of a table without a primary key are deleted by a filter.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(db: &mut Connection, note: Note) -> Result<(), piton::Error> {
    db.delete(&note).await?;
    Ok(())
}

fn main() {}
