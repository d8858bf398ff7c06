//! One contestant in one case, in a process of its own.
//!
//! What a row costs depends on the state of the heap: on pages that are still mapped and on holes that somebody else left.
//! In one process the contestants would hand that state to each other.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::cases::{self, Case, Scale};
use crate::measure::{self, Sample};
use crate::pin::Pin;
use crate::race::{Contestant, Entry, Traffic};
use crate::rows::Check;

/// The first argument of a process that is a lane; the case, the contestant and the scale follow. The server's URL is in
/// the environment, where other users of the machine do not see it.
pub const FLAG: &str = "--lane";

/// What a lane says after each sample.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    pub sample: Sample,
    pub check: Check,
    /// The round trips of the sample, and the statements that were prepared up to its end.
    pub traffic: Option<Traffic>,
}

/// The parent's end of a lane; dropped: the process ends.
pub struct Lane {
    pub name: &'static str,
    process: Child,
    go: Option<ChildStdin>,
    reports: BufReader<ChildStdout>,
}

impl Lane {
    /// Connects and runs once; `None`: the contestant sits this case out.
    pub fn open(case: &Case, entry: &Entry, url: &str, scale: &Scale) -> Result<Option<(Self, Report)>> {
        let mut command = Command::new(env::current_exe()?);
        command.args([FLAG, case.name, entry.name]).arg(if scale.quick { "quick" } else { "full" });
        command.env("DATABASE_URL", url).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let go = process.stdin.take();
        let reports = BufReader::new(process.stdout.take().ok_or("a lane has an output")?);
        let mut lane = Self { name: entry.name, process, go, reports };
        Ok(lane.report()?.map(|report| (lane, report)))
    }

    /// One sample.
    pub fn run(&mut self) -> Result<Report> {
        let name = self.name;
        self.go.as_mut().ok_or("a lane has an input")?.write_all(b"\n")?;
        self.report()?.ok_or_else(|| format!("{name} gave up").into())
    }

    fn report(&mut self) -> Result<Option<Report>> {
        let mut line = String::new();
        self.reports.read_line(&mut line)?;
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["absent"] => Ok(None),
            [wall, cpu, rows, sum, round_trips, prepared] => {
                let nanos = |text: &str| text.parse().map(Duration::from_nanos);
                Ok(Some(Report {
                    sample: Sample { wall: nanos(wall)?, cpu: nanos(cpu)? },
                    check: Check { rows: rows.parse()?, sum: sum.parse().ok() },
                    traffic: round_trips.parse().ok().zip(prepared.parse().ok()).map(Traffic::from),
                }))
            }
            _ => Err(format!("{} failed", self.name).into()),
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        drop(self.go.take());
        self.process.wait().ok();
    }
}

/// The whole life of a process that is a lane: one sample to warm up, then one for every line of its input.
pub fn serve(words: &[String]) -> Result<()> {
    let [case, name, scale] = words else { return Err("a lane has a case, a contestant and a scale".into()) };
    let case = cases::all().find(|known| known.name == case).ok_or("unknown case")?;
    let entry = case.contestants.iter().copied().flatten().find(|entry| entry.name == name);
    let scale = if scale == "quick" { Scale::QUICK } else { Scale::FULL };
    let mut contestant = (entry.ok_or("unknown contestant")?.connect)(&env::var("DATABASE_URL")?)?;
    let pin = if case.pinned { Some(Pin::this_thread()?) } else { None };
    if let Some(pin) = &pin {
        pin.also(contestant.backend()?)?;
    }
    let mut input = io::stdin().lock().lines();
    loop {
        if let Some(writes) = &case.writes {
            (writes.ready)(contestant.as_mut())?;
        }
        let before = contestant.traffic()?;
        let (answer, Sample { wall, cpu }) = measure::sample(|| (case.run)(contestant.as_mut(), &scale));
        let Some(harvest) = answer? else {
            println!("absent");
            return Ok(());
        };
        let Check { rows, sum } = harvest.check();
        drop(harvest);
        let traffic = spent(before, contestant.as_mut())?;
        let or_dash =
            |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        println!(
            "{} {} {rows} {} {} {}",
            wall.as_nanos(),
            cpu.as_nanos(),
            or_dash(sum),
            or_dash(traffic.map(|traffic| traffic.round_trips)),
            or_dash(traffic.map(|traffic| traffic.prepared)),
        );
        if input.next().transpose()?.is_none() {
            return Ok(());
        }
    }
}

/// The round trips since `before`, and all the statements that were prepared.
fn spent(before: Option<Traffic>, contestant: &mut dyn Contestant) -> Result<Option<Traffic>> {
    let Some((before, after)) = before.zip(contestant.traffic()?) else { return Ok(None) };
    Ok(Some(Traffic { round_trips: after.round_trips - before.round_trips, ..after }))
}
