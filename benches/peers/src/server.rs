//! The database: `DATABASE_URL`, else a throwaway server that lives as long as this process.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use crate::Result;

/// Dropped: the server stops and its folder is removed.
pub struct Server {
    url: String,
    watchdog: Option<Child>,
}

/// Reads until its parent is gone, however that ends, then stops the server and removes the folder.
const WATCHDOG: &str = "read -r _; kill -QUIT $1; i=0; \
    while [ -e \"$2/data/postmaster.pid\" ] && [ $((i += 1)) -lt 100 ]; do sleep 0.05; done; rm -rf \"$2\"";

impl Server {
    pub fn shared() -> Result<Self> {
        if let Ok(url) = env::var("DATABASE_URL") {
            return Ok(Self { url, watchdog: None });
        }
        let folder = env::temp_dir().join(format!("piton-peers-{}", process::id()));
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        let user = if rustix::process::getuid().is_root() { Some(unprivileged()?) } else { None };
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid))?;
        }
        let command = |program: &str| {
            let mut command = Command::new(program);
            command.current_dir("/").env_remove("PGDATA").stdout(Stdio::null()).stderr(Stdio::null());
            if let Some((uid, gid)) = user {
                command.uid(uid).gid(gid);
            }
            command
        };
        let data = folder.join("data");
        let initdb = "-U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions -D".split(' ');
        if !command("initdb").args(initdb).arg(&data).status()?.success() {
            return Err("initdb failed; is DATABASE_URL meant to be set?".into());
        }
        let settings = ["listen_addresses=", "fsync=off", "synchronous_commit=off", "shared_buffers=256MB"];
        let mut server = command("postgres");
        server.arg("-D").arg(&data).arg("-k").arg(&folder).args(settings.iter().flat_map(|s| ["-c", s]));
        let server = server.process_group(0).spawn()?;
        let mut watchdog = Command::new("/bin/sh");
        watchdog.args(["-c", WATCHDOG, "sh", &server.id().to_string()]).arg(&folder).process_group(0);
        let watchdog = watchdog.stdin(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let host = folder.to_str().ok_or("the temporary folder's name is not UTF-8")?.replace('/', "%2F");
        let ready = Self { url: format!("postgres://postgres@{host}/postgres"), watchdog: Some(watchdog) };
        let (status, start) = (data.join("postmaster.pid"), Instant::now());
        let line = || fs::read_to_string(&status).ok()?.lines().nth(7).map(|line| line.trim() == "ready");
        while line() != Some(true) {
            if start.elapsed() > Duration::from_secs(20) {
                return Err("the throwaway server did not start".into());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(ready)
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// `postgres` refuses to run as root.
fn unprivileged() -> Result<(u32, u32)> {
    let owner = fs::read_to_string("/etc/passwd")?;
    let line = owner.lines().find(|line| line.starts_with("postgres:")).ok_or("no user `postgres`")?;
    let mut ids = line.split(':').skip(2).map_while(|id| id.parse().ok());
    ids.next().zip(ids.next()).ok_or_else(|| "malformed /etc/passwd".into())
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut watchdog) = self.watchdog.take() {
            drop(watchdog.stdin.take());
            watchdog.wait().ok();
        }
    }
}
