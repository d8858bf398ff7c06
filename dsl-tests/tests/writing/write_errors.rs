//! What is said of rows that the database refuses, and that nothing is left of the call.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use piton::Error;
use piton::prelude::*;
use piton::testing::Database;
use piton::value::Numeric;

#[derive(Table, Debug, Clone, PartialEq)]
struct Room {
    #[column(primary_key)]
    id: i32,
    #[column(unique)]
    name: String,
    #[column(check = "seats > 0")]
    seats: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(check = "starts < ends")]
struct Booking {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Room::id)]
    room_id: i32,
    starts: i32,
    ends: i32,
    // NOT NULL in the database, which the program does not know.
    guest: Option<String>,
    price: Option<Numeric>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Room, Booking]).await.unwrap();
    run(
        &mut db,
        "ALTER TABLE booking ALTER guest SET NOT NULL,
            ADD CONSTRAINT free EXCLUDE USING gist (int4range(starts, ends) WITH &&);
         INSERT INTO room VALUES (1, 'blue', 3)",
    )
    .await;
    (database, db)
}

/// Which of the predicates are true.
fn kinds(error: &Error) -> Vec<&'static str> {
    [
        ("unique", error.is_unique_violation()),
        ("foreign key", error.is_foreign_key_violation()),
        ("not null", error.is_not_null_violation()),
        ("check", error.is_check_violation()),
        ("exclusion", error.is_exclusion_violation()),
        ("closed", error.is_closed()),
        ("retryable", error.is_retryable()),
        ("not found", error.is_not_found()),
    ]
    .into_iter()
    .filter_map(|(name, is)| is.then_some(name))
    .collect()
}

#[tokio::test]
async fn each_violation_is_told_apart_and_names_what_was_violated() {
    let (_database, mut db) = tables().await;
    let room = |id: i32, name: &str, seats: i32| Room::create().id(id).name(name).seats(seats);
    let booking = |room: i32, starts: i32, ends: i32| {
        Booking::create().room_id(room).starts(starts).ends(ends).guest("g")
    };
    db.insert(booking(1, 1, 5)).await.unwrap();
    let rooms = |bad| [room(7, "good", 1), bad];
    let errors = [
        (db.insert(rooms(room(1, "x", 1))).await.unwrap_err(), "unique", Some("room_pkey"), "room", None),
        (
            db.insert(rooms(room(2, "blue", 1))).await.unwrap_err(),
            "unique",
            Some("room_name_key"),
            "room",
            None,
        ),
        (
            db.insert(rooms(room(2, "x", 0))).await.unwrap_err(),
            "check",
            Some("room_seats_check"),
            "room",
            None,
        ),
        (
            db.insert([booking(1, 8, 9), booking(4, 10, 11)]).await.unwrap_err(),
            "foreign key",
            Some("booking_room_id_fkey"),
            "booking",
            None,
        ),
        (
            db.insert([booking(1, 8, 9), booking(1, 11, 10)]).await.unwrap_err(),
            "check",
            Some("booking_check"),
            "booking",
            None,
        ),
        (
            db.insert([booking(1, 8, 9), booking(1, 4, 6)]).await.unwrap_err(),
            "exclusion",
            Some("free"),
            "booking",
            None,
        ),
        (
            db.insert(Booking::create().room_id(1).starts(8).ends(9)).await.unwrap_err(),
            "not null",
            None,
            "booking",
            Some("guest"),
        ),
        (
            update(Booking)
                .set(Booking::guest, None::<String>)
                .every_row()
                .execute(&mut db)
                .await
                .unwrap_err(),
            "not null",
            None,
            "booking",
            Some("guest"),
        ),
        (
            delete(Room).every_row().execute(&mut db).await.unwrap_err(),
            "foreign key",
            Some("booking_room_id_fkey"),
            "booking",
            None,
        ),
    ];
    for (error, kind, constraint, table, column) in errors {
        assert_eq!(kinds(&error), [kind], "{error}");
        assert_eq!((error.constraint(), error.table(), error.column()), (constraint, Some(table), column));
        assert!(error.sql().is_some_and(|sql| sql.contains(" \"room\"") || sql.contains(" \"booking\"")));
    }
    // Nothing is left of any of them, and the connection is as good as before.
    let rooms: i64 = from(Room).select(count_all()).one(&mut db).await.unwrap();
    let bookings: i64 = from(Booking).select(count_all()).one(&mut db).await.unwrap();
    assert_eq!((rooms, bookings), (1, 1));
}

#[tokio::test]
async fn an_error_holds_no_value() {
    let (_database, mut db) = tables().await;
    let rows = ["secret-one", "blue"].map(|name| Room::create().id(77_001).name(name).seats(1));
    let error = db.insert(rows).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains("secret-one"), "{text}");
}

#[tokio::test]
async fn which_statement_of_several_failed_is_said() {
    let (_database, mut db) = tables().await;
    let good = Room::create().id(2).name("red").seats(1);
    let bad = Booking::create().room_id(99).starts(1).ends(2).guest("g");
    let error = db.insert((good, bad)).await.unwrap_err();
    assert_eq!(error.statement_index(), Some(1), "{error}");
    assert!(error.is_foreign_key_violation());
    let rooms: i64 = from(Room).select(count_all()).one(&mut db).await.unwrap();
    assert_eq!(rooms, 1);
}

#[tokio::test]
async fn a_failed_statement_ends_a_transaction_and_a_savepoint_saves_it() {
    let (_database, mut db) = tables().await;
    let mut tx = db.begin().await.unwrap();
    tx.insert(Room::create().id(2).name("red").seats(1)).await.unwrap();
    let mut inner = tx.begin().await.unwrap();
    let error = inner.insert(Room::create().id(3).name("red").seats(1)).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    inner.rollback().await.unwrap();
    tx.insert(Room::create().id(3).name("green").seats(1)).await.unwrap();
    tx.commit().await.unwrap();
    let rooms: i64 = from(Room).select(count_all()).one(&mut db).await.unwrap();
    assert_eq!(rooms, 3);
}

#[tokio::test]
async fn a_deferred_constraint_fails_at_the_commit_that_insert_makes() {
    let (_database, mut db) = tables().await;
    run(&mut db, "ALTER TABLE booking ALTER CONSTRAINT booking_room_id_fkey DEFERRABLE INITIALLY DEFERRED")
        .await;
    let booking = Booking::create().room_id(2).starts(1).ends(2).guest("g");
    let error = db.insert(booking.clone()).await.unwrap_err();
    assert!(error.is_foreign_key_violation(), "{error}");
    // Both together are right at the end, whatever the order.
    let (kept, _): (Booking, Room) =
        db.insert((booking, Room::create().id(2).name("red").seats(1))).await.unwrap();
    assert_eq!(kept.room_id, 2);
}
