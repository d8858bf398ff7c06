//! The password file.
//!
//! See the page "The Password File" of PostgreSQL's manual.

use std::fs;
use std::path::Path;

/// What a password is looked up for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'w> {
    pub(crate) host: &'w str,
    pub(crate) port: u16,
    pub(crate) database: &'w str,
    pub(crate) user: &'w str,
}

/// The password in a file. A file that others can read is not used, with a warning.
pub(crate) fn look_up(file: &Path, wanted: Wanted<'_>) -> Option<Vec<u8>> {
    let metadata = fs::metadata(file).ok()?;
    if !metadata.is_file() {
        return None;
    }
    if is_open_to_others(&metadata) {
        tracing::warn!(file = %file.display(), "the password file can be read by others and is not used; its mode has to be 0600");
        return None;
    }
    find(&fs::read_to_string(file).ok()?, wanted)
}

#[cfg(unix)]
fn is_open_to_others(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;

    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &fs::Metadata) -> bool {
    false
}

/// The password of the first line that fits.
fn find(text: &str, wanted: Wanted<'_>) -> Option<Vec<u8>> {
    let port = wanted.port.to_string();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(fields).find_map(|[host, its_port, database, user, password]| {
        let fits = |pattern: &str, value: &str| pattern == "*" || unescape(pattern) == value;
        let all = fits(host, wanted.host)
            && fits(its_port, &port)
            && fits(database, wanted.database)
            && fits(user, wanted.user);
        all.then(|| unescape(password).into_bytes())
    })
}

/// The fields of a line; the password goes to its end, whatever is in it.
fn fields(line: &str) -> Option<[&str; 5]> {
    let mut fields = [""; 5];
    let mut rest = line;
    let (last, first) = fields.split_last_mut()?;
    for field in first {
        let mut escaped = false;
        let end = rest.find(|c| {
            let ends = c == ':' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        (*field, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
    }
    let mut escaped = false;
    let end = rest.find(|c| {
        let ends = c == ':' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    *last = rest.get(..end.unwrap_or(rest.len()))?;
    Some(fields)
}

fn unescape(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# a comment:5432:app:me:no\nnot enough:fields\n\
        db.example:5433:app:me:first\ndb.example:*:app:me:second\n*:5432:*:a\\:b:third\\:\\\\\n\
        localhost:*:*:*:local\n::1:5432:app:me:not this\n\\:\\:1:5432:app:me:six\n";

    fn found(host: &str, port: u16, user: &str) -> Option<String> {
        let password = find(FILE, Wanted { host, port, database: "app", user })?;
        String::from_utf8(password).ok()
    }

    #[test]
    fn the_first_line_that_fits_counts() {
        assert_eq!(found("db.example", 5433, "me").as_deref(), Some("first"));
        assert_eq!(found("db.example", 5434, "me").as_deref(), Some("second"));
        assert_eq!(found("anywhere", 5432, "a:b").as_deref(), Some("third:\\"));
        assert_eq!(found("localhost", 1, "anybody").as_deref(), Some("local"));
        assert_eq!(found("::1", 5432, "me").as_deref(), Some("six"));
        assert_eq!(found("db.example", 5433, "you"), None);
        assert_eq!(found("elsewhere", 5433, "me"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_not_used() -> std::io::Result<()> {
        use std::os::unix::fs::PermissionsExt;

        let file = std::env::temp_dir().join(format!("piton-passfile-{}", std::process::id()));
        fs::write(&file, "*:*:*:*:secret\n")?;
        let wanted = Wanted { host: "h", port: 1, database: "d", user: "u" };
        for (mode, used) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o602, false)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode))?;
            assert_eq!(look_up(&file, wanted).is_some(), used, "{mode:o}");
        }
        fs::remove_file(&file)?;
        assert!(look_up(&file, wanted).is_none());
        Ok(())
    }
}
