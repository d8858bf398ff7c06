//! The closure can be sent to another thread.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let total = std::sync::Arc::new(std::sync::atomic::AtomicI32::new(0));
    let sum = total.clone();
    select(Person::age)
        .for_each(db, move |age: i32| _ = sum.fetch_add(age, std::sync::atomic::Ordering::Relaxed))
        .await?;
    Ok(())
}

fn main() {}
