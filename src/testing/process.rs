//! Programs that are run, and what is said about them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::{Context, Error};

pub(super) fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::caused(format!("cannot remove {}", folder.display()), error))
        }
        _ => Ok(()),
    }
}

/// Runs to the end; an error carries what the program printed last.
pub(super) fn run(command: &mut Command) -> Result<String, Error> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().context(|| format!("cannot run {name}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    Err(Error::new(format!("{name} failed ({}): {}", output.status, last_lines(&printed, 8))))
}

/// The end of a log, where the reason stands.
pub(super) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.iter().skip(lines.len().saturating_sub(count)).copied().collect::<Vec<_>>().join("\n    ")
}

pub(super) fn program_on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Tells the person in front of the terminal why the first run takes longer.
pub(super) fn say(text: &str) {
    // Nobody to read it is no reason to fail.
    drop(writeln!(std::io::stderr(), "piton: {text}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_ends_with_its_reason() {
        assert_eq!(last_lines("a\n\nb\nc\n", 2), "b\n    c");
        assert_eq!(last_lines("", 2), "");
    }
}
