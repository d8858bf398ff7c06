//! Who races, and how one case is run.

use std::time::Duration;

use crate::Result;
use crate::cases::{Case, Scale};
use crate::lane::Lane;
use crate::measure::{self, Sample};
use crate::rows::{Check, Harvest};

/// What a contestant brings home from a case; `None`: it does not take part.
pub type Answer = Result<Option<Box<dyn Harvest>>>;

/// One connection of one library. A method it leaves out is a case that it sits out.
///
/// The methods block, so that a blocking library pays for no runtime; the others bring their own.
pub trait Contestant {
    /// The process of the server that serves this connection.
    fn backend(&mut self) -> Result<i32>;

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
}

/// Runs one case: a round to warm up and to see who takes part, then interleaved rounds, every other one backwards, so
/// that nobody always runs after the same neighbour.
pub fn run(case: &Case, entries: &[&Entry], url: &str, scale: &Scale) -> Result<Vec<Standing>> {
    let mut lanes = Vec::new();
    let mut expected: Option<Check> = None;
    for entry in entries {
        if let Some((lane, check)) = Lane::open(case, entry, url, scale)? {
            agree(entry.name, &mut expected, check)?;
            lanes.push((lane, Vec::new()));
        }
    }
    for round in 0..scale.rounds {
        let mut order: Vec<_> = lanes.iter_mut().collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for (lane, samples) in order {
            let (sample, check) = lane.run()?;
            agree(lane.name, &mut expected, check)?;
            samples.push(sample);
        }
    }
    Ok(lanes.iter().map(|(lane, samples)| Standing { name: lane.name, median: median(samples) }).collect())
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

fn median(samples: &[Sample]) -> Sample {
    let of = |part: fn(&Sample) -> Duration| measure::median(samples.iter().map(part).collect());
    Sample { wall: of(|sample| sample.wall), cpu: of(|sample| sample.cpu) }
}
