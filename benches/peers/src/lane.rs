//! One contestant in one case, in a process of its own.
//!
//! What a row costs depends on the state of the heap: on pages that are still mapped and on holes that somebody else left.
//! In one process the contestants would hand that state to each other.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::cases::{CASES, Case, Scale};
use crate::contestants::CONTESTANTS;
use crate::measure::{self, Sample};
use crate::pin::Pin;
use crate::race::Entry;
use crate::rows::Check;

/// The first argument of a process that is a lane; the case, the contestant and the scale follow. The server's URL is in
/// the environment, where other users of the machine do not see it.
pub const FLAG: &str = "--lane";

/// The parent's end of a lane; dropped: the process ends.
pub struct Lane {
    pub name: &'static str,
    process: Child,
    go: Option<ChildStdin>,
    reports: BufReader<ChildStdout>,
}

impl Lane {
    /// Connects and runs once; `None`: the contestant sits this case out.
    pub fn open(case: &Case, entry: &Entry, url: &str, scale: &Scale) -> Result<Option<(Self, Check)>> {
        let mut command = Command::new(env::current_exe()?);
        command.args([FLAG, case.name, entry.name]).arg(if scale.quick { "quick" } else { "full" });
        command.env("DATABASE_URL", url).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let go = process.stdin.take();
        let reports = BufReader::new(process.stdout.take().ok_or("a lane has an output")?);
        let mut lane = Self { name: entry.name, process, go, reports };
        Ok(lane.report()?.map(|(_, check)| (lane, check)))
    }

    /// One sample.
    pub fn run(&mut self) -> Result<(Sample, Check)> {
        let name = self.name;
        self.go.as_mut().ok_or("a lane has an input")?.write_all(b"\n")?;
        self.report()?.ok_or_else(|| format!("{name} gave up").into())
    }

    fn report(&mut self) -> Result<Option<(Sample, Check)>> {
        let mut line = String::new();
        self.reports.read_line(&mut line)?;
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["absent"] => Ok(None),
            [wall, cpu, rows, sum] => {
                let nanos = |text: &str| text.parse().map(Duration::from_nanos);
                let sample = Sample { wall: nanos(wall)?, cpu: nanos(cpu)? };
                Ok(Some((sample, Check { rows: rows.parse()?, sum: sum.parse().ok() })))
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
    let case = CASES.iter().find(|known| known.name == case).ok_or("unknown case")?;
    let entry = CONTESTANTS.iter().copied().flatten().find(|entry| entry.name == name);
    let scale = if scale == "quick" { Scale::QUICK } else { Scale::FULL };
    let mut contestant = (entry.ok_or("unknown contestant")?.connect)(&env::var("DATABASE_URL")?)?;
    let pin = if case.pinned { Some(Pin::this_thread()?) } else { None };
    if let Some(pin) = &pin {
        pin.also(contestant.backend()?)?;
    }
    let mut input = io::stdin().lock().lines();
    loop {
        let (answer, Sample { wall, cpu }) = measure::sample(|| (case.run)(contestant.as_mut(), &scale));
        let Some(harvest) = answer? else {
            println!("absent");
            return Ok(());
        };
        let Check { rows, sum } = harvest.check();
        let sum = sum.map_or_else(|| "-".to_owned(), |sum| sum.to_string());
        drop(harvest);
        println!("{} {} {rows} {sum}", wall.as_nanos(), cpu.as_nanos());
        if input.next().transpose()?.is_none() {
            return Ok(());
        }
    }
}
