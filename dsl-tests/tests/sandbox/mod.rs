//! Processes that know nothing of the servers of other tests: their temporary folder is their own.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const NOBODY: u32 = 65534;

/// A temporary folder, removed with its last clone.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // A server that waits for its next user would write into the folder while it goes.
        let below = |folder: &Path| -> Vec<PathBuf> {
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
        };
        let servers = below(&self.0).into_iter().flat_map(|user| below(&user.join("run")));
        let servers: Vec<u32> = servers.filter_map(|folder| find_server(&folder)).collect();
        for server in servers {
            let _ = Command::new("kill").args(["-s", "QUIT", &server.to_string()]).status();
            eventually(Duration::from_secs(5), || is_gone(server));
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug, Clone)]
pub struct Sandbox {
    folder: Arc<Folder>,
    variables: Vec<(&'static str, String)>,
}

impl Sandbox {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(format!("/tmp/piton-sandbox-{}-{count}", std::process::id()));
        fs::create_dir(&folder).expect("a folder");
        fs::set_permissions(&folder, Permissions::from_mode(0o1777)).expect("a folder for everybody");
        let variables = vec![("TMPDIR", folder.display().to_string())];
        Self { folder: Arc::new(Folder(folder)), variables }
    }

    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut sandbox = self.clone();
        sandbox.variables.push((name, value.into()));
        sandbox
    }

    pub fn with_own_cache(&self) -> Self {
        self.with("PITON_CACHE", self.folder.0.join("cache").display().to_string())
    }

    /// Nothing else is on PATH.
    pub fn with_programs(&self, names: &[&str]) -> Self {
        let programs = self.folder.0.join("programs");
        fs::create_dir(&programs).expect("a folder for programs");
        for name in names {
            symlink(which(name).expect("a program"), programs.join(name)).expect("a link");
        }
        self.with("PATH", programs.display().to_string())
    }

    pub fn spawn(&self, ending: &str) -> Process {
        Process(
            self.command(Path::new(env!("CARGO_BIN_EXE_throwaway_user")), ending).spawn().expect("a process"),
        )
    }

    /// `None` where this process must not become another user.
    pub fn spawn_as_nobody(&self, ending: &str) -> Option<Process> {
        if fs::metadata("/proc/self").ok()?.uid() != 0 {
            return None;
        }
        // The folder of the build may be closed to others.
        let program = self.folder.0.join("throwaway_user");
        fs::copy(env!("CARGO_BIN_EXE_throwaway_user"), &program).expect("a copy");
        let mut command = self.command(&program, ending);
        Some(Process(command.uid(NOBODY).gid(NOBODY).env("HOME", "/nonexistent").spawn().expect("a process")))
    }

    fn command(&self, program: &Path, ending: &str) -> Command {
        let mut command = Command::new(program);
        command.arg(ending).env_remove("DATABASE_URL").envs(self.variables.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// A process that is starting.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Waits for what it says.
    pub fn ready(mut self) -> User {
        let output = BufReader::new(self.0.stdout.take().expect("its output"));
        let lines: Vec<String> = output.lines().take(4).map_while(Result::ok).collect();
        let Ok([name, version, folder, url]) = <[String; 4]>::try_from(lines) else {
            panic!("{}", self.error());
        };
        User { name, version, folder: folder.into(), url, child: self.0 }
    }

    /// What it printed before it failed.
    pub fn error(mut self) -> String {
        let mut error = String::new();
        self.0.stderr.take().expect("its errors").read_to_string(&mut error).expect("text");
        assert!(!self.0.wait().expect("an end").success());
        error
    }
}

/// A process that has a database.
#[derive(Debug)]
pub struct User {
    pub name: String,
    pub version: String,
    pub folder: PathBuf,
    pub url: String,
    child: Child,
}

impl User {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets it end and waits for that.
    pub fn end(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().expect("an end");
    }
}

impl Drop for User {
    fn drop(&mut self) {
        self.end();
    }
}

pub fn pid_of_server(folder: &Path) -> u32 {
    find_server(folder).expect("a running server")
}

fn find_server(folder: &Path) -> Option<u32> {
    let file = fs::read_to_string(folder.join("data/postmaster.pid")).ok()?;
    file.lines().next()?.parse().ok()
}

pub fn parent(process: u32) -> u32 {
    let output = Command::new("ps").args(["-o", "ppid=", "-p", &process.to_string()]).output().expect("ps");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a process id")
}

pub fn send(signal: &str, process: u32) {
    let status = Command::new("kill").args(["-s", signal, &process.to_string()]).status().expect("kill");
    assert!(status.success());
}

/// Ended, whether or not its parent has looked.
pub fn is_gone(process: u32) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", &process.to_string()]).output().expect("ps");
    let state = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    state.is_empty() || state.starts_with('Z')
}

pub fn eventually(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    condition()
}

/// The program itself where the one on PATH starts another.
pub fn which(name: &str) -> Option<PathBuf> {
    if name == "python3" {
        let command = ["-c", "import sys, pip; print(sys.executable)"];
        let output = Command::new(name).args(command).stderr(Stdio::null()).output().ok()?;
        return output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}
