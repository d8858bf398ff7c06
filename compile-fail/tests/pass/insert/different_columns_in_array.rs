//! An array has rows that give the same columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert([Person::create().name("A").age(1).active(true).email(None::<String>), Person::create().name("B").age(1).active(true).email("b")]).await?;
    Ok(())
}

fn main() {}
