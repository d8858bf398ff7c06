//! What values are compared as, where several Rust types share one PostgreSQL type.
//!
//! A column of `chrono::NaiveDate` and a parameter of `time::Date` are both dates: both have the class [`Date`]. Types
//! that need no such name are their own class: `i32`, `String`, a newtype.

use super::Value;

/// What has a class: a value, and a class itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    label = "PostgreSQL has no type for this",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait Classified {
    /// The class.
    type Class;
}

#[diagnostic::do_not_recommend]
impl<V: Value> Classified for V {
    type Class = V::Class;
}

macro_rules! classes {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Debug)]
        pub enum $name {}

        #[diagnostic::do_not_recommend]
        impl Classified for $name {
            type Class = Self;
        }
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
