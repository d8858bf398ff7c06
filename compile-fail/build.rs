//! Lists the programs of `tests/pass/` as modules, so that `tests/twins.rs` compiles all of them at once.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=tests/pass");
    let root = env::current_dir()?.join("tests/pass");
    let mut programs = Vec::new();
    collect(&root, &mut programs)?;
    programs.sort();
    let mut modules = String::new();
    for program in &programs {
        let name: Vec<_> = program
            .with_extension("")
            .strip_prefix(&root)
            .unwrap_or(program)
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        let _ = writeln!(modules, "#[path = {program:?}]\nmod {};", name.join("_"));
    }
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("twins.rs"), modules)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}
