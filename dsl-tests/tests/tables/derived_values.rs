//! Newtypes and enums as values; without a server.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use piton::value::{Bindable, Encode, Encoder, PgEnum, Shape, Value};

#[derive(Value, Clone, Copy, Debug, PartialEq)]
struct UserId(i32);

#[derive(Value, Clone, Debug, PartialEq)]
#[value(sql_type = "app.citext")]
struct Email(String);

#[derive(Value, Debug, PartialEq)]
#[value(sql_type = "double precision")]
struct Weight(f64);

#[derive(Value, Debug, PartialEq)]
struct Tags(Vec<Option<String>>);

#[derive(PgEnum, Clone, Copy, Debug, PartialEq)]
#[pg_enum(schema = "app", rename_all = "kebab-case")]
enum Mood {
    SoSo,
    #[pg_enum(rename = "très content")]
    Glad,
    r#Final,
}

fn bytes_of<V: Encode + ?Sized>(value: &V) -> Vec<u8> {
    let mut out = Encoder::default();
    value.encode(&mut out).unwrap();
    out.as_bytes().to_vec()
}

fn round_trips<V: Value + PartialEq + std::fmt::Debug>(value: &V) {
    assert_eq!(&V::decode(&bytes_of(value)).unwrap(), value);
}

#[test]
fn a_newtype_is_what_it_holds() {
    assert_eq!(bytes_of(&UserId(7)), bytes_of(&7));
    round_trips(&UserId(-1));
    round_trips(&Email("a@b".to_owned()));
    round_trips(&Tags(vec![None, Some("x".to_owned())]));
    round_trips(&vec![UserId(1), UserId(2)]);
    assert_eq!(UserId::TYPE, i32::TYPE);
    assert!(UserId::accepts(23) && !UserId::accepts(20) && <Vec<UserId>>::accepts(1007));
    let error = UserId::decode(&[0]).unwrap_err().to_string();
    assert_eq!(error, "a value of type int4 has 4 bytes, found 1");
}

#[test]
fn a_newtype_can_name_another_type() {
    assert_eq!(Email::TYPE.to_string(), "app.citext");
    assert!(Email::TYPE.is_custom() && Email::accepts(25));
    assert_eq!(<Vec<Email>>::TYPE.to_string(), "app.citext[]");
    assert_eq!(Weight::TYPE.to_string(), "float8");
    round_trips(&Weight(1.5));
}

#[test]
fn an_enum_is_its_labels() {
    assert_eq!(Mood::TYPE.to_string(), "app.mood");
    assert_eq!(Mood::TYPE.labels, ["so-so", "très content", "final"]);
    assert_eq!(bytes_of(&Mood::Glad), "très content".as_bytes());
    for mood in [Mood::SoSo, Mood::Glad, Mood::Final] {
        round_trips(&mood);
    }
    let error = Mood::decode(b"secret").unwrap_err().to_string();
    assert_eq!(
        error,
        "found a label of the enum app.mood that `Mood` does not have; it has `so-so`, `très content` and `final`"
    );
}

#[test]
fn arrays_of_an_enum_carry_the_oid_of_the_database() {
    let mut sent = bytes_of(&[Some(Mood::Final), None]);
    sent.get_mut(8..12).unwrap().copy_from_slice(&70_000_u32.to_be_bytes());
    assert_eq!(<Vec<Option<Mood>>>::decode(&sent).unwrap(), [Some(Mood::Final), None]);
}

#[test]
fn a_class_is_its_own_and_a_row_has_one_column() {
    fn fits<C, V: Bindable<C>>(_: V) {}
    fits::<UserId, _>(UserId(1));
    fits::<UserId, _>(&UserId(1));
    fits::<Vec<Mood>, _>([Mood::SoSo]);
    assert_eq!(Shape::of::<(UserId, Option<Mood>)>().columns.len(), 2);
}
