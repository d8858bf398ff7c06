//! One query after the other.

use super::Case;
use crate::contestants::CONTESTANTS;
use crate::fixture::{NAME, PEOPLE};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "narrow",
        title: "scan 500 000 x (int4, text, int4) into structs",
        contestants: CONTESTANTS,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: None,
        run: |contestant, _| contestant.narrow(),
    },
    Case {
        name: "wide",
        title: "scan 200 000 x 10 mixed columns into structs",
        contestants: CONTESTANTS,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: None,
        run: |contestant, _| contestant.wide(),
    },
    Case {
        name: "point",
        title: "one row by primary key, client and server on one CPU, each",
        contestants: CONTESTANTS,
        pinned: true,
        rounds: usize::MAX,
        each: Some(|scale| scale.points),
        writes: None,
        run: |contestant, scale| {
            // A stride that shares no factor with the number of rows visits them all.
            let keys: Vec<i32> = (1..).step_by(7).map(|key| key % PEOPLE + 1).take(scale.points).collect();
            contestant.point(&keys)
        },
    },
    Case {
        name: "join",
        title: "join of 100 rows, built anew, client and server on one CPU, each",
        contestants: CONTESTANTS,
        pinned: true,
        rounds: usize::MAX,
        each: Some(|scale| scale.joins),
        writes: None,
        run: |contestant, scale| {
            let ages: Vec<i32> = (0..20).cycle().take(scale.joins).collect();
            contestant.join(&ages, NAME)
        },
    },
];
