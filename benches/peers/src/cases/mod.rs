//! The list of cases.

mod reading;
mod together;
mod writing;

use crate::Result;
use crate::race::{Answer, Contestant, Entry};

/// How long everything takes.
pub struct Scale {
    pub quick: bool,
    pub rounds: usize,
    /// Point queries in one sample.
    pub points: usize,
    /// Joins in one sample.
    pub joins: usize,
    /// Rows of one COPY.
    pub copied: usize,
    /// Pipelines in one sample.
    pub pipelines: usize,
    /// Point queries of each task that shares a pool.
    pub pooled: usize,
}

impl Scale {
    pub const FULL: Self = Self {
        quick: false,
        rounds: 9,
        points: 20_000,
        joins: 2_000,
        copied: 1_000_000,
        pipelines: 100,
        pooled: 500,
    };
    pub const QUICK: Self = Self {
        quick: true,
        rounds: 3,
        points: 4_000,
        joins: 500,
        copied: 100_000,
        pipelines: 20,
        pooled: 50,
    };
}

pub struct Case {
    /// What the command line calls it.
    pub name: &'static str,
    pub title: &'static str,
    /// Those who can take part.
    pub contestants: &'static [&'static [Entry]],
    /// Client and server share one CPU.
    pub pinned: bool,
    /// At most so many rounds.
    pub rounds: usize,
    /// How many queries of a sample the table divides its times by; `None`: it shows the whole sample.
    pub each: Option<fn(&Scale) -> usize>,
    /// What is written; `None`: nothing.
    pub writes: Option<Writes>,
    pub run: fn(&mut dyn Contestant, &Scale) -> Answer,
}

/// What is done with the tables around a sample, by somebody else and while no clock runs.
pub struct Writes {
    /// The script that brings the tables back to where they were.
    pub reset: &'static str,
    /// A condition: whether the rows that are in the tables now are those that had to be written.
    pub holds: fn(&Scale) -> String,
    /// What a contestant must have before its clock starts, such as the objects that it is going to change.
    pub ready: fn(&mut dyn Contestant) -> Result<()>,
}

/// The cases by what the command line calls each group, in the order in which they run.
pub const GROUPS: [(&str, &[Case]); 3] =
    [("--reading", reading::CASES), ("--writing", writing::CASES), ("--together", together::CASES)];

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    GROUPS.into_iter().flat_map(|(_, cases)| cases)
}

/// Rows of the one-column scan whose allocations are counted.
pub const STRING_ROWS: i32 = 100_000;
