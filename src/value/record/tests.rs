use super::super::check::{decodes, refuses, survives_damage, survives_noise};
use super::super::{Value, decode_row};
use super::*;

/// A field: the OID of its type, and its bytes.
type Field<'f> = (u32, Option<&'f [u8]>);

fn number(number: usize) -> [u8; 4] {
    i32::try_from(number).unwrap_or(-9).to_be_bytes()
}

fn record(fields: &[Field<'_>]) -> Vec<u8> {
    let mut out = number(fields.len()).to_vec();
    for (oid, value) in fields {
        out.extend(oid.to_be_bytes());
        match value {
            Some(value) => {
                out.extend(number(value.len()));
                out.extend(*value);
            }
            None => out.extend([0xff; 4]),
        }
    }
    out
}

fn array(records: &[Vec<u8>]) -> Vec<u8> {
    let mut out: Vec<u8> = [1, 0, 2249].iter().flat_map(|number: &i32| number.to_be_bytes()).collect();
    out.extend(number(records.len()));
    out.extend(number(1));
    for record in records {
        out.extend(number(record.len()));
        out.extend(record);
    }
    out
}

type Pair = (i32, Option<String>);

const SEVEN: Field<'static> = (23, Some(&[0, 0, 0, 7]));

#[test]
fn rows_are_decoded_from_records() {
    let bytes = array(&[record(&[SEVEN, (25, Some(b"seven"))]), record(&[SEVEN, (25, None)])]);
    decodes::<Vec<Pair>>(&bytes, &vec![(7, Some("seven".to_owned())), (7, None)]);
    let borrowed = <Vec<Pair> as Value>::decode_borrowed(&bytes);
    assert_eq!(borrowed.ok(), Some(vec![(7, Some("seven")), (7, None)]));
    decodes::<Vec<Pair>>(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 201], &Vec::new());
}

#[test]
fn rows_hold_rows() {
    let inner = array(&[record(&[SEVEN])]);
    let outer = array(&[record(&[SEVEN, (2287, Some(&inner))])]);
    decodes::<Vec<(i32, Vec<(i32,)>)>>(&outer, &vec![(7, vec![(7,)])]);
}

#[test]
fn a_row_of_nulls_is_none() {
    let bytes = array(&[record(&[SEVEN, (23, None), (25, None)])]);
    decodes::<Vec<(i32, Option<(i32, String)>)>>(&bytes, &vec![(7, None)]);
}

#[test]
fn the_types_of_fields_are_checked() {
    let with = |oid| array(&[record(&[SEVEN, (oid, Some(b"x"))])]);
    // text, varchar, bpchar, name, and a created type: a domain, an enum, citext.
    for oid in [25, 1043, 1042, 19, 70_000] {
        decodes::<Vec<Pair>>(&with(oid), &vec![(7, Some("x".to_owned()))]);
    }
    for oid in [0, 17, 23, 2249] {
        let found = format!(
            "element 1 of the array: field 2 of the row: it is of the type with OID {oid}, expected text"
        );
        refuses::<Vec<Pair>>(&with(oid), &found);
    }
    assert!(<Vec<Pair>>::accepts(2287));
    assert!(!<Vec<Pair>>::accepts(2249) && !<Vec<Pair>>::accepts(1009) && !<Vec<Pair>>::accepts(0));
    refuses::<Vec<Pair>>(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23], "OID 23, expected record");
}

#[test]
fn hostile_records_are_refused() {
    let malformed = "the row's fields and its length do not fit together";
    let whole = record(&[SEVEN, (25, None)]);
    refuses::<Vec<Pair>>(&array(&[record(&[SEVEN])]), "do not fit together");
    let mut cut = record(&[SEVEN, (25, Some(&[0; 20]))]);
    cut.truncate(28);
    refuses::<Vec<Pair>>(&array(&[cut]), malformed);
    let mut longer = whole.clone();
    longer.push(0);
    refuses::<Vec<Pair>>(&array(&[longer]), malformed);
    for count in [-1, 0, 3, i32::MAX, i32::MIN] {
        let mut counted = whole.clone();
        counted.splice(..4, count.to_be_bytes());
        refuses::<Vec<Pair>>(&array(&[counted]), &format!("the row has {count} fields, expected 2"));
    }
    let mut negative = whole.clone();
    negative.splice(8..12, (-2_i32).to_be_bytes());
    refuses::<Vec<Pair>>(&array(&[negative]), malformed);
    let mut null = array(&[whole]);
    null.splice(20..24, [0xff; 4]);
    refuses::<Vec<Pair>>(&null, "it is NULL, and a row was expected");
}

#[test]
fn what_is_announced_is_not_allocated() {
    let mut many = array(&[record(&[SEVEN, (25, None)])]);
    many.splice(12..16, 1_000_000_i32.to_be_bytes());
    refuses::<Vec<Pair>>(&many, "do not fit together");
}

#[test]
fn damage_never_panics() {
    let inner = array(&[record(&[SEVEN, (25, Some("x".as_bytes()))])]);
    survives_damage::<Vec<(i32, Vec<Pair>)>>(&array(&[record(&[SEVEN, (2287, Some(&inner))])]));
    survives_noise::<Vec<(i32, Vec<Pair>)>>();
}

#[test]
fn rows_are_no_parameters() {
    let sent = super::super::check::encode_error(&[(1_i32, 2_i32)]);
    assert_eq!(sent, "PostgreSQL takes no rows as parameters");
}

#[test]
fn an_error_says_where_in_the_row_it_is() {
    let bytes = array(&[record(&[SEVEN, (25, None)]), record(&[(23, None), (25, None)])]);
    let mut row = number(bytes.len()).to_vec();
    row.extend(bytes);
    let error = decode_row::<(Vec<Pair>,)>(&mut Columns::new(&row)).err().map(|error| error.to_string());
    assert_eq!(
        error.as_deref(),
        Some(
            "cannot decode column 1 of the result: element 2 of the array: field 1 of the row: the value is NULL and \
             its Rust type is not an `Option`"
        )
    );
}
