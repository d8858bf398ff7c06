//! A row cannot read a CTE: `insert_from` can.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("A").age(coalesce((select(max(Adult::id)).scalar(), 0))).active(true)).await?;
    Ok(())
}

fn main() {}
