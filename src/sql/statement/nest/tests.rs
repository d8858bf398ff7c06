#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed step is a failed test")]

use std::hash::RandomState;

use super::*;
use crate::error::ValueError;
use crate::value::{Encode, Encoder, SqlType};

/// A type that the database knows and this library does not.
static MOOD: SqlType = SqlType::named(None, "mood");

/// An array whose header has a gap for the OID of its elements.
struct Moods(u8);

impl Encode for Moods {
    const TYPE: &'static SqlType = &MOOD;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(&vec![0xee; self.0.into()]);
        out.put_oid(&MOOD);
        Ok(())
    }
}

/// A value that has no representation.
struct Never;

impl Encode for Never {
    const TYPE: &'static SqlType = <i32 as Encode>::TYPE;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(&[1, 2, 3]);
        Err(ValueError::new("never"))
    }
}

/// `SELECT <list> WHERE <condition>`, the condition bound first.
fn select(list: i32, condition: &impl Encode) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Where, |out| {
        out.text("c = ");
        out.bind(condition);
    });
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.bind(&list));
    statement
}

/// The statement with the inner one in its WHERE and a parameter on each side of it.
fn around(inner: &Statement) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Where, |out| {
        out.bind(&10);
        out.text(" IN (");
        out.nest(inner);
        out.text(") OR ");
        out.bind(&11_i64);
    });
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.bind("text"));
    statement
}

fn types(statement: &Statement) -> Vec<String> {
    statement.param_types().map(ToString::to_string).collect()
}

/// The bytes of all parameters, in the order of their placeholders.
fn bytes(statement: &Statement) -> Vec<u8> {
    statement.param_runs().flat_map(|run| run.bytes.iter().copied()).collect()
}

/// The places of all gaps in those bytes.
fn gaps(statement: &Statement) -> Vec<usize> {
    let mut before = 0;
    let mut found = Vec::new();
    for run in statement.param_runs() {
        found.extend(run.gaps().map(|(at, _)| before + at));
        before += run.bytes.len();
    }
    found
}

fn int(value: i32) -> Vec<u8> {
    [4_i32.to_be_bytes(), value.to_be_bytes()].concat()
}

#[test]
fn placeholders_are_numbered_through() {
    let statement = around(&select(1, &2_i16));
    assert_eq!(statement.to_sql(), "SELECT $1 WHERE $2 IN (SELECT $3 WHERE c = $4) OR $5");
    assert_eq!(types(&statement), ["text", "int4", "int4", "int2", "int8"]);
    assert_eq!(statement.param_count(), 5);
    let values = [
        [vec![0, 0, 0, 4], b"text".to_vec()].concat(),
        int(10),
        int(1),
        vec![0, 0, 0, 2, 0, 2],
        [8_i32.to_be_bytes().to_vec(), 11_i64.to_be_bytes().to_vec()].concat(),
    ];
    assert_eq!(bytes(&statement), values.concat());
}

#[test]
fn statements_are_nested_at_any_depth() {
    let statement = around(&around(&around(&select(1, &2))));
    assert_eq!(
        statement.to_sql(),
        "SELECT $1 WHERE $2 IN (SELECT $3 WHERE $4 IN (SELECT $5 WHERE $6 IN (SELECT $7 WHERE c = $8) OR $9) OR $10) OR $11",
    );
    assert_eq!(
        types(&statement),
        ["text", "int4", "text", "int4", "text", "int4", "int4", "int4", "int8", "int8", "int8"]
    );
}

#[test]
fn gaps_for_oids_move_along() {
    let inner = select(1, &Moods(3));
    let twice = around(&around(&inner));
    let all = bytes(&twice);
    let found = gaps(&twice);
    assert_eq!(found.len(), 1);
    assert_eq!(all.get(found[0] - 3..found[0]), Some(&[0xee; 3][..]));
    assert_eq!(all.get(found[0]..found[0] + 4), Some(&[0; 4][..]));

    let mut both = around(&inner);
    both.part(Clause::Having, |out| out.nest(&select(2, &Moods(1))));
    let all = bytes(&both);
    assert_eq!(gaps(&both).iter().map(|at| all[at - 1]).collect::<Vec<_>>(), [0xee, 0xee]);
}

#[test]
fn the_first_value_without_representation_is_reported_by_its_placeholder() {
    let error = around(&select(1, &Never)).check().unwrap_err().to_string();
    assert!(error.contains("$4"), "{error}");
    let error = around(&around(&select(1, &Never))).check().unwrap_err().to_string();
    assert!(error.contains("$6"), "{error}");

    let mut outer = Statement::new();
    outer.part(Clause::Where, |out| {
        out.bind(&Never);
        out.nest(&select(1, &Never));
    });
    let error = outer.check().unwrap_err().to_string();
    assert!(error.contains("$1"), "{error}");
    assert!(around(&select(1, &2)).check().is_ok());
}

#[test]
fn what_was_cleared_is_not_nested() {
    let mut inner = select(1, &2);
    inner.part(Clause::Limit, |out| out.bind(&5_i64));
    inner.clear(Clause::Limit);
    let statement = around(&inner);
    assert_eq!(statement.to_sql(), "SELECT $1 WHERE $2 IN (SELECT $3 WHERE c = $4) OR $5");
    assert_eq!(types(&statement), ["text", "int4", "int4", "int4", "int8"]);
}

#[test]
fn explain_is_not_nested() {
    let mut inner = select(1, &2);
    inner.part(Clause::Explain, |_| ());
    assert_eq!(around(&inner).to_sql(), around(&select(1, &2)).to_sql());
    assert_eq!(types(&around(&inner)), types(&around(&select(1, &2))));
}

#[test]
fn a_nested_statement_is_known_by_its_pieces() {
    let hasher = RandomState::new();
    let (one, other) = (around(&select(1, &2)), around(&select(3, &4)));
    assert_eq!(one.fingerprint(&hasher), other.fingerprint(&hasher));
    assert!(one.is(&other.key()));

    let longer = around(&around(&select(1, &2)));
    assert_ne!(one.fingerprint(&hasher), longer.fingerprint(&hasher));
    assert!(!one.is(&longer.key()));
    let typed = around(&select(1, &2_i64));
    assert_ne!(one.fingerprint(&hasher), typed.fingerprint(&hasher));
    assert!(!one.is(&typed.key()));
}

#[test]
fn a_statement_is_wrapped_in_text() {
    let statement = Statement::wrapping(Clause::Raw, "TABLE (", &select(1, &2), ")");
    assert_eq!(statement.to_sql(), "TABLE (SELECT $1 WHERE c = $2)");
}
