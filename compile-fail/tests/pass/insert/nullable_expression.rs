//! A column that is NOT NULL takes no expression that can be NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("Alice").age(coalesce((nullable(Some(3)), 0))).active(true)).await?;
    Ok(())
}

fn main() {}
