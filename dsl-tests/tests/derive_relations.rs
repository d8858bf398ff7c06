//! Relations of tables in other modules and schemas, with other names and less visible, and without a warning.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]
#![deny(nonstandard_style, clippy::all, clippy::pedantic)]

use piton::prelude::*;

/// Tables of a schema.
pub mod app {
    use super::web;
    use piton::prelude::*;

    /// More visible than the table that one of its relations leads to.
    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "app", name = "people of \"app\"")]
    #[has_many(r#type: Secret)]
    #[has_many(visits: web::Visit, by = visitor,)]
    #[has_one(home: web::Home)]
    #[has_many(linked: Person, through = super::Link, to = to_id, by = from_id)]
    pub struct Person {
        /// The key.
        #[column(primary_key, name = "the \"key\"")]
        pub id: i64,
    }

    #[derive(Table, Debug, Clone, PartialEq)]
    struct Secret {
        #[column(primary_key)]
        id: i32,
        #[column(references = Person::id)]
        #[belongs_to(r#for)]
        person_id: Option<i64>,
    }

    /// Uses what nobody else can see.
    #[must_use]
    pub fn secrets() -> String {
        select(Person::id).filter(Person::r#type.any(Secret::r#for.exists())).to_sql()
    }
}

/// Another schema with a table of the same name.
pub mod web {
    use piton::prelude::*;

    /// Not the person of `app`.
    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "web", name = "people of \"app\"")]
    #[has_many(visits: Visit)]
    pub struct Person {
        /// The key.
        #[column(primary_key)]
        pub id: i64,
    }

    /// Refers to both.
    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "web")]
    pub struct Visit {
        /// The key.
        #[column(primary_key)]
        pub id: i32,
        /// The person of `app`.
        #[column(references = crate::app::Person::id)]
        #[belongs_to(person)]
        pub visitor: i64,
        /// The person of `web`.
        #[column(references = Person::id)]
        #[belongs_to(guide: Person)]
        pub guide_id: i64,
    }

    /// One for each person, by a constraint of the table.
    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "web", primary_key(id), unique(owner_id))]
    pub struct Home {
        /// The key.
        pub id: i32,
        /// The person of `app`.
        #[column(references = super::app::Person::id)]
        pub owner_id: i64,
    }
}

/// Connects people.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Link {
    /// From this one.
    #[column(primary_key, references = app::Person::id)]
    pub from_id: i64,
    /// To that one.
    #[column(primary_key, references = app::Person::id)]
    pub to_id: i64,
}

alias!(Guide = web::Person);

#[test]
fn each_foreign_key_leads_to_its_own_table() {
    let person = r#""people of ""app""""#;
    let key = format!(r#"{person}."the ""key""""#);
    assert_eq!(
        select(app::Person::id).filter(app::Person::visits.exists()).to_sql(),
        format!(
            r#"SELECT "app".{key} FROM "app".{person} WHERE EXISTS (SELECT 1 FROM "web"."visit" WHERE "web"."visit"."visitor" = "app".{key})"#
        ),
    );
    assert_eq!(
        select(web::Person::id).filter(web::Person::visits.exists()).to_sql(),
        format!(
            r#"SELECT "web".{person}."id" FROM "web".{person} WHERE EXISTS (SELECT 1 FROM "web"."visit" WHERE "web"."visit"."guide_id" = "web".{person}."id")"#
        ),
    );
    assert_eq!(
        select(web::Visit::id)
            .join_along(web::Visit::person)
            .left_join_along(web::Visit::guide.to(Guide))
            .to_sql(),
        format!(
            r#"SELECT "web"."visit"."id" FROM "web"."visit" JOIN "app".{person} ON "app".{key} = "web"."visit"."visitor" LEFT JOIN "web".{person} AS "guide" ON "guide"."id" = "web"."visit"."guide_id""#
        ),
    );
    assert!(app::secrets().contains(r#"FROM "secret" WHERE "secret"."person_id" ="#));
}

#[test]
fn a_table_that_is_linked_with_itself_is_hidden() {
    let linked = select(app::Person::linked.nested()).to_sql();
    assert!(
        linked.contains(r#"FROM (SELECT "app"."people of ""app"""."the ""key""" AS "key") AS "the parent""#),
        "{linked}"
    );
    assert!(linked.contains(r#""link"."from_id" = "the parent"."key""#), "{linked}");
}

#[test]
fn a_relation_shows_where_it_leads() {
    assert_eq!(format!("{:?}", web::Visit::guide), "Relation(visit -> people of \"app\")");
    assert_eq!(
        format!("{:?}", app::Person::visits.filter(web::Visit::id.gt(1)).limit(2)),
        r#"Related(people of "app" -> visit WHERE "web"."visit"."id" > $1 LIMIT 2)"#
    );
}
