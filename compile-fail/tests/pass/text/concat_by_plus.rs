//! Texts are joined by `concat`.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.concat(" Smith");
}
