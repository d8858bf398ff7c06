//! UNION, INTERSECT, EXCEPT.

use dsl_tests::language::{FavoriteColor, Manager, Note, Person, tables};
use dsl_tests::takes;
use piton::prelude::*;

const NAMES: &str = r#"SELECT "person"."name" FROM "person""#;
const COLORS: &str = r#"SELECT "favorite_color"."color" FROM "favorite_color""#;

#[tokio::test]
async fn two_plain_queries_stand_side_by_side() {
    let (_database, mut db) = tables().await;
    let (names, colors) = (|| select(Person::name), || select(FavoriteColor::color));
    takes! { db;
        names().union(colors()) => format!("{NAMES} UNION {COLORS}");
        names().union_all(colors()) => format!("{NAMES} UNION ALL {COLORS}");
        names().intersect(colors()) => format!("{NAMES} INTERSECT {COLORS}");
        names().intersect_all(colors()) => format!("{NAMES} INTERSECT ALL {COLORS}");
        names().except(colors()) => format!("{NAMES} EXCEPT {COLORS}");
        names().except_all(colors()) => format!("{NAMES} EXCEPT ALL {COLORS}");
        names().distinct().union(colors().filter(FavoriteColor::id.gt(1))) =>
            format!(r#"SELECT DISTINCT "person"."name" FROM "person" UNION {COLORS} WHERE "favorite_color"."id" > $1"#);
        select(value(1)).union(select(value(2))) => "SELECT $1 UNION SELECT $2";
    }
}

#[tokio::test]
async fn what_would_bind_otherwise_stands_in_parentheses() {
    let (_database, mut db) = tables().await;
    let (names, colors) = (|| select(Person::name), || select(FavoriteColor::color));
    takes! { db;
        names().limit(1).union(colors()) => format!("({NAMES} LIMIT 1) UNION {COLORS}");
        names().union(colors().order_by(FavoriteColor::id).limit(2)) =>
            format!(r#"{NAMES} UNION ({COLORS} ORDER BY "favorite_color"."id" LIMIT 2)"#);
        names().offset(1).union(colors().offset(2)) => format!("({NAMES} OFFSET 1) UNION ({COLORS} OFFSET 2)");
        names().union(colors()).except(names()) => format!("({NAMES} UNION {COLORS}) EXCEPT {NAMES}");
        names().union(colors().except(names())) => format!("{NAMES} UNION ({COLORS} EXCEPT {NAMES})");
        names().union(colors()).intersect(names().union_all(colors())).except_all(names()) =>
            format!("(({NAMES} UNION {COLORS}) INTERSECT ({NAMES} UNION ALL {COLORS})) EXCEPT ALL {NAMES}");
        names().union(colors()).limit(3).union(names()) => format!("({NAMES} UNION {COLORS} LIMIT 3) UNION {NAMES}");
    }
}

#[tokio::test]
async fn the_result_is_ordered_and_limited() {
    let (_database, mut db) = tables().await;
    let pair = || {
        select((Person::name, Person::id)).union_all(select((FavoriteColor::color, FavoriteColor::person_id)))
    };
    let text = r#"SELECT "person"."name", "person"."id" FROM "person" UNION ALL SELECT "favorite_color"."color", "favorite_color"."person_id" FROM "favorite_color""#;
    takes! { db;
        pair().order_by(Person::id) => format!("{text} ORDER BY 2");
        pair().order_by((Person::id.desc().nulls_last(), Person::name)) =>
            format!("{text} ORDER BY 2 DESC NULLS LAST, 1");
        pair().order_by(output(2).asc()).order_by(output(1)) => format!("{text} ORDER BY 2 ASC, 1");
        pair().limit(4).offset(5).limit(6) => format!("{text} LIMIT 6 OFFSET 5");
    }
}

#[tokio::test]
async fn columns_of_whole_tables_are_counted() {
    let (_database, mut db) = tables().await;
    let rows = || {
        select((value(1), Person, FavoriteColor, Manager.name))
            .join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
            .join(Manager, Manager.id.eq(Person::id))
    };
    let query = rows().except(rows()).order_by((
        Manager.name,
        FavoriteColor::color.desc(),
        Person::name,
        FavoriteColor::id,
    ));
    let sql = query.to_sql();
    assert!(sql.ends_with(" ORDER BY 10, 9 DESC, 3, 7"), "{sql}");
    query.execute(&mut db).await.map_err(|error| format!("{error}\n{sql}")).unwrap();
}

#[tokio::test]
async fn set_operations_are_parts_of_queries() {
    let (_database, mut db) = tables().await;
    let ids = || {
        select(FavoriteColor::person_id)
            .filter(FavoriteColor::color.eq("x"))
            .union(select(Person::manager_id))
    };
    let text = r#"SELECT "favorite_color"."person_id" FROM "favorite_color" WHERE "favorite_color"."color" = $1 UNION SELECT "person"."manager_id" FROM "person""#;
    takes! { db;
        select(Note::text).filter(Note::person_id.in_(ids())) =>
            format!(r#"SELECT "note"."text" FROM "note" WHERE "note"."person_id" = ANY({text})"#);
        select(Note::text).filter(exists(ids()).and(Note::text.eq("y"))) =>
            format!(r#"SELECT "note"."text" FROM "note" WHERE EXISTS ({text}) AND "note"."text" = $2"#);
        select((Note::text, ids().limit(1).scalar())) =>
            format!(r#"SELECT "note"."text", ({text} LIMIT 1) FROM "note""#);
        select(Note::text).filter(exists(
            select(FavoriteColor::id).filter(FavoriteColor::person_id.eq(outer(Note::person_id)))
                .union(select(Person::id).filter(Person::id.eq(outer(Note::person_id)))),
        )) => r#"SELECT "note"."text" FROM "note" WHERE EXISTS (SELECT "favorite_color"."id" FROM "favorite_color" WHERE "favorite_color"."person_id" = "note"."person_id" UNION SELECT "person"."id" FROM "person" WHERE "person"."id" = "note"."person_id")"#;
    }
}
