//! Runs the race and prints its tables. See README.md.

use std::{env, process::Command, process::ExitCode};

use piton_peers::cases::{self, Scale};
use piton_peers::fixture::{Referee, Tables, server_version};
use piton_peers::server::server;
use piton_peers::{Result, lane, race, report};

/// The case that another program runs: its allocator counts, and counting would slow down all the others.
const ALLOCATIONS: &str = "allocations";

struct Options {
    cases: Vec<String>,
    only: Vec<String>,
    quick: bool,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self { cases: Vec::new(), only: Vec::new(), quick: false };
        let mut words = env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => options.quick = true,
                "--only" => {
                    options.only = words.next().ok_or(USAGE)?.split(',').map(str::to_owned).collect();
                }
                name if let Some((_, cases)) = cases::GROUPS.iter().find(|(group, _)| *group == name) => {
                    options.cases.extend(cases.iter().map(|case| case.name.to_owned()));
                }
                name if name == ALLOCATIONS || cases::all().any(|case| case.name == name) => {
                    options.cases.push(word);
                }
                _ => return Err(USAGE.into()),
            }
        }
        Ok(options)
    }

    fn runs(&self, case: &str) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|name| name == case)
    }

    /// The floor always runs: everything is divided by it.
    fn admits(&self, name: &str) -> bool {
        self.only.is_empty()
            || name == "floor"
            || self.only.iter().any(|part| name.starts_with(part.as_str()))
    }
}

const USAGE: &str = "usage: [--quick] [--only CONTESTANT,..] [CASE ..]
cases: narrow wide point join insert batches load update upsert delete relations pipeline pool allocations
groups of them: --reading --writing --together";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let result = match words.split_first() {
        Some((flag, words)) if flag == lane::FLAG => lane::serve(words),
        _ => run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let options = Options::parse()?;
    let scale = if options.quick { Scale::QUICK } else { Scale::FULL };
    let cases: Vec<_> = cases::all().filter(|case| options.runs(case.name)).collect();
    if !cases.is_empty() {
        let server = server()?;
        let tables = Tables::create(server.url())?;
        println!(
            "PostgreSQL {}, medians of {} interleaved rounds\n",
            server_version(server.url())?,
            scale.rounds
        );
        let referee = Referee::connect(server.url())?;
        for case in cases {
            let entries = case.contestants.iter().copied().flatten();
            let entries: Vec<_> = entries.filter(|entry| options.admits(entry.name)).collect();
            let standings = race::run(case, &entries, server.url(), &scale, &referee)?;
            println!("{}", report::table(case, &scale, &standings));
        }
        drop(referee);
        drop(tables);
    }
    if options.runs(ALLOCATIONS) { allocations() } else { Ok(()) }
}

fn allocations() -> Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let arguments = ["run", "--release", "--quiet", "--bin", ALLOCATIONS, "--manifest-path", manifest];
    if Command::new(cargo).args(arguments).status()?.success() {
        Ok(())
    } else {
        Err("the allocations could not be counted".into())
    }
}
