use piton::prelude::*;

fn main() {
    let query = select(sql_expr!("1 + {}", 1));
}
