//! Starts a server that ends, and takes its folder along, when nobody holds it any more.
//!
//! A shell script is the parent of the server. Everybody who uses the server holds the writing end of a named pipe in
//! its folder, which the kernel closes however a process ends; the script reads that pipe until its end.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::error::{Context, Error};
use super::place::Place;
use super::process::last_lines;

/// Arguments: folder, seconds to wait after the last user, template, `postgres`, pairs of file and content, `--`,
/// arguments of the server.
///
/// Every user writes one byte when it comes. So a read that ends with no byte says that nobody came since the read
/// before, and nobody is there. Renaming the pipe closes the door; whoever got in before is waited for once more. The
/// pipe gets its name when somebody reads from it, because one without a reader says that its watchdog is dead.
///
/// Only the server keeps the writing end of descriptor 5: its end tells the starter that the server did not start.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
exec 2>&1
umask 077
folder=$1 grace=$2 template=$3 postgres=$4
shift 4
mkdir "$folder" && mkfifo "$folder/new" || exit 1
exec 3<>"$folder/new" 4<"$folder/new"
mv "$folder/new" "$folder/users" || exit 1
echo open
cp -R "$template" "$folder/data" || { rm -rf "$folder"; exit 1; }
while [ "$1" != -- ]; do
    printf '%s' "$2" >"$folder/data/$1"
    shift 2
done
shift
exec 5>&1 >"$folder/log" 2>&1
"$postgres" -D "$folder/data" "$@" 3>&- 4<&- &
server=$!
exec 5>&-
read -r _
exec 3>&- </dev/null
while [ -n "$(cat <&4)" ]; do sleep "$grace"; done
mv "$folder/users" "$folder/closed"
cat <&4 >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
"#;

/// A machine under load starts slowly; a server that died is noticed at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server is started with.
#[derive(Debug)]
pub(super) struct Options {
    /// The name of its folder.
    pub(super) name: String,
    /// How long the server stays after its last user.
    pub(super) grace: Duration,
    /// Where to listen on loopback.
    pub(super) tcp: Option<u16>,
    /// `name`, `value`.
    pub(super) settings: Vec<(String, String)>,
    /// Name and content of files in the data folder.
    pub(super) files: Vec<(String, String)>,
}

/// A server that stays while this value lives.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) folder: PathBuf,
    pub(super) port: u16,
    /// The writing end of the pipe; `None` only while dropping.
    hold: Option<File>,
    /// Of a server that nobody else uses; its end is waited for.
    watchdog: Option<Child>,
}

impl Running {
    /// The port in the name of a socket that has no TCP port beside it.
    pub(super) const PORT: u16 = 5432;

    /// Starts a server that nobody else may use.
    pub(super) fn start_private(place: &Place, cluster: &Cluster, options: &Options) -> Result<Self, Error> {
        let (mut running, watchdog) = Self::start(place, cluster, options)?;
        running.watchdog = Some(watchdog);
        Ok(running)
    }

    /// Starts a server that others may attach to.
    pub(super) fn start_shared(place: &Place, cluster: &Cluster, options: &Options) -> Result<Self, Error> {
        // The watchdog outlives this process, as it should.
        Self::start(place, cluster, options).map(|(running, _)| running)
    }

    fn start(place: &Place, cluster: &Cluster, options: &Options) -> Result<(Self, Child), Error> {
        let folder = place.run.join(&options.name);
        let mut command = place.command("/bin/sh");
        command.args(["-c", SCRIPT, "piton-watchdog"]).arg(&folder).arg(options.grace.as_secs().to_string());
        command.arg(&cluster.template).arg(&cluster.postgres);
        command.args(options.files.iter().flat_map(|(name, content)| [name, content])).arg("--");
        for (name, value) in Self::settings(&folder, options) {
            command.arg("-c").arg([name.as_ref(), OsStr::new("="), value.as_ref()].join(OsStr::new("")));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut watchdog =
            command.spawn().context(|| "cannot start /bin/sh to watch over the server".into())?;
        let mut output = watchdog.stdout.take().ok_or_else(|| Error::new("the watchdog has no output"))?;

        let first = first_line(&mut output).context(|| "cannot read from the watchdog".into())?;
        if first != "open" {
            return Err(Error::new(format!("cannot prepare {}: {first}", folder.display())));
        }
        let hold = hold(&folder).context(|| format!("cannot open the pipe in {}", folder.display()))?;
        // From here on the open pipe keeps the server; the closed one says so.
        drop(watchdog.stdin.take());
        let running =
            Self { port: options.tcp.unwrap_or(Self::PORT), folder, hold: Some(hold), watchdog: None };
        running.await_ready(output)?;
        Ok((running, watchdog))
    }

    fn settings(folder: &Path, options: &Options) -> Vec<(String, std::ffi::OsString)> {
        let mut settings: Vec<(String, std::ffi::OsString)> = [
            // Nothing of the data is needed after a crash.
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
            // The default goes with the size of a segment, and a bulk load is not to wait for checkpoints.
            ("max_wal_size", "1GB"),
            // Many test processes, each with pools of its own.
            ("max_connections", "300"),
            // The same on every machine.
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
        ]
        .into_iter()
        .chain([("listen_addresses", if options.tcp.is_some() { "127.0.0.1" } else { "" })])
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
        settings.extend(options.settings.iter().map(|(name, value)| (name.clone(), value.into())));
        settings.push(("port".into(), options.tcp.unwrap_or(Self::PORT).to_string().into()));
        settings.push(("unix_socket_directories".into(), folder.into()));
        settings
    }

    /// Adds this process to the users of a running server; `None` where it is gone or going.
    pub(super) fn attach(folder: PathBuf) -> Option<Self> {
        let hold = hold(&folder).ok()?;
        let running = Self { folder, port: Self::PORT, hold: Some(hold), watchdog: None };
        running.is_alive().then_some(running)
    }

    /// Asks the kernel, not the process table: a killed server stays in that until its parent looks.
    pub(super) fn is_alive(&self) -> bool {
        UnixStream::connect(self.folder.join(format!(".s.PGSQL.{}", self.port))).is_ok()
    }

    fn await_ready(&self, mut output: ChildStdout) -> Result<(), Error> {
        rustix::fs::fcntl_setfl(&output, rustix::fs::OFlags::NONBLOCK)
            .context(|| "cannot read from the watchdog without waiting".into())?;
        let start = Instant::now();
        let mut printed = Vec::new();
        let why = loop {
            // The eighth line of the file is the state of the server.
            let state = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if state.lines().nth(7).is_some_and(|state| state.trim() == "ready") && self.is_alive() {
                return Ok(());
            }
            match output.read_to_end(&mut printed) {
                Ok(_) => break "it ended",
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => break "its watchdog is lost",
            }
            if start.elapsed() > PATIENCE {
                break "it is not ready after a minute";
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let log = format!("{}\n{log}", String::from_utf8_lossy(&printed));
        Err(Error::new(format!("the PostgreSQL server did not start ({why}):\n    {}", last_lines(&log, 12))))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.hold.take());
        if let Some(watchdog) = &mut self.watchdog {
            // There is nothing to do about an end that cannot be waited for.
            drop(watchdog.wait());
        }
    }
}

/// Opens the pipe without waiting for a reader: without one the watchdog is dead, and this an error.
pub(super) fn open_pipe(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed()).open(path)
}

fn hold(folder: &Path) -> io::Result<File> {
    let mut pipe = open_pipe(&folder.join("users"))?;
    pipe.write_all(b"x")?;
    Ok(pipe)
}

/// Byte by byte, so that nothing behind the line is taken: it may say why the server did not start.
fn first_line(output: &mut ChildStdout) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while output.read(&mut byte)? == 1 && byte != *b"\n" {
        line.extend(byte);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}
