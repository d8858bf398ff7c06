//! Finds the folder that holds `postgres` and `initdb`.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::{Context, Error};
use super::fetch::{self, Wanted};
use super::place::{Place, variable};

/// A folder that holds `postgres` and `initdb`, behind all links: `initdb` looks for its siblings there.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// What `PG_BIN` and `PITON_PG_VERSION` ask for, else what is installed, else what can be fetched.
    pub(super) fn find(place: &Place) -> Result<Self, Error> {
        if let Some(chosen) = variable("PG_BIN") {
            return Self::chosen(Path::new(&chosen), place);
        }
        let wanted = Wanted::from_environment()?;
        let mut reason = String::from("PITON_PG_VERSION or PITON_FETCH asks for a fetched PostgreSQL");
        if !wanted.is_forced() {
            match Self::installed(place) {
                Ok(installed) => return Ok(installed),
                Err(error) => reason = error.to_string(),
            }
        }
        fetch::fetch(&wanted, &reason, place)
    }

    pub(super) fn installed(place: &Place) -> Result<Self, Error> {
        candidates().find_map(|folder| Self::in_folder(&folder, place).ok()).ok_or_else(|| {
            let tried: Vec<String> = candidates().map(|path| path.display().to_string()).collect();
            Error::new(format!(
                "no PostgreSQL server is installed (no folder on PATH and none of the usual folders holds `postgres` \
                 and `initdb`{}{})",
                if tried.is_empty() { "" } else { "; looked into " },
                tried.join(", ")
            ))
        })
    }

    fn chosen(folder: &Path, place: &Place) -> Result<Self, Error> {
        Self::in_folder(folder, place).context(|| {
            format!(
                "PG_BIN is {}: set it to a folder that holds the programs `postgres` and `initdb`, \
                 such as /usr/lib/postgresql/17/bin, or unset it",
                folder.display()
            )
        })
    }

    /// The folder itself, where its files are links the folder that they lead to.
    pub(super) fn in_folder(folder: &Path, place: &Place) -> Result<Self, Error> {
        let missing = |name| Error::new(format!("{} has no program `{name}`", folder.display()));
        let program = |folder: &Path, name| {
            let path = folder.join(name).canonicalize().ok()?;
            let found = fs::metadata(&path).ok()?;
            (found.is_file() && found.permissions().mode() & 0o111 != 0).then_some(path)
        };
        let postgres = program(folder, "postgres").ok_or_else(|| missing("postgres"))?;
        program(folder, "initdb").ok_or_else(|| missing("initdb"))?;
        let real = postgres.parent().unwrap_or(folder);
        program(real, "initdb").ok_or_else(|| {
            Error::new(format!(
                "{} leads to {}, which has no `initdb` beside it",
                folder.display(),
                real.display()
            ))
        })?;
        if !place.is_reachable(real) {
            return Err(Error::new(format!(
                "the server does not run as root, and its account cannot enter {}",
                real.display()
            )));
        }
        Ok(Self { folder: real.to_path_buf() })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Names these very binaries: another version in the same folder is another key.
    pub(super) fn key(&self, options: &[&str]) -> Result<String, Error> {
        let postgres = self.program("postgres");
        let found = fs::metadata(&postgres).context(|| format!("cannot look at {}", postgres.display()))?;
        let text = format!("{} {} {} {options:?}", postgres.display(), found.len(), found.mtime());
        Ok(format!("{:016x}", hash(text.as_bytes())))
    }
}

/// FNV-1a: the same in every process and every build, which the hashers of the standard library are not.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Where a PostgreSQL may be installed, best first; looked at only as far as needed.
fn candidates() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> =
        std::env::split_paths(&path).filter(|folder| folder.join("postgres").exists()).collect();
    let app = Path::new("/Applications/Postgres.app/Contents/Versions");
    let parents = [
        Path::new("/usr/lib/postgresql"),
        Path::new("/opt/homebrew/opt"),
        Path::new("/usr/local/opt"),
        app,
        Path::new("/usr"),
    ];
    on_path
        .into_iter()
        // The program can come from a client package; then it names a folder without a server.
        .chain(std::iter::once_with(pg_config).flatten())
        .chain(parents.into_iter().flat_map(versions_below))
        .chain([PathBuf::from("/usr/local/pgsql/bin")])
        .filter(|folder| folder.is_dir())
}

fn pg_config() -> Option<PathBuf> {
    let output =
        Command::new("pg_config").arg("--bindir").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    (!folder.trim().is_empty()).then(|| PathBuf::from(folder.trim()))
}

/// `15/bin`, `postgresql@15/bin`, `pgsql-15/bin`: the newest first, one without a number (`postgresql`) before all.
fn versions_below(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let version = |name: &str| {
        let number = ["postgresql@", "pgsql-", ""].iter().find_map(|prefix| name.strip_prefix(prefix))?;
        if name == "postgresql" { Some(u32::MAX) } else { number.split('.').next()?.parse().ok() }
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry.path().join("bin"))))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_versions_come_first() -> std::io::Result<()> {
        let parent = std::env::temp_dir().join(format!("piton-find-{}", std::process::id()));
        for name in ["9.6", "15", "postgresql@17", "pgsql-16", "postgresql", "openssl@3", "bin"] {
            fs::create_dir_all(parent.join(name).join("bin"))?;
        }
        let found = versions_below(&parent);
        fs::remove_dir_all(&parent)?;
        let expected = ["postgresql", "postgresql@17", "pgsql-16", "15", "9.6"];
        assert_eq!(found, expected.map(|name| parent.join(name).join("bin")));
        Ok(())
    }
}
