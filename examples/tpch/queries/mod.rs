//! The 22 queries of TPC-H, a module each: `typed` in piton, and `text` with the same in SQL. Their parameters are those that
//! the specification validates with.

pub use jiff::civil::{Date, date};
pub use piton::Error;
pub use piton::functions::{extract, field, substr};
pub use piton::prelude::*;
pub use piton::value::{Interval, Numeric};

pub use crate::tables::{Customer, LineItem, Nation, Order, Part, PartSupp, Region, Supplier};

pub mod q01;
pub mod q02;
pub mod q03;
pub mod q04;
pub mod q05;
pub mod q06;
pub mod q07;
pub mod q08;
pub mod q09;
pub mod q10;
pub mod q11;
pub mod q12;
pub mod q13;
pub mod q14;
pub mod q15;
pub mod q16;
pub mod q17;
pub mod q18;
pub mod q19;
pub mod q20;
pub mod q21;
pub mod q22;
