//! What takes several statements, or several connections.

use super::Case;
use crate::contestants::TOGETHER;
use crate::fixture::PEOPLE;

/// Lookups in one pipeline.
const IN_PIPELINE: usize = 100;
/// Tasks that share a pool.
const TASKS: usize = 64;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "relations",
        title: "100 users with 10 posts each with 10 comments each",
        contestants: TOGETHER,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: None,
        run: |contestant, _| contestant.relations(),
    },
    Case {
        name: "pipeline",
        title: "100 lookups in one pipeline, client and server on one CPU, each pipeline",
        contestants: TOGETHER,
        pinned: true,
        rounds: usize::MAX,
        each: Some(|scale| scale.pipelines),
        writes: None,
        run: |contestant, scale| {
            let keys: Vec<i32> = keys().take(scale.pipelines * IN_PIPELINE).collect();
            contestant.pipeline(&keys, IN_PIPELINE)
        },
    },
    Case {
        name: "pool",
        title: "64 tasks share 8 connections for lookups, each lookup",
        contestants: TOGETHER,
        pinned: false,
        rounds: 5,
        each: Some(|scale| TASKS * scale.pooled),
        writes: None,
        run: |contestant, scale| {
            let mut all = keys();
            let tasks = (0..TASKS).map(|_| all.by_ref().take(scale.pooled).collect()).collect();
            contestant.pool(tasks)
        },
    },
];

/// A stride that shares no factor with the number of rows visits them all.
fn keys() -> impl Iterator<Item = i32> {
    (1..).step_by(7).map(|key| key % PEOPLE + 1)
}
