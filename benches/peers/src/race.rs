//! Who races, and how one case is run.

use std::time::Duration;

use crate::Result;
use crate::cases::{Case, Scale};
use crate::fixture::Referee;
use crate::inputs::{Member, New, Rows};
use crate::lane::{Lane, Report};
use crate::measure::{self, Sample};
use crate::rows::{Check, Harvest};

/// What a contestant brings home from a case; `None`: it does not take part.
pub type Answer = Result<Option<Box<dyn Harvest>>>;

/// One library, with its connection. A method it leaves out is a case that it sits out.
///
/// The methods block, so that a blocking library pays for no runtime; the others bring their own.
pub trait Contestant {
    /// The process of the server that serves this connection.
    fn backend(&mut self) -> Result<i32>;

    /// What went over its connections since they were opened, if it counts that.
    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(None)
    }

    /// Every row of `peers_narrow`, as structs.
    fn narrow(&mut self) -> Answer {
        Ok(None)
    }

    /// Every row of `peers_wide`, as structs.
    fn wide(&mut self) -> Answer {
        Ok(None)
    }

    /// One string column of so many rows of `peers_narrow`.
    fn strings(&mut self, _rows: i32) -> Answer {
        Ok(None)
    }

    /// One row of `peers_person` for each key, one query after the other.
    fn point(&mut self, _keys: &[i32]) -> Answer {
        Ok(None)
    }

    /// The join of [`JOIN`](crate::fixture::JOIN), built anew each time for each age; the rows of the last one.
    fn join(&mut self, _ages: &[i32], _name: &str) -> Answer {
        Ok(None)
    }

    /// Inserts rows into `peers_member`, all at once; their keys, in the order of the rows.
    fn insert(&mut self, _rows: &[New]) -> Answer {
        Ok(None)
    }

    /// As [`insert`](Contestant::insert), so many at once, one insert after the other.
    fn batches(&mut self, _rows: &[New], _at_once: usize) -> Answer {
        Ok(None)
    }

    /// Rows into `peers_loaded`, by COPY; how many there were.
    fn load(&mut self, _rows: Rows) -> Answer {
        Ok(None)
    }

    /// Loads the objects that [`update`](Contestant::update) changes, for those who update objects. No clock runs.
    fn objects(&mut self) -> Result<()> {
        Ok(())
    }

    /// Gives the members with these keys these names and ages; how many there were.
    fn update(&mut self, _rows: &[Member]) -> Answer {
        Ok(None)
    }

    /// Inserts members, or gives those that are there these names and ages; how many there were.
    fn upsert(&mut self, _rows: &[Member]) -> Answer {
        Ok(None)
    }

    /// Deletes the members with these keys; how many there were.
    fn delete(&mut self, _keys: &[i32]) -> Answer {
        Ok(None)
    }

    /// Every user with its posts, each with its comments.
    fn relations(&mut self) -> Answer {
        Ok(None)
    }

    /// One row of `peers_person` for each key, so many queries on the way at once.
    fn pipeline(&mut self, _keys: &[i32], _at_once: usize) -> Answer {
        Ok(None)
    }

    /// One row of `peers_person` for each key: a task for each list of keys, and eight connections for all of them.
    fn pool(&mut self, _tasks: Vec<Vec<i32>>) -> Answer {
        Ok(None)
    }
}

/// What goes over connections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// How often the server was asked for something and its answer awaited.
    pub round_trips: u64,
    /// Statements that the server was asked to prepare.
    pub prepared: u64,
}

impl From<(u64, u64)> for Traffic {
    fn from((round_trips, prepared): (u64, u64)) -> Self {
        Self { round_trips, prepared }
    }
}

/// How a contestant enters.
pub struct Entry {
    pub name: &'static str,
    pub connect: fn(url: &str) -> Result<Box<dyn Contestant>>,
}

/// One contestant's medians.
pub struct Standing {
    pub name: &'static str,
    pub median: Sample,
    /// The round trips of the last sample, and the statements that were prepared up to then.
    pub traffic: Option<Traffic>,
}

/// Runs one case: a round to warm up and to see who takes part, then interleaved rounds, every other one backwards, so
/// that nobody always runs after the same neighbour.
pub fn run(
    case: &Case,
    entries: &[&Entry],
    url: &str,
    scale: &Scale,
    referee: &Referee,
) -> Result<Vec<Standing>> {
    let mut lanes = Vec::new();
    let mut expected: Option<Check> = None;
    for entry in entries {
        before(case, referee)?;
        if let Some((lane, report)) = Lane::open(case, entry, url, scale)? {
            agree(entry.name, &mut expected, report.check)?;
            after(case, entry.name, scale, referee)?;
            lanes.push((lane, vec![report]));
        }
    }
    // What warmed up does not count.
    lanes.iter_mut().for_each(|(_, reports)| reports.clear());
    for round in 0..scale.rounds.min(case.rounds) {
        let mut order: Vec<_> = lanes.iter_mut().collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for (lane, reports) in order {
            before(case, referee)?;
            let report = lane.run()?;
            agree(lane.name, &mut expected, report.check)?;
            after(case, lane.name, scale, referee)?;
            reports.push(report);
        }
    }
    Ok(lanes.iter().map(|(lane, reports)| standing(lane.name, reports)).collect())
}

fn before(case: &Case, referee: &Referee) -> Result<()> {
    case.writes.as_ref().map_or(Ok(()), |writes| referee.reset(writes.reset))
}

fn after(case: &Case, name: &str, scale: &Scale, referee: &Referee) -> Result<()> {
    let Some(writes) = &case.writes else { return Ok(()) };
    let condition = (writes.holds)(scale);
    match referee.holds(&condition)? {
        true => Ok(()),
        false => Err(format!("{name} has written something else: false is {condition}").into()),
    }
}

/// The first check that knows its sum is what all others must agree with.
fn agree(name: &str, expected: &mut Option<Check>, check: Check) -> Result<()> {
    match expected {
        Some(first) if !first.agrees_with(check) => {
            Err(format!("{name} brought home {check:?} instead of {first:?}").into())
        }
        Some(Check { sum: Some(_), .. }) => Ok(()),
        _ => {
            *expected = Some(check);
            Ok(())
        }
    }
}

fn standing(name: &'static str, reports: &[Report]) -> Standing {
    let of = |part: fn(&Sample) -> Duration| {
        measure::median(reports.iter().map(|report| part(&report.sample)).collect())
    };
    let median = Sample { wall: of(|sample| sample.wall), cpu: of(|sample| sample.cpu) };
    Standing { name, median, traffic: reports.last().and_then(|report| report.traffic) }
}
