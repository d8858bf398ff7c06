//! An alias is one of a table.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

struct Thing;

alias!(Manager = Thing);

fn main() {
    let _ = select(Manager);
}
