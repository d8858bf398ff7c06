//! A connection runs one statement at a time.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let people = select(Person).all(&mut *db);
    let colors = select(FavoriteColor).all(&mut *db);
    let (people, colors) = (people.await?, colors.await?);
    assert_eq!(people.len(), colors.len());
    Ok(())
}

fn main() {}
