//! The result of `initdb`, kept: copying it takes a fifth of the time of making it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::{Context, Error};
use super::find::Binaries;
use super::place::Place;
use super::process::{remove, run};

/// Everybody who reaches the socket or the loopback port is trusted; the same text order on every machine.
const INITDB: [&str; 6] = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
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
        // Only who holds the lock makes one; what is there is left by somebody killed, whose initdb may still run.
        for entry in
            fs::read_dir(&place.cache).context(|| format!("cannot read {}", place.cache.display()))?.flatten()
        {
            if entry.file_name().to_string_lossy().starts_with(&format!("{name}.new-")) {
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

/// `PG_VERSION` is written once, so that its age is the age of the cluster.
fn is_fresh(template: &Path) -> bool {
    let written = fs::metadata(template.join("PG_VERSION")).and_then(|file| file.modified());
    // A clock that was set back makes no old cluster.
    written.is_ok_and(|time| SystemTime::now().duration_since(time).unwrap_or_default() < OLDEST)
}
