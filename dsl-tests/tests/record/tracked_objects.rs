//! Objects that know what was changed of them.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use dsl_tests::language::{Person, Random};
use piton::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Level, Metadata, Subscriber};

fn alice() -> Tracked<Person> {
    Person { id: 1, name: "Alice".into(), age: 30, email: None, manager_id: None }.track()
}

/// Keeps the warnings of piton, each as its fields.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{}={value:?};", field.name()).unwrap();
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("piton") && *metadata.level() == Level::WARN
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The warnings while something runs.
fn warnings(run: impl FnOnce()) -> Vec<String> {
    let warnings = Warnings::default();
    with_default(warnings.clone(), run);
    std::mem::take(&mut *warnings.0.lock().unwrap())
}

#[test]
fn nothing_is_changed_at_first() {
    let alice = alice();
    assert!(!alice.is_dirty());
    assert!(alice.changed().is_empty());
    assert_eq!(alice.name, "Alice");
}

#[test]
fn changed_columns_are_named_in_the_order_of_the_table() {
    let mut alice = alice();
    alice.email = Some("a@example.org".into());
    alice.name.push('!');
    assert!(alice.is_dirty());
    assert_eq!(alice.changed(), ["name", "email"]);
    alice.reset();
}

#[test]
fn a_value_that_is_set_to_what_it_was_is_not_changed() {
    let mut alice = alice();
    alice.name = "Bob".into();
    alice.name = "Alice".into();
    alice.email = None;
    assert!(!alice.is_dirty());
    assert!(alice.changed().is_empty());
}

#[test]
fn null_is_another_value_than_an_empty_text() {
    let mut alice = alice();
    alice.email = Some(String::new());
    assert_eq!(alice.changed(), ["email"]);
    alice.reset();
    alice.email = None;
    assert_eq!(alice.changed(), ["email"]);
    alice.reset();
}

#[test]
fn reset_takes_the_values_as_they_are_for_those_of_the_database() {
    let mut alice = alice();
    alice.age = 31;
    alice.reset();
    assert!(!alice.is_dirty());
    assert_eq!(alice.age, 31);
    alice.age = 30;
    assert_eq!(alice.changed(), ["age"]);
    assert_eq!(alice.into_inner().age, 30);
}

#[test]
fn what_is_changed_is_what_differs_of_any_two_rows() {
    let mut random = Random::new(7);
    let any = |random: &mut Random| Person {
        id: 1,
        name: random.pick(&["a", "b"]).to_string(),
        age: *random.pick(&[1, 2]),
        email: random.pick(&[None, Some(String::new()), Some("x".to_owned())]).clone(),
        manager_id: *random.pick(&[None, Some(0)]),
    };
    for _ in 0..1000 {
        let (before, after) = (any(&mut random), any(&mut random));
        let mut tracked = before.clone().track();
        *tracked = after.clone();
        let differ = [
            ("name", before.name != after.name),
            ("age", before.age != after.age),
            ("email", before.email != after.email),
            ("manager_id", before.manager_id != after.manager_id),
        ];
        let expected: Vec<&str> =
            differ.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
        assert_eq!(tracked.changed(), expected);
        assert_eq!(tracked.into_inner(), after);
    }
}

#[test]
fn an_object_that_is_dropped_with_changes_is_reported_with_its_place() {
    let line = line!() + 3;
    let found = warnings(|| {
        let mut alice = alice();
        alice.age = 31;
        assert_eq!(alice.age, 31);
    });
    let [warning] = found.as_slice() else { panic!("{found:?}") };
    assert!(warning.contains("table=\"person\";"), "{warning}");
    assert!(warning.contains("columns=\"age\";"), "{warning}");
    assert!(warning.contains(&format!("place={}:{line}:", file!())), "{warning}");
    assert!(!warning.contains("Alice"), "{warning}");
}

#[test]
fn an_object_without_changes_is_not_reported() {
    let found = warnings(|| {
        drop(alice());
        let mut same = alice();
        same.age = 31;
        same.age = 30;
        drop(same);
        let mut taken = alice();
        taken.age = 31;
        let _person: Person = taken.into_inner();
        let mut reset = alice();
        reset.age = 31;
        reset.reset();
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nothing_is_reported_while_a_thread_panics() {
    let warnings = Warnings::default();
    let inner = warnings.clone();
    let panicked = std::thread::spawn(move || {
        with_default(inner, || {
            let mut alice = alice();
            alice.age = 31;
            panic!("on purpose");
        })
    });
    assert!(panicked.join().is_err());
    assert!(warnings.0.lock().unwrap().is_empty());
}

#[test]
fn a_copy_of_a_changed_object_is_changed_as_well() {
    let mut alice = alice();
    alice.age = 31;
    let mut copy = alice.clone();
    assert_eq!(copy.changed(), ["age"]);
    copy.reset();
    assert!(alice.is_dirty());
    alice.reset();
}
