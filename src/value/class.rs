//! What values are compared as, where several Rust types share one PostgreSQL type.
//!
//! A column of `chrono::NaiveDate` and a parameter of `time::Date` are both dates: both have the class [`Date`]. Types
//! that need no such name are their own class: `i32`, `String`, a newtype.

macro_rules! classes {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Debug)]
        pub enum $name {}
    )+};
}

classes! {
    /// `date`.
    Date;
    /// `time`, a time of day without a zone.
    Time;
    /// `timestamp`, a date and a time of day without a zone.
    Timestamp;
    /// `timestamptz`, a moment.
    TimestampTz;
    /// `numeric`.
    Numeric;
    /// `jsonb`.
    Jsonb;
    /// `uuid`.
    Uuid;
}
