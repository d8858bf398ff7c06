//! `cargo check`, timed.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::fixture::{Fixture, Library};

/// What a check took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Wall time.
    pub wall: f64,
    /// User and system time of cargo and rustc; a busy machine changes it less than the wall time.
    pub cpu: f64,
    /// The most memory that one process held: rustc, as cargo holds little.
    pub megabytes: f64,
}

impl Cost {
    /// From what GNU time prints for the format `%e %U %S %M`.
    fn parse(line: &str) -> Option<Self> {
        let numbers: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [wall, user, system, kilobytes] = numbers.try_into().ok()?;
        Some(Self { wall, cpu: user + system, megabytes: kilobytes / 1024.0 })
    }
}

/// The folder of a library's fixture; one crate, written anew for each measurement, so that its dependencies stay built.
pub struct Crate<'l> {
    folder: PathBuf,
    library: &'l dyn Library,
    pub incremental: bool,
}

impl<'l> Crate<'l> {
    pub fn new(library: &'l dyn Library, incremental: bool) -> Result<Self, Box<dyn Error>> {
        let folder = env::temp_dir().join(format!("piton-compile-time-{}", std::process::id()));
        fs::create_dir_all(folder.join("src"))?;
        Ok(Self { folder, library, incremental })
    }

    pub fn write(&self, fixture: Fixture) -> Result<(), Box<dyn Error>> {
        write(&self.folder, self.library, fixture)
    }

    /// Builds the dependencies, with the smallest of all fixtures.
    pub fn prepare(&self) -> Result<(), Box<dyn Error>> {
        self.write(Fixture::Joins(0))?;
        self.check().map(drop)
    }

    /// Touches the crate and checks it: the run with the median CPU time of `times`, everything else built before.
    pub fn touched(&self, fixture: Fixture, times: usize) -> Result<Cost, Box<dyn Error>> {
        self.write(fixture)?;
        if self.incremental {
            self.check()?;
        }
        let mut costs = Vec::new();
        for _ in 0..times {
            fs::File::options()
                .append(true)
                .open(self.source())?
                .set_modified(std::time::SystemTime::now())?;
            costs.push(self.check()?);
        }
        costs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        costs.get(costs.len() / 2).copied().ok_or_else(|| "nothing was measured".into())
    }

    /// Checks the crate and all its dependencies, downloaded before.
    pub fn checked_from_empty(&self, fixture: Fixture) -> Result<Cost, Box<dyn Error>> {
        self.write(fixture)?;
        if !self.cargo("fetch").status()?.success() {
            return Err("the dependencies could not be downloaded".into());
        }
        fs::remove_dir_all(self.folder.join("target")).or_else(|error| {
            if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
        })?;
        self.check()
    }

    fn source(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new("cargo");
        command.args([subcommand, "--quiet", "--manifest-path"]).arg(self.folder.join("Cargo.toml"));
        command
    }

    /// GNU time writes its line after whatever the check has to say.
    fn check(&self) -> Result<Cost, Box<dyn Error>> {
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%e %U %S %M"]).arg(self.cargo("check").get_program());
        command.args(self.cargo("check").get_args()).env("CARGO_TARGET_DIR", self.folder.join("target"));
        command.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        let output = command.stdout(Stdio::null()).output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("the fixture does not compile:\n{errors}").into());
        }
        let last = errors.lines().last().unwrap_or_default();
        Cost::parse(last).ok_or_else(|| "GNU time is needed at /usr/bin/time".into())
    }
}

impl Drop for Crate<'_> {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// Writes a fixture as a crate of its own.
pub fn write(folder: &Path, library: &dyn Library, fixture: Fixture) -> Result<(), Box<dyn Error>> {
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"fixture\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{}",
        library.dependencies()
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), fixture.source(library))?;
    Ok(())
}
