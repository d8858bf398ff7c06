//! A comparison that knows NULL is no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<bool>> = select(Person::manager_id.is_distinct_from(None::<i32>)).all(db).await?;
    Ok(())
}

fn main() {}
