//! One server for all processes of a user: whoever comes first starts it, everybody else attaches.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::cluster::Cluster;
use super::error::{Context, Error};
use super::find::Binaries;
use super::name;
use super::place::Place;
use super::process::run;
use super::watchdog::{Options, Running, open_pipe};

/// Long enough for the next test program of the same run.
const GRACE: Duration = Duration::from_secs(2);

/// Stops a server without a watchdog. A server that answers is the one that its file names.
const SWEEP: &str = r#"
[ "$2" = alive ] && read -r server <"$1/data/postmaster.pid" && kill -QUIT "$server"
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
"#;

/// Attaches to the server of this user and these binaries, or starts it.
pub(super) fn attach_or_start(place: &Place, binaries: &Binaries) -> Result<Running, Error> {
    let key = binaries.key(&[])?;
    let current = place.base.join(format!("{key}.current"));
    if let Some(running) = attach(&current) {
        return Ok(running);
    }
    let lock = place.base.join(format!("{key}.lock"));
    let lock = File::create(&lock).context(|| format!("cannot make {}", lock.display()))?;
    lock.lock().context(|| "cannot lock the folder of the shared server".into())?;
    if let Some(running) = attach(&current) {
        return Ok(running);
    }
    sweep(place);
    let cluster = Cluster::prepare(place, binaries)?;
    let options =
        Options { name: name::unique(), grace: GRACE, tcp: None, settings: Vec::new(), files: Vec::new() };
    let running = Running::start_shared(place, &cluster, &options)?;
    point(&current, &running.folder).context(|| format!("cannot link {}", current.display()))?;
    Ok(running)
}

fn attach(current: &Path) -> Option<Running> {
    Running::attach(fs::read_link(current).ok()?)
}

/// Replaces the link in one step. The folder of a server is never used again, so that one that is just going and its
/// successor do not meet.
fn point(current: &Path, folder: &Path) -> io::Result<()> {
    let next = current.with_extension("next");
    match fs::remove_file(&next) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => symlink(folder, &next)?,
    }
    fs::rename(&next, current)
}

/// Removes servers whose watchdog was killed. Whatever fails here is left to the next one.
fn sweep(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.run) else { return };
    for folder in entries.flatten().map(|entry| entry.path()).filter(is_abandoned) {
        let port = Running::PORT;
        let alive = std::os::unix::net::UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).is_ok();
        let mut command = place.command("/bin/sh");
        command.args(["-c", SWEEP, "piton-sweep"]).arg(&folder).arg(if alive { "alive" } else { "dead" });
        drop(run(&mut command));
    }
}

/// A pipe without a reader is a server without a watchdog.
fn is_abandoned(folder: &PathBuf) -> bool {
    let without_reader = rustix::io::Errno::NXIO.raw_os_error();
    for name in ["users", "closed"] {
        match open_pipe(&folder.join(name)) {
            Ok(_) => return false,
            Err(error) if error.raw_os_error() == Some(without_reader) => return true,
            Err(_) => {}
        }
    }
    // The folder is there a moment before its pipe, and a moment after.
    let changed = fs::metadata(folder).and_then(|found| found.modified());
    let age = changed.map(|time| SystemTime::now().duration_since(time).unwrap_or_default());
    age.is_ok_and(|age| age > Duration::from_mins(1))
}
