//! A column that is NOT NULL takes no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("Alice").email(Some("a")).age(30).active(true)).await?;
    Ok(())
}

fn main() {}
