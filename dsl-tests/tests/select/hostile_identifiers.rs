//! Tables, columns and aliases whose names mean something else to SQL.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, holds, run};
use piton::prelude::*;

/// A name as SQL takes it, written apart from the code that is tested.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// For each pair of names: a table and a column, created, filled, selected, joined with an alias, grouped, ordered.
macro_rules! hostile {
    ($($test:ident $table:literal $column:literal;)+) => { $(
        #[tokio::test]
        async fn $test() {
            #[derive(Table, Debug, Clone, PartialEq)]
            #[table(name = $table)]
            struct Hostile {
                #[column(primary_key)]
                id: i32,
                #[column(name = $column)]
                field: Option<i32>,
            }
            alias!(Other = Hostile);

            let (_database, mut db) = empty().await;
            let (table, column) = (quoted($table), quoted($column));
            run(
                &mut db,
                &format!(
                    "CREATE TABLE {table} (id int4 PRIMARY KEY, {column} int4);
                     INSERT INTO {table} (id, {column}) VALUES (1, 10), (2, NULL), (3, 1)"
                ),
            )
            .await;
            let rows: Vec<Hostile> = select(Hostile).order_by(Hostile::field.desc().nulls_last()).all(&mut db).await.unwrap();
            let row = |id, field| Hostile { id, field };
            assert_eq!(rows, [row(1, Some(10)), row(3, Some(1)), row(2, None)]);
            let joined: Vec<(Option<i32>, Option<Hostile>)> = select((Hostile::field, Other))
                .left_join(Other, Hostile::field.eq(Other.id))
                .filter(Hostile::field.is_not_null())
                .order_by(Hostile::field)
                .all(&mut db)
                .await
                .unwrap();
            assert_eq!(joined, [(Some(1), Some(row(1, Some(10)))), (Some(10), None)]);
            let grouped: Vec<(Option<i32>, i64, Option<i64>)> = select((Hostile::field, count_all(), sum(Hostile::field)))
                .group_by(Hostile::field)
                .having(max(Hostile::field).gt(5))
                .all(&mut db)
                .await
                .unwrap();
            assert_eq!(grouped, [(Some(10), 1, Some(10))]);
            holds(
                &mut db,
                select(Hostile::field + 1),
                &format!("SELECT {table}.{column} + $1 FROM {table}"),
            )
            .await;
            let raw: Vec<Option<i32>> =
                sql!("SELECT {} FROM {} ORDER BY id", Hostile::field, Hostile).all(&mut db).await.unwrap();
            assert_eq!(raw, [Some(10), None, Some(1)]);
            let wrapped: Vec<i32> =
                select(sql_expr!(i32, "coalesce({}, 0)", Hostile::field)).order_by(Hostile::id).all(&mut db).await.unwrap();
            assert_eq!(wrapped, [10, 0, 1]);

            // What creates tables quotes the same.
            run(&mut db, &format!("DROP TABLE {table}")).await;
            db.create_tables(schema![Hostile]).await.unwrap();
            assert_eq!(select(Hostile).all(&mut db).await.unwrap(), []);
            assert_eq!((Hostile::DEFINITION.name, Hostile::DEFINITION.columns[1].name), ($table, $column));
        }
    )+ };
}

hostile! {
    a_quote_is_doubled "ta\"ble" "col\"umn";
    quotes_alone_are_names "\"" "\"\"";
    a_quote_and_a_dot_do_not_end_a_name "a\".\"b" "c\".\"d";
    a_semicolon_does_not_end_the_statement "x\"; DROP TABLE t; --" "y; DELETE FROM t";
    single_quotes_open_no_text "it's" "''";
    backslashes_escape_nothing "a\\b" "\\\"";
    dollars_open_no_text "$$" "$tag$";
    dollars_are_no_placeholders "$1" "$2";
    comments_do_not_begin "-- no comment" "/* no comment";
    newlines_and_tabs_stay "two\nlines" "a\ttab\r\n";
    keywords_are_names "select" "order";
    more_keywords_are_names "user" "group";
    system_columns_are_told_apart_by_their_table "table" "null";
    upper_case_stays "CamelCase" "UPPER";
    spaces_stay " leading and trailing " " ";
    dots_do_not_qualify "schema.table" "a.b";
    percent_signs_and_braces_stay "100%" "{}";
    names_begin_with_digits "1st" "2";
    unicode_stays "таблица" "列🦀";
    combining_characters_are_not_normalized "e\u{301}" "\u{e9}";
    control_characters_stay "bell\u{7}" "\u{1}";
    sixty_three_bytes_are_a_name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßb";
    sixty_three_quotes_are_a_name "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"" "\"'";
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(schema = "Sche\"ma", name = "ta.ble")]
struct Qualified {
    #[column(primary_key)]
    id: i32,
    r#type: String,
}

alias!(Select = Qualified);
alias!(r#Struct = Qualified);

#[tokio::test]
async fn a_schema_qualifies_the_table_and_its_columns() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Qualified]).await.unwrap();
    run(&mut db, r#"INSERT INTO "Sche""ma"."ta.ble" VALUES (1, 'x')"#).await;
    holds(
        &mut db,
        select((Qualified, Select.r#type)).join(Select, Select.id.eq(Qualified::id)).filter(Qualified::r#type.eq("x")),
        r#"SELECT "Sche""ma"."ta.ble"."id", "Sche""ma"."ta.ble"."type", "select"."type" FROM "Sche""ma"."ta.ble" JOIN "Sche""ma"."ta.ble" AS "select" ON "select"."id" = "Sche""ma"."ta.ble"."id" WHERE "Sche""ma"."ta.ble"."type" = $1"#,
    )
    .await;
    holds(&mut db, select(Struct.id), r#"SELECT "struct"."id" FROM "Sche""ma"."ta.ble" AS "struct""#).await;
    let row: (Qualified, Qualified) =
        select((Qualified, Struct)).cross_join(Struct).one(&mut db).await.unwrap();
    assert_eq!(row.0, row.1);
    let raw: String = sql!("SELECT {} FROM {}", Select.r#type, Select).one(&mut db).await.unwrap();
    assert_eq!(raw, "x");
}

#[tokio::test]
async fn an_alias_that_spells_a_table_is_still_another_name() {
    #[derive(Table, Debug, PartialEq)]
    #[table(name = "first")]
    struct One {
        #[column(primary_key)]
        id: i32,
    }
    alias!(Second = One);
    let (_database, mut db) = empty().await;
    db.create_tables(schema![One]).await.unwrap();
    run(&mut db, "CREATE TABLE second (id int4); INSERT INTO first VALUES (1)").await;
    assert_eq!(select(Second.id).all(&mut db).await.unwrap(), [1]);
}
