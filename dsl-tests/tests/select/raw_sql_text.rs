//! The text that `sql!` and `sql_expr!` make.

use piton::prelude::*;
use piton::query::RawQuery;

#[test]
fn arguments_take_their_places_in_order() {
    assert_eq!(sql!("SELECT 1").to_sql(), "SELECT 1");
    assert_eq!(sql!("SELECT {}, {}::text", 1, "a").to_sql(), "SELECT $1, $2::text");
    assert_eq!(sql!("{}", 1,).to_sql(), "$1");
    assert_eq!(
        sql!("VALUES ({}{}{})", trusted("1, "), 2, trusted(String::from(", 3"))).to_sql(),
        "VALUES (1, $1, 3)"
    );
}

#[test]
fn every_kind_of_value_is_bound() {
    let name = String::from("a");
    let names = vec!["a", "b"];
    let age: Option<i32> = None;
    let query = sql!(
        "SELECT {}, {}, {}, {}, {}, {}, {}, {}",
        name,
        &name,
        names,
        &names[..1],
        [Some(1_i64), None],
        age,
        &age,
        Some(&name)
    );
    assert_eq!(query.to_sql(), "SELECT $1, $2, $3, $4, $5, $6, $7, $8");
    assert_eq!((name.as_str(), names.len()), ("a", 2), "arguments are borrowed");
}

#[test]
fn variables_are_named_in_the_text() {
    let name = String::from("a");
    let r#type = 3;
    assert_eq!(sql!("SELECT {name}, {}, {r#type}, {name}", 1).to_sql(), "SELECT $1, $2, $3, $4");
    let order = trusted("id");
    assert_eq!(sql!("SELECT * FROM t ORDER BY {order}").to_sql(), "SELECT * FROM t ORDER BY id");
}

struct Filter {
    age: i32,
}

impl Filter {
    fn query(&self) -> RawQuery {
        sql!("SELECT {}", self.age)
    }
}

#[test]
fn arguments_are_whole_expressions() {
    fn pair<A, B>(_: A, b: B) -> B {
        b
    }
    assert_eq!(Filter { age: 1 }.query().to_sql(), "SELECT $1");
    let query = sql!(
        "SELECT {}, {}, {}, {}, {}, {}",
        pair::<Option<i32>, i32>(None, 1),
        <i32 as std::str::FromStr>::from_str("1").unwrap_or(2),
        if 1 < 2 { "a" } else { "b" },
        1 < 2,
        3 > 2,
        Vec::<(i32, i64)>::new().iter().map(|(a, b)| i64::from(*a) + b).sum::<i64>()
    );
    assert_eq!(query.to_sql(), "SELECT $1, $2, $3, $4, $5, $6");
}

#[test]
fn an_error_can_leave_through_an_argument() {
    fn query(number: &str) -> Result<RawQuery, std::num::ParseIntError> {
        Ok(sql!("SELECT {}", number.parse::<i32>()?))
    }
    assert!(query("1").is_ok());
    assert!(query("a").is_err());
}

#[test]
fn braces_are_doubled() {
    assert_eq!(
        sql!("SELECT '{{}}'::int[], '{{\"a\": 1}}'::jsonb").to_sql(),
        "SELECT '{}'::int[], '{\"a\": 1}'::jsonb"
    );
    assert_eq!(sql!("{{{}}}", 1).to_sql(), "{$1}");
}

#[test]
fn quoted_text_and_comments_are_left_alone() {
    for query in [
        sql!("SELECT '$1', \"$2\", $$ $3 $$, $a$ $4 $b$ $$ $a$ -- $5 '\n, /* $6 /* ' */ $7 */ 1"),
        sql!("SELECT 'it''s $1', E'it\\'s $2', e'\\\\' , \"a\"\"$3\", name$4, ä$5"),
    ] {
        assert!(query.to_sql().contains("$3"));
    }
    assert_eq!(sql!("SELECT '''', {}, \"\"\"\", {}", 1, 2).to_sql(), "SELECT '''', $1, \"\"\"\", $2");
    assert_eq!(sql!("SELECT '\\', {}, E'\\'', {}", 1, 2).to_sql(), "SELECT '\\', $1, E'\\'', $2");
    assert_eq!(sql!("SELECT $x$'$x$, {} -- '", 1).to_sql(), "SELECT $x$'$x$, $1 -- '");
    assert_eq!(sql!("SELECT 1 - {} / {} - 2", 1, 2).to_sql(), "SELECT 1 - $1 / $2 - 2");
}

#[test]
fn a_macro_can_pass_the_text_on() {
    macro_rules! explained {
        ($sql:literal $(, $argument:expr)*) => {
            sql!($sql $(, $argument)*)
        };
    }
    assert_eq!(explained!("SELECT {} + {}", 1 + 1, 2).to_sql(), "SELECT $1 + $2");
}

#[test]
fn debug_shows_the_text_and_no_value() {
    let query = sql!("SELECT {}", "secret");
    assert_eq!(format!("{:?}", query.clone()), "RawQuery(\"SELECT $1\")");
    assert_eq!(query.to_sql(), query.clone().to_sql());
}

#[test]
fn expressions_stand_in_queries() {
    let high = 6;
    assert_eq!(select(sql_expr!(i32, "pg_backend_pid()")).to_sql(), "SELECT pg_backend_pid()");
    assert_eq!(select(sql_expr!(Option<i32>, "nullif({}, {high})", 5_i32)).to_sql(), "SELECT nullif($1, $2)");
    assert_eq!(
        select(sql_expr!(Vec<Option<String>>, "{} || {}", vec!["a"], Option::<&str>::None)).to_sql(),
        "SELECT $1 || $2"
    );
    assert_eq!(
        select(sql_expr!(i32, "1 + {}", 2) * sql_expr!(i32, "{}", value(3) + 4)).to_sql(),
        "SELECT (1 + $1) * (($2 + $3))"
    );
}

#[derive(Table)]
#[allow(dead_code, reason = "only its columns are named")]
struct Person {
    #[column(primary_key)]
    id: i32,
    email: Option<String>,
}

#[test]
fn tables_and_columns_become_their_names() {
    assert_eq!(
        sql!("SELECT {} FROM {} WHERE {} = {}", Person::email, Person, Person::id, 1).to_sql(),
        r#"SELECT "person"."email" FROM "person" WHERE "person"."id" = $1"#
    );
    alias!(Friend = Person);
    assert_eq!(
        sql!("SELECT {} FROM {}", Friend.email, Friend).to_sql(),
        r#"SELECT "friend"."email" FROM "person" AS "friend""#
    );
}

#[test]
fn columns_stand_in_typed_fragments() {
    let email = sql_expr!(Option<String>, "nullif({}, {})", Person::email, "");
    assert_eq!(
        select(Person::id).filter(email.eq("a")).to_sql(),
        r#"SELECT "person"."id" FROM "person" WHERE (nullif("person"."email", $1)) = $2"#
    );
}

#[test]
fn a_parameter_is_not_shown() {
    let mut statement = piton::sql::Statement::new();
    statement.part(piton::sql::Clause::Raw, |out| out.bind("secret"));
    let shown = format!("{statement:?}");
    assert!(!shown.contains("secret") && !shown.contains("115, 101, 99"), "{shown}");
}
