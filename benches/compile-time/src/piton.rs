//! piton, from this repository.

use crate::fixture::{Library, Query, columns};

pub struct Piton;

/// A function that runs the query `body`; its rows have the type that was inferred.
fn function(name: &str, body: &str) -> String {
    format!(
        "pub async fn {name}(db: &mut piton::Connection) -> Result<(), piton::Error> {{\n    let rows = {body}        \
         .all(db)\n        .await?;\n    drop(rows);\n    Ok(())\n}}\n\n"
    )
}

impl Library for Piton {
    fn name(&self) -> &'static str {
        "piton"
    }

    fn dependencies(&self) -> String {
        format!("piton = {{ path = {:?} }}\n", concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    fn prelude(&self, _tables: usize) -> String {
        "use piton::prelude::*;\n\n".into()
    }

    fn table(&self, number: usize) -> String {
        let mut table = format!(
            "#[derive(Table, Debug, Clone)]\npub struct T{number} {{\n    #[column(primary_key, auto)]\n    pub id: i32,\n"
        );
        for (name, ty) in columns() {
            table += &format!("    pub {name}: {},\n", ty.rust());
        }
        table + "}\n\n"
    }

    fn query(&self, name: &str, Query { a, b, c }: Query) -> String {
        let body = format!(
            "select((T{a}::id, T{b}, T{c}::c2))
        .join(T{b}, T{a}::id.eq(T{b}::c1))
        .join(T{c}, T{b}::id.eq(T{c}::c1))
        .filter(T{a}::c1.gt(5))
        .filter(T{b}::c2.eq(\"x\"))
        .filter(T{c}::id.lt(9))
        .order_by(T{a}::id.asc())
        .limit(10)\n"
        );
        function(name, &body)
    }

    fn chain(&self, joins: usize) -> String {
        let selected: Vec<String> = (0..=joins).map(|number| format!("T{number}")).collect();
        let mut body = format!("select(({}))\n", selected.join(", "));
        for number in 1..=joins {
            let before = number - 1;
            body += &format!("        .join(T{number}, T{before}::id.eq(T{number}::c1))\n");
        }
        function("chain", &body)
    }
}
