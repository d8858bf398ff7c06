//! Groups are checked inside, too.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(select((Book::title, count_all()))));
}
