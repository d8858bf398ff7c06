//! A table by a second name.
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![allow(dead_code)]

use piton::prelude::*;
use piton::table::Source;

#[derive(Table, Debug)]
pub(crate) struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    manager_id: Option<i32>,
}

alias!(
    /// Somebody's superior.
    pub(crate) Manager = Person
);

#[test]
fn an_alias_has_the_columns_of_its_table() {
    assert_eq!(Manager::REF.source, "manager");
    assert_eq!(Manager::REF.table, "person");
    let query = select((Person::name, Manager.name)).join(Manager, Person::manager_id.eq(Manager.id));
    assert_eq!(
        query.to_sql(),
        r#"SELECT "person"."name", "manager"."name" FROM "person" JOIN "person" AS "manager" ON "person"."manager_id" = "manager"."id""#
    );
}
