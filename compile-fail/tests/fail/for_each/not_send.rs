//! The closure can be sent to another thread.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let total = std::rc::Rc::new(std::cell::Cell::new(0));
    let sum = total.clone();
    select(Person::age).for_each(db, move |age: i32| sum.set(sum.get() + age)).await?;
    Ok(())
}

fn main() {}
