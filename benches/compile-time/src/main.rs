//! Writes fixtures and measures how long they take to check. See README.md.

mod diesel;
mod fixture;
mod measure;
mod piton;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, result};

use fixture::{Fixture, Library};
use measure::{Cost, Crate};

type Result<T> = result::Result<T, Box<dyn Error>>;

const USAGE: &str = "usage:
  write LIBRARY tables|joins NUMBER FOLDER         writes one fixture
  measure LIBRARY [--incremental] [--once] [PART ..]
                                                   measures: tables, joins, empty (all of them if none is named)
LIBRARY is one of: diesel, piton";

const LIBRARIES: [&dyn Library; 2] = [&diesel::Diesel, &piton::Piton];

/// How often a touched crate is checked, unless `--once` is given.
const TIMES: usize = 3;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["write", name, kind, number, folder] => write(name, kind, number, folder),
        ["measure", name, parts @ ..] => measure(name, parts),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn library(name: &str) -> Result<&'static dyn Library> {
    LIBRARIES.into_iter().find(|library| library.name() == name).ok_or_else(|| USAGE.into())
}

fn write(name: &str, kind: &str, number: &str, folder: &str) -> Result<()> {
    let number = number.parse()?;
    let fixture = match kind {
        "tables" => Fixture::Tables(number),
        "joins" => Fixture::Joins(number),
        _ => return Err(USAGE.into()),
    };
    measure::write(Path::new(folder), library(name)?, fixture.check()?)
}

fn measure(name: &str, parts: &[&str]) -> Result<()> {
    const PARTS: [&str; 3] = ["tables", "joins", "empty"];
    let (flags, parts): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| part.starts_with("--"));
    let known = |flag: &&str| ["--incremental", "--once"].contains(flag);
    if !flags.iter().all(known) || parts.iter().any(|part| !PARTS.contains(part)) {
        return Err(USAGE.into());
    }
    let fixture = Crate::new(library(name)?, flags.contains(&"--incremental"))?;
    let times = if flags.contains(&"--once") { 1 } else { TIMES };
    let runs = |part| parts.is_empty() || parts.contains(&part);
    let mode = if fixture.incremental { "incremental" } else { "not incremental" };
    println!("{name}, `cargo check` after touching the crate, {mode}, medians of {times}\n");
    if runs("tables") || runs("joins") {
        fixture.prepare()?;
    }
    if runs("tables") {
        tables(&fixture, times)?;
    }
    if runs("joins") {
        joins(&fixture, times)?;
    }
    if runs("empty") {
        let Cost { wall, cpu, megabytes } = fixture.checked_from_empty(Fixture::Tables(100))?;
        println!("100 tables from an empty target folder: {wall:.1} s, CPU {cpu:.1} s, {megabytes:.0} MB");
    }
    Ok(())
}

fn tables(fixture: &Crate<'_>, times: usize) -> Result<()> {
    println!("| tables of 20 columns, 3 queries each | wall s | CPU s | MB | CPU x half the tables |");
    println!("|-------------------------------------:|-------:|------:|---:|----------------------:|");
    let mut before: Option<f64> = None;
    for tables in [50, 100, 200] {
        let Cost { wall, cpu, megabytes } = fixture.touched(Fixture::Tables(tables), times)?;
        let ratio = before.map_or_else(String::new, |before| format!("{:.2}", cpu / before));
        println!("| {tables} | {wall:.2} | {cpu:.2} | {megabytes:.0} | {ratio} |");
        before = Some(cpu);
    }
    println!();
    Ok(())
}

/// Sixteen tables in each crate: what a chain costs is what it adds to the crate without one.
fn joins(fixture: &Crate<'_>, times: usize) -> Result<()> {
    println!("| joins of whole tables | wall s | CPU s | MB | CPU over no join |");
    println!("|----------------------:|-------:|------:|---:|-----------------:|");
    let mut bare = None;
    let mut six = None;
    for joins in (0..=12).chain([15]) {
        let Cost { wall, cpu, megabytes } = fixture.touched(Fixture::Joins(joins), times)?;
        let over = cpu - *bare.get_or_insert(cpu);
        println!("| {joins} | {wall:.2} | {cpu:.2} | {megabytes:.0} | {over:.2} |");
        match (joins, six) {
            (6, _) => six = Some(over),
            (12, Some(six)) => println!("| 12, x what 6 add |  |  |  | {:.2} |", over / six),
            _ => {}
        }
    }
    println!();
    Ok(())
}
