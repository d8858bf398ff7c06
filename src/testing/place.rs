//! Which folders are used, and which account the server runs under.

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::{Context, Error};

/// The path of a socket has at most 103 bytes on macOS and 107 on Linux; the part behind the temporary folder takes 40.
const LONGEST_TEMPORARY_FOLDER: usize = 60;

/// PostgreSQL refuses to run as root, so that root lends its children this account.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

/// The folders of this user.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Locks and the link to the shared server; only this user writes here.
    pub(super) base: PathBuf,
    /// One folder a running server; belongs to the account of the server, so that the watchdog needs no other.
    pub(super) run: PathBuf,
    /// Fetched binaries and prepared clusters, kept.
    pub(super) cache: PathBuf,
    account: Option<Account>,
}

impl Place {
    pub(super) fn open() -> Result<Self, Error> {
        let uid = rustix::process::geteuid().as_raw();
        let account = if uid == 0 { Some(Account::find()?) } else { None };

        let base = temporary_folder(account.is_some())?.join(format!("piton-{uid}"));
        // Others must pass through the folder to theirs where the server runs under another account.
        let mode = if account.is_some() { 0o711 } else { 0o700 };
        own_folder(&base, mode, uid)?;

        let run = base.join("run");
        match &account {
            Some(account) => account.own_folder(&run)?,
            None => own_folder(&run, 0o700, uid)?,
        }
        let cache = cache_folder(&base, account.is_some())?;
        Ok(Self { base, run, cache, account })
    }

    /// A command that runs under the account of the server and knows nothing of the caller's terminal, signals or
    /// `PG*` variables.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        let path = std::env::var("PATH").unwrap_or_default();
        command.env_clear().env("PATH", format!("/usr/bin:/bin:/usr/sbin:/sbin:{path}")).env("LC_ALL", "C");
        for name in ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.current_dir("/").stdin(Stdio::null()).process_group(0);
        if let Some(account) = &self.account {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    /// Makes a folder that only the account of the server uses.
    pub(super) fn server_folder(&self, path: &Path) -> Result<(), Error> {
        match &self.account {
            Some(account) => account.own_folder(path),
            None => own_folder(path, 0o700, rustix::process::geteuid().as_raw()),
        }
    }

    /// Can the server's account read what is in this folder?
    pub(super) fn is_reachable(&self, path: &Path) -> bool {
        self.account.is_none() || open_to_everybody(path)
    }
}

impl Account {
    fn find() -> Result<Self, Error> {
        let passwd = fs::read_to_string("/etc/passwd").context(|| "cannot read /etc/passwd".into())?;
        ["postgres", "nobody"].iter().find_map(|name| Self::in_passwd(&passwd, name)).ok_or_else(|| {
            Error::new(
                "PostgreSQL refuses to run as root, and /etc/passwd has neither the user `postgres` nor `nobody` to \
                 run it under; run the tests as another user, or set DATABASE_URL to a running server",
            )
        })
    }

    fn in_passwd(passwd: &str, name: &str) -> Option<Self> {
        let mut fields = passwd.lines().map(|line| line.split(':')).find_map(|mut fields| {
            let found = fields.next() == Some(name);
            found.then_some(fields)
        })?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { uid, gid })
    }

    /// The parent must be a folder that only this user writes to.
    fn own_folder(&self, path: &Path) -> Result<(), Error> {
        make_folder(path, 0o700)?;
        lchown(path, Some(self.uid), Some(self.gid))
            .context(|| format!("cannot give {} to the server's account", path.display()))?;
        check_owner(path, self.uid).map(drop)
    }
}

/// The temporary folder of the system, unless it is too deep for a socket or closed to the server's account.
fn temporary_folder(as_other: bool) -> Result<PathBuf, Error> {
    let candidates = [std::env::temp_dir(), PathBuf::from("/tmp")];
    let fits = |path: &&PathBuf| {
        path.is_absolute()
            && path.as_os_str().len() <= LONGEST_TEMPORARY_FOLDER
            && path.is_dir()
            && (!as_other || open_to_everybody(path))
    };
    candidates.iter().find(fits).cloned().ok_or_else(|| {
        Error::new(format!(
            "no temporary folder fits: tried {candidates:?}; set TMPDIR to an existing folder with a path of at most \
             {LONGEST_TEMPORARY_FOLDER} bytes{}",
            if as_other { " that every user can enter" } else { "" }
        ))
    })
}

fn cache_folder(base: &Path, as_other: bool) -> Result<PathBuf, Error> {
    if let Some(chosen) = variable("PITON_CACHE") {
        let chosen = PathBuf::from(chosen);
        fs::create_dir_all(&chosen)
            .context(|| format!("PITON_CACHE is {}: cannot make it", chosen.display()))?;
        if as_other && !open_to_everybody(&chosen) {
            return Err(Error::new(format!(
                "PITON_CACHE is {}: the server does not run as root and cannot enter it; choose a folder that every \
                 user can enter",
                chosen.display()
            )));
        }
        return chosen.canonicalize().context(|| format!("PITON_CACHE is {}", chosen.display()));
    }
    let usual = if as_other {
        Some(PathBuf::from("/var/cache/piton"))
    } else {
        let home = || variable("HOME").map(|home| Path::new(&home).join(".cache"));
        variable("XDG_CACHE_HOME").map(PathBuf::from).or_else(home).map(|cache| cache.join("piton"))
    };
    let usable = |path: &PathBuf| {
        fs::create_dir_all(path).is_ok()
            && rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
            && (!as_other || open_to_everybody(path))
    };
    if let Some(path) = usual.filter(usable) {
        return Ok(path);
    }
    // Without a home that can be written to (a build sandbox), the cache lives as long as the temporary folder.
    let fallback = base.join("cache");
    own_folder(&fallback, 0o755, rustix::process::geteuid().as_raw())?;
    Ok(fallback)
}

/// A variable of the environment; an empty one counts as not set.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Makes the folder, or checks that the one that is there cannot have been put there by somebody else.
fn own_folder(path: &Path, mode: u32, uid: u32) -> Result<(), Error> {
    make_folder(path, mode)?;
    // The mode given to the creation is subject to the umask.
    if check_owner(path, uid)? != mode {
        fs::set_permissions(path, Permissions::from_mode(mode))
            .context(|| format!("cannot set the mode of {}", path.display()))?;
    }
    Ok(())
}

fn make_folder(path: &Path, mode: u32) -> Result<(), Error> {
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Error::caused(format!("cannot make the folder {}", path.display()), error))
        }
        _ => Ok(()),
    }
}

/// The folders have names that others can guess, in a folder where everybody writes. Returns the mode.
fn check_owner(path: &Path, uid: u32) -> Result<u32, Error> {
    let found = fs::symlink_metadata(path).context(|| format!("cannot look at {}", path.display()))?;
    if !found.is_dir() || found.uid() != uid || found.mode() & 0o022 != 0 {
        return Err(Error::new(format!(
            "{} is not a folder that belongs to user id {uid} alone; remove it, or set TMPDIR to another folder",
            path.display()
        )));
    }
    Ok(found.mode() & 0o7777)
}

fn open_to_everybody(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| {
        path.ancestors().all(|folder| {
            fs::metadata(folder).is_ok_and(|found| !found.is_dir() || found.mode() & 0o001 != 0)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_from_passwd() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\npostgres2:x:7:8::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        assert_eq!(Account::in_passwd(passwd, "postgres"), None);
        assert_eq!(Account::in_passwd(passwd, "nobody"), Some(Account { uid: 65534, gid: 65533 }));
    }
}
