//! A borrowed text does not leave the closure.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut names = Vec::new();
    select(Person::name).for_each(db, |name: &str| names.push(name)).await?;
    assert!(!names.is_empty());
    Ok(())
}

fn main() {}
