//! A module may use the floors under its own and nothing above them; ARCHITECTURE.md draws them.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors, the lowest first. Modules of one floor stand by themselves.
const FLOORS: &[&[&str]] = &[
    &["error", "tuples"],
    &["value"],
    &["sql"],
    &["wire", "table"],
    &["expr", "connection"],
    &["query"],
    &["record"],
    &["migrate", "__private"],
    &["testing"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("the sources can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a line names after `crate::`, also in a group such as `crate::{error::Error, sql}`.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let group = rest.strip_prefix('{').and_then(|group| group.split('}').next());
        for name in group.unwrap_or(rest).split(if group.is_some() { ',' } else { '\0' }) {
            let name = name.trim();
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            names.push(name[..end].to_owned());
        }
    }
    names
}

#[test]
fn no_module_uses_a_floor_above_its_own() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut uses = 0;
    let mut wrong = Vec::new();
    for file in &files {
        let inside = file.strip_prefix(&src).expect("the file is in src");
        let module = inside.components().next().expect("a file has a name").as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs");
        if ["lib", "prelude", "__private"].contains(&module) {
            continue;
        }
        let own = floor(module).unwrap_or_else(|| panic!("`{module}` stands on no floor: add it to FLOORS"));
        let text = fs::read_to_string(file).expect("the file is text");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for name in named(code) {
                let Some(other) = floor(&name) else { continue };
                uses += 1;
                if other > own || (other == own && name != module) {
                    wrong.push(format!("{}:{}: `{module}` uses `{name}`", inside.display(), number + 1));
                }
            }
        }
    }
    assert!(uses > 100, "only {uses} uses were found, so they were not read rightly");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_use_is_found_in_every_form() {
    assert_eq!(named("use crate::error::Error;"), ["error"]);
    assert_eq!(named("use crate::{error::Error, sql};"), ["error", "sql"]);
    assert_eq!(named("$crate::expr::Typed + crate::table::NotNull"), ["expr", "table"]);
}
