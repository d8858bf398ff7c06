//! Dates and times made of numbers and texts: the manual's pages "Date/Time Functions and Operators" and "Data Type
//! Formatting Functions".

use std::marker::PhantomData;

use crate::expr::{Call, CallName, Function, IfAny, IntoExpr};
use crate::value::{Value, class};

/// Functions that make a value of a type: `NaiveDate::make_date(2024, 2, 29)`.
macro_rules! constructors {
    ($($(#[$doc:meta])+ $trait:ident $class:ty {
        $($(#[$meta:meta])+ $name:ident $sql:literal ($($arg:ident $ty:ty, $into:ident $expr:ident);+);)+
    })+) => {$(
        $(#[$doc])+
        pub trait $trait: Value<Class = $class> {
            $(
                $(#[$meta])+
                #[allow(clippy::too_many_arguments, reason = "PostgreSQL's function has as many")]
                fn $name<$($into: IntoExpr<$ty, Expr = $expr>, $expr),+>($($arg: $into),+) -> Call<$name<Self>, ($($expr,)+)> {
                    Call::new(($($arg.into_expr(),)+))
                }
            )+
        }

        impl<V: Value<Class = $class>> $trait for V {}

        $(
            #[doc(hidden)]
            #[allow(non_camel_case_types, reason = "it has the function's name")]
            #[derive(Debug)]
            pub struct $name<T> {
                result: PhantomData<T>,
            }

            impl<T: Value> Function for $name<T> {
                const NAME: CallName = CallName::Text($sql);
                type Base = T;
                type Null = IfAny;
            }
        )+
    )+};
}

constructors! {
    /// Functions that make a `date`: `chrono::NaiveDate::make_date(2024, 2, 29)`.
    MakeDate class::Date {
        /// `make_date(year, month, day)`; years before Christ are negative. What is no date is an error of the server.
        make_date "make_date(" (year i32, A AE; month i32, B BE; day i32, C CE);
        /// `to_date(text, pattern)`
        to_date "to_date(" (text String, A AE; pattern String, B BE);
    }
    /// Functions that make a `time`.
    MakeTime class::Time {
        /// `make_time(hour, minute, second)`
        make_time "make_time(" (hour i32, A AE; minute i32, B BE; second f64, C CE);
    }
    /// Functions that make a `timestamp`.
    MakeTimestamp class::Timestamp {
        /// `make_timestamp(year, month, day, hour, minute, second)`
        make_timestamp "make_timestamp(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE
        );
    }
    /// Functions that make a `timestamptz`.
    MakeTimestampTz class::TimestampTz {
        /// `make_timestamptz(year, month, day, hour, minute, second)`, in the session's time zone.
        make_timestamptz "make_timestamptz(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE
        );
        /// `make_timestamptz(year, month, day, hour, minute, second, zone)`
        make_timestamptz_in "make_timestamptz(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE;
            zone String, H HE
        );
        /// `to_timestamp(text, pattern)`
        to_timestamp "to_timestamp(" (text String, A AE; pattern String, B BE);
        /// `to_timestamp(seconds)`: so many seconds after 1970-01-01 00:00:00 UTC.
        from_epoch "to_timestamp(" (seconds f64, A AE);
    }
}
