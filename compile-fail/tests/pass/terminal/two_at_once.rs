//! A connection runs one statement at a time.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let people = select(Person).all(&mut *db).await?;
    let colors = select(FavoriteColor).all(&mut *db).await?;
    assert_eq!(people.len(), colors.len());
    Ok(())
}

fn main() {}
