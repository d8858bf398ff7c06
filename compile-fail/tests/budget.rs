//! What messages may cost: one error for a mistake, few lines, no private name in the first line.
//!
//! It reads the expected messages; `suite.rs` proves that they are those of the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer programs than this are no suite.
const PROGRAMS: usize = 60;
/// How many programs in a hundred get exactly one error.
const ONE_ERROR: usize = 95;
/// Half of the errors have at most so many lines, blank ones apart.
const MEDIAN: usize = 16;
/// No error has more.
const LONGEST: usize = 26;

/// Types that users hold: what queries and expressions are made of. A message may name them.
const KNOWN: &[&str] = &[
    "Aggregate",
    "Between",
    "Binary",
    "Bind",
    "Call",
    "Case",
    "Cast",
    "Branch",
    "Column",
    "Constant",
    "Delete",
    "Entity",
    "Excluded",
    "Exists",
    "Fragment",
    "OnConflict",
    "Ordered",
    "Over",
    "RawQuery",
    "Relation",
    "Returned",
    "OuterExpr",
    "RowExpr",
    "Scalar",
    "Select",
    "Star",
    "Truncate",
    "Unary",
    "WindowFunctionCall",
    // Functions have types of their names.
    "array",
    "Update",
];

/// First lines that the compiler words by itself and that spell out a query's type.
const SPELLED_OUT: &[&str] = &["terminal/query_is_no_iterator"];

/// A program and the errors that it gets.
struct Program {
    name: String,
    errors: Vec<Vec<String>>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The programs of a folder by their names: `select/rust_value`.
fn names(folder: &Path, extension: &str) -> BTreeSet<String> {
    let name = |file: &PathBuf| {
        let name = file.strip_prefix(folder).expect("the file is in the folder").with_extension("");
        name.to_str().expect("a name is UTF-8").to_owned()
    };
    files(folder, extension).iter().map(name).collect()
}

/// The errors of a message, each with its lines, blank ones apart.
fn errors(message: &str) -> Vec<Vec<String>> {
    let mut errors: Vec<Vec<String>> = Vec::new();
    for line in message.lines() {
        if line.starts_with("error") {
            errors.push(Vec::new());
        }
        if let Some(error) = errors.last_mut().filter(|_| !line.trim().is_empty()) {
            error.push(line.to_owned());
        }
    }
    errors
}

fn programs() -> Vec<Program> {
    let fail = folder("tests/fail");
    let program = |name: String| {
        let message =
            fs::read_to_string(fail.join(&name).with_extension("stderr")).expect("the message is text");
        Program { errors: errors(&message), name }
    };
    names(&fail, "stderr").into_iter().map(program).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The traits and types of the language that users do not write: all but those of the prelude and of [`KNOWN`].
fn private_names() -> BTreeSet<String> {
    let src = folder("../src");
    let mut names =
        BTreeSet::from(["HCons".to_owned(), "HNil".to_owned(), "frunk".to_owned(), "frunk_core".to_owned()]);
    for floor in ["expr", "table", "query"] {
        for file in files(&src.join(floor), "rs") {
            for line in fs::read_to_string(file).expect("the source is text").lines() {
                let mut words = words(line);
                if let (Some("pub"), Some("trait" | "struct" | "enum" | "type"), Some(name)) =
                    (words.next(), words.next(), words.next())
                    && line.trim_start().starts_with("pub ")
                    && !line.contains('$')
                {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    let prelude = fs::read_to_string(src.join("prelude.rs")).expect("the prelude is text");
    for name in words(&prelude).chain(KNOWN.iter().copied()) {
        names.remove(name);
    }
    names
}

/// The value below which so many of a hundred lie.
fn percentile(sorted: &[usize], of_a_hundred: usize) -> usize {
    sorted[(sorted.len() * of_a_hundred / 100).min(sorted.len() - 1)]
}

fn row(title: &str, programs: &[&Program]) -> String {
    let mut lines: Vec<_> = programs.iter().flat_map(|program| &program.errors).map(Vec::len).collect();
    lines.sort_unstable();
    let one = programs.iter().filter(|program| program.errors.len() == 1).count();
    format!(
        "| {title} | {} | {} | {:.2} | {:.1} % | {} | {} | {} |",
        programs.len(),
        lines.len(),
        lines.len() as f64 / programs.len() as f64,
        one as f64 / programs.len() as f64 * 100.0,
        percentile(&lines, 50),
        percentile(&lines, 90),
        percentile(&lines, 100),
    )
}

#[test]
fn messages_stay_within_the_budget() {
    let programs = programs();
    let mut table = vec![
        "| category | programs | errors | errors a mistake | one error | median lines | p90 | longest |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    let category = |program: &Program| program.name.split('/').next().unwrap_or_default().to_owned();
    for name in programs.iter().map(category).collect::<BTreeSet<_>>() {
        let of_it: Vec<_> = programs.iter().filter(|program| category(program) == name).collect();
        table.push(row(&name, &of_it));
    }
    table.push(row("**all**", &programs.iter().collect::<Vec<_>>()));
    println!("{}\n", table.join("\n"));

    let several: Vec<_> = programs.iter().filter(|program| program.errors.len() != 1).collect();
    for program in &several {
        println!("{} errors: {}", program.errors.len(), program.name);
    }
    let mut lines: Vec<_> = programs
        .iter()
        .flat_map(|program| program.errors.iter().map(|error| (error.len(), &program.name)))
        .collect();
    lines.sort();
    let (longest, name) = lines.last().expect("there are errors");
    println!("longest: {longest} lines, {name}");

    assert!(programs.len() >= PROGRAMS, "there are only {} programs", programs.len());
    assert!(
        (programs.len() - several.len()) * 100 >= programs.len() * ONE_ERROR,
        "{} of {} programs get not exactly one error",
        several.len(),
        programs.len(),
    );
    let median = percentile(&lines.iter().map(|(lines, _)| *lines).collect::<Vec<_>>(), 50);
    assert!(median <= MEDIAN, "half of the errors have {median} lines or more");
    let long: Vec<_> = lines.iter().filter(|(lines, _)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:?}");
}

#[test]
fn first_lines_have_no_private_names() {
    let private = private_names();
    for name in ["InScope", "ValidIn", "IntoExpr", "Determines", "Project", "HCons", "NotNull", "BareTable"] {
        assert!(private.contains(name), "`{name}` was not found, so the sources were not read rightly");
    }
    let mut wrong = Vec::new();
    for program in programs().iter().filter(|program| !SPELLED_OUT.contains(&program.name.as_str())) {
        for error in &program.errors {
            let first = &error[0];
            wrong.extend(
                words(first)
                    .filter(|word| private.contains(*word))
                    .map(|word| format!("{}: `{word}` in: {first}", program.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_program_has_a_message_and_a_twin() {
    let fail = names(&folder("tests/fail"), "rs");
    assert_eq!(fail, names(&folder("tests/fail"), "stderr"), "programs on the left, messages on the right");
    assert_eq!(fail, names(&folder("tests/pass"), "rs"), "programs on the left, twins on the right");
}

#[test]
fn errors_are_counted_as_displayed() {
    let message = "error[E0277]: one\n  |\n\n  = note: x\n\nerror: two\n\n";
    assert_eq!(errors(message).iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
}
