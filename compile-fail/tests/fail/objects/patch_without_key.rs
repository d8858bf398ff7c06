//! A row of a table without a primary key cannot be patched.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Note::patch(1).text("x")).await?;
    Ok(())
}

fn main() {}
