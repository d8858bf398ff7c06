//! A CTE that reads itself is recursive.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

#[derive(Cte, Debug)]
struct Tick {
    n: i32,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with_recursive(Tick.of(select(value(1)).union(select(Tick::n))), select(Tick)).all(db).await?;
    Ok(())
}

fn main() {}
