//! The result of `initdb`, kept: copying it takes a fifth of the time of making it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::{Context, Error};
use super::find::Binaries;
use super::place::Place;
use super::process::{remove, run};

/// Everybody who reaches the socket or the loopback port is trusted; the same text order on every machine.
/// Segments of 4 MB instead of 16 make the copy a third smaller.
const INITDB: [&str; 7] = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
    "--wal-segsize=4",
];

/// Programs that clean caches remove single files that were not read for ten days.
const OLDEST: Duration = Duration::from_hours(5 * 24);

/// What a server is started from.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) postgres: PathBuf,
    pub(super) template: PathBuf,
}

impl Cluster {
    pub(super) fn prepare(place: &Place, binaries: &Binaries) -> Result<Self, Error> {
        let name = format!("cluster-{}", binaries.key(&INITDB)?);
        let cluster = Self { postgres: binaries.program("postgres"), template: place.cache.join(&name) };
        if is_fresh(&cluster.template) {
            return Ok(cluster);
        }
        let lock = place.cache.join(format!("{name}.lock"));
        let lock = File::create(&lock).context(|| format!("cannot make {}", lock.display()))?;
        lock.lock().context(|| "cannot lock the cache".into())?;
        if is_fresh(&cluster.template) {
            return Ok(cluster);
        }
        let entries =
            fs::read_dir(&place.cache).context(|| format!("cannot read {}", place.cache.display()))?;
        for entry in entries.flatten() {
            // Only who holds the lock makes one; what is there is left by somebody killed, whose initdb may still run.
            let found = entry.file_name().to_string_lossy().into_owned();
            let is_unfinished = found.starts_with(&format!("{name}.new-"));
            // What no server was started from for long belongs to programs that are replaced.
            let is_outdated =
                found.starts_with("cluster-") && age(&entry.path()).is_some_and(|age| age > OLDEST * 2);
            if is_unfinished || is_outdated {
                remove(&entry.path())?;
            }
        }
        let unfinished = place.cache.join(format!("{name}.new-{}", std::process::id()));
        place.server_folder(&unfinished)?;
        run(place.command(binaries.program("initdb")).args(INITDB).arg("-D").arg(&unfinished))?;
        remove(&cluster.template)?;
        fs::rename(&unfinished, &cluster.template)
            .context(|| format!("cannot make {}", cluster.template.display()))?;
        Ok(cluster)
    }
}

fn is_fresh(template: &Path) -> bool {
    age(template).is_some_and(|age| age < OLDEST)
}

/// `PG_VERSION` is written once, so that its age is the age of the cluster. A clock that was set back makes no old one.
fn age(template: &Path) -> Option<Duration> {
    let written = fs::metadata(template.join("PG_VERSION")).and_then(|file| file.modified()).ok()?;
    Some(SystemTime::now().duration_since(written).unwrap_or_default())
}
