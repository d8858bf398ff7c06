//! Diesel, over any connection to PostgreSQL: without libpq, so that no C compiler is timed.

use crate::fixture::{Library, Query, Type, columns};

pub struct Diesel;

fn sql(ty: Type) -> &'static str {
    match ty {
        Type::Bool => "Bool",
        Type::I16 => "SmallInt",
        Type::I32 => "Integer",
        Type::I64 => "BigInt",
        Type::F32 => "Float",
        Type::F64 => "Double",
        Type::Text => "Text",
        Type::NullableI32 => "Nullable<Integer>",
        Type::NullableText => "Nullable<Text>",
    }
}

/// A function that loads `rows` with the query `body`.
fn function(name: &str, rows: &str, body: &str) -> String {
    format!(
        "pub fn {name}<C: LoadConnection<Backend = Pg>>(db: &mut C) -> QueryResult<Vec<{rows}>> {{\n{body}        \
         .load(db)\n}}\n\n"
    )
}

impl Library for Diesel {
    fn name(&self) -> &'static str {
        "diesel"
    }

    fn dependencies(&self) -> String {
        "diesel = { version = \"2.3\", default-features = false, features = [\"32-column-tables\", \
         \"postgres_backend\"] }\n"
            .into()
    }

    fn prelude(&self, tables: usize) -> String {
        let tables: Vec<String> = (0..tables).map(|number| format!("t{number}")).collect();
        format!(
            "#![recursion_limit = \"512\"]\n\nuse diesel::connection::LoadConnection;\nuse diesel::pg::Pg;\nuse diesel::prelude::*;\n\n\
             diesel::allow_tables_to_appear_in_same_query!({});\n\n",
            tables.join(", ")
        )
    }

    fn table(&self, number: usize) -> String {
        let mut table = format!("diesel::table! {{\n    t{number} (id) {{\n        id -> Integer,\n");
        let mut row = format!(
            "#[derive(Queryable, Selectable, Debug, Clone)]\n#[diesel(table_name = t{number})]\n\
             pub struct T{number} {{\n    pub id: i32,\n"
        );
        for (name, ty) in columns() {
            table += &format!("        {name} -> {},\n", sql(ty));
            row += &format!("    pub {name}: {},\n", ty.rust());
        }
        format!("{table}    }}\n}}\n\n{row}}}\n\n")
    }

    fn query(&self, name: &str, Query { a, b, c }: Query) -> String {
        let body = format!(
            "    t{a}::table
        .inner_join(t{b}::table.on(t{a}::id.eq(t{b}::c1)))
        .inner_join(t{c}::table.on(t{b}::id.eq(t{c}::c1)))
        .filter(t{a}::c1.gt(5))
        .filter(t{b}::c2.eq(\"x\"))
        .filter(t{c}::id.lt(9))
        .order_by(t{a}::id.asc())
        .limit(10)
        .select((t{a}::id, T{b}::as_select(), t{c}::c2))\n"
        );
        function(name, &format!("(i32, T{b}, String)"), &body)
    }

    fn chain(&self, joins: usize) -> String {
        let mut body = String::from("    t0::table\n");
        let (mut selected, mut rows) = (String::from("T0::as_select()"), String::from("T0"));
        for number in 1..=joins {
            let before = number - 1;
            body += &format!("        .inner_join(t{number}::table.on(t{before}::id.eq(t{number}::c1)))\n");
            selected += &format!(", T{number}::as_select()");
            rows += &format!(", T{number}");
        }
        body += &format!("        .select(({selected}))\n");
        function("chain", &format!("({rows})"), &body)
    }
}
