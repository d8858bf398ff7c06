//! Patches in an array set the same columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update([Person::patch(1).age(1), Person::patch(2).name("x")]).await?;
    Ok(())
}

fn main() {}
