//! The list of cases.

use crate::fixture::{NAME, PEOPLE};
use crate::race::{Answer, Contestant};

/// How long everything takes.
pub struct Scale {
    pub quick: bool,
    pub rounds: usize,
    /// Point queries in one sample.
    pub points: usize,
    /// Joins in one sample.
    pub joins: usize,
}

impl Scale {
    pub const FULL: Self = Self { quick: false, rounds: 9, points: 20_000, joins: 2_000 };
    pub const QUICK: Self = Self { quick: true, rounds: 3, points: 4_000, joins: 500 };
}

pub struct Case {
    /// What the command line calls it.
    pub name: &'static str,
    pub title: &'static str,
    /// Client and server share one CPU.
    pub pinned: bool,
    /// How many queries of a sample the table divides its times by; `None`: it shows the whole sample.
    pub each: Option<fn(&Scale) -> usize>,
    pub run: fn(&mut dyn Contestant, &Scale) -> Answer,
}

pub const CASES: &[Case] = &[
    Case {
        name: "narrow",
        title: "scan 500 000 x (int4, text, int4) into structs",
        pinned: false,
        each: None,
        run: |contestant, _| contestant.narrow(),
    },
    Case {
        name: "wide",
        title: "scan 200 000 x 10 mixed columns into structs",
        pinned: false,
        each: None,
        run: |contestant, _| contestant.wide(),
    },
    Case {
        name: "point",
        title: "one row by primary key, client and server on one CPU, each",
        pinned: true,
        each: Some(|scale| scale.points),
        run: |contestant, scale| {
            // A stride that shares no factor with the number of rows visits them all.
            let keys: Vec<i32> = (1..).step_by(7).map(|key| key % PEOPLE + 1).take(scale.points).collect();
            contestant.point(&keys)
        },
    },
    Case {
        name: "join",
        title: "join of 100 rows, built anew, client and server on one CPU, each",
        pinned: true,
        each: Some(|scale| scale.joins),
        run: |contestant, scale| {
            let ages: Vec<i32> = (0..20).cycle().take(scale.joins).collect();
            contestant.join(&ages, NAME)
        },
    },
];

/// Rows of the one-column scan whose allocations are counted.
pub const STRING_ROWS: i32 = 100_000;
