//! Rows of a table without a primary key cannot be tracked.

include!("../../../tables.rs");

#[derive(Table)]
struct Note {
    person_id: i32,
    text: String,
}

async fn program(note: Note) {
    let _note = note.track();
}

fn main() {}
