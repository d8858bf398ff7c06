use super::super::check::{bytes_of, decodes, refuses, round_trips, survives_damage, survives_noise};
use super::*;

/// An array's bytes: numbers as they are, then bytes.
fn raw(header: &[i32], elements: &[u8]) -> Vec<u8> {
    header.iter().flat_map(|number| number.to_be_bytes()).chain(elements.iter().copied()).collect()
}

struct Mood;

impl Encode for Mood {
    const TYPE: &'static SqlType = &SqlType::enumeration(None, "mood", &["glad"]);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(b"glad");
        Ok(())
    }
}

impl Value for Mood {
    type Borrowed<'r> = Self;
    type Class = Self;

    fn decode(_: &[u8]) -> Result<Self, ValueError> {
        Ok(Mood)
    }

    fn decode_borrowed(_: &[u8]) -> Result<Self, ValueError> {
        Ok(Mood)
    }
}

#[test]
fn the_format_is_that_of_the_server() {
    assert_eq!(bytes_of(&Vec::<i32>::new()), raw(&[0, 0, 23], &[]));
    assert_eq!(bytes_of(&[7_i16, 8]), raw(&[1, 0, 21, 2, 1], &[0, 0, 0, 2, 0, 7, 0, 0, 0, 2, 0, 8]));
    assert_eq!(bytes_of(&["a"]), raw(&[1, 0, 25, 1, 1], &[0, 0, 0, 1, b'a']));
    let nullable = raw(&[1, 1, 16, 2, 1], &[255, 255, 255, 255, 0, 0, 0, 1, 1]);
    assert_eq!(bytes_of(&vec![None, Some(true)]), nullable);
    assert_eq!(bytes_of([Some(true)].as_slice()), raw(&[1, 0, 16, 1, 1], &[0, 0, 0, 1, 1]));
}

#[test]
fn arrays_go_round() {
    round_trips(&Vec::<i32>::new());
    round_trips(&vec![1_i32, -1, i32::MAX]);
    round_trips(&vec!["a".to_owned(), String::new()]);
    round_trips(&vec![Some(1_i64), None]);
    round_trips(&vec![vec![1_u8, 2], vec![]]);
    let bytes = bytes_of(&["a", "bc"]);
    assert_eq!(<Vec<String>>::decode_borrowed(&bytes).ok(), Some(vec!["a", "bc"]));
    decodes(&bytes_of(&[1_i32]), &vec![Some(1_i32)]);
}

#[test]
fn the_first_index_and_the_null_flag_do_not_matter() {
    decodes(&raw(&[1, 1, 23, 1, 0], &[0, 0, 0, 4, 0, 0, 0, 9]), &vec![9_i32]);
    decodes(&raw(&[1, 0, 23, 1, -7], &[255, 255, 255, 255]), &vec![None::<i32>]);
}

#[test]
fn hostile_headers_are_refused() {
    let malformed = "do not fit together";
    for header in [
        &[-1, 0, 23][..],
        &[7, 0, 23],
        &[1, 2, 23, 0, 1],
        &[1, 0, 23],
        &[1, 0, 23, i32::MAX, 1],
        &[1, 0, 23, -1, 1],
        &[1, 0, 23, 1, 1],
        &[1, 0, 23, 1, 1, 5, 0],
        &[1, 0, 23, 1, 1, -2],
        &[1, 0, 23, 1, 1, i32::MIN],
        &[1, 0, 23, 1, 1, 4, 0, 0],
        &[0, 0, 23, 0],
    ] {
        refuses::<Vec<i32>>(&raw(header, &[]), malformed);
        refuses::<Vec<Option<i32>>>(&raw(header, &[]), malformed);
    }
    refuses::<Vec<i32>>(&[], malformed);
}

#[test]
fn messages_say_what_to_do() {
    refuses::<Vec<i32>>(&raw(&[2, 0, 23, 1, 1, 1, 1, 4, 0], &[]), "2 dimensions");
    refuses::<Vec<i32>>(&raw(&[1, 0, 20, 0, 1], &[]), "OID 20, expected int4");
    let null = bytes_of(&[Some(1_i32), None]);
    refuses::<Vec<i32>>(
        &null,
        "element 2 of the array: it is NULL, for which the Rust type must be `Vec<Option<T>>`",
    );
    refuses::<Vec<bool>>(&raw(&[1, 0, 16, 1, 1], &[0, 0, 0, 1, 9]), "element 1 of the array: a bool is");
}

#[test]
fn damage_never_panics() {
    survives_damage::<Vec<i32>>(&bytes_of(&[1_i32, 2, 3]));
    survives_damage::<Vec<Option<String>>>(&bytes_of(&[Some("abc"), None]));
    survives_noise::<Vec<i64>>();
}

#[test]
fn arrays_accept_what_their_elements_accept() {
    assert!(<Vec<i32>>::accepts(1007) && !<Vec<i32>>::accepts(23) && !<Vec<i32>>::accepts(1016));
    assert!(<Vec<Option<String>>>::accepts(1009) && <Vec<String>>::accepts(1015));
    assert!(!<Vec<Mood>>::accepts(0) && !<Vec<Mood>>::accepts(1009));
    assert_eq!(<Vec<i32>>::TYPE.to_string(), "int4[]");
}

#[test]
fn created_types_leave_a_gap_and_are_taken_as_sent() {
    let mut out = Encoder::default();
    assert!(out.put_value(&[Mood]).is_ok());
    assert_eq!(out.gaps().iter().map(|gap| (gap.at, gap.ty)).collect::<Vec<_>>(), [(12, Mood::TYPE)]);
    assert!(<[Mood]>::TYPE.is_custom() && <[Mood]>::TYPE.is_array);
    let sent = raw(&[1, 0, 70_000, 1, 1], &[0, 0, 0, 4, b'g', b'l', b'a', b'd']);
    assert_eq!(<Vec<Mood>>::decode(&sent).map(|moods| moods.len()).ok(), Some(1));
    refuses::<Vec<Mood>>(&raw(&[0, 0, 0], &[]), "OID 0, expected mood");
    decodes(&raw(&[1, 0, 70_000, 1, 1], &[0, 0, 0, 1, b'a']), &vec!["a".to_owned()]);
}

#[test]
fn parameters_fit_arrays_of_their_elements() {
    fn fits<C, V: Bindable<C> + ?Sized>(_: &V) {}
    fits::<Vec<String>, _>(&vec!["a"]);
    fits::<Vec<String>, _>(&["a".to_owned()]);
    fits::<Vec<i32>, _>(&[Some(1)]);
    fits::<Vec<i32>, [i32]>(&[1]);
    fits::<Vec<u8>, _>(&vec![1]);
    fits::<Vec<Vec<u8>>, _>(&vec![vec![1]]);
}
