//! A patch sets columns of its table.

include!("../../../tables.rs");

fn program() {
    let _patch = FavoriteColor::patch(1).color("red");
}

fn main() {}
