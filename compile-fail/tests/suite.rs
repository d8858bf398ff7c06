//! Programs that must not compile, each with its message and a twin that differs in the mistake only and compiles.
//!
//! `TRYBUILD=overwrite cargo test -p compile-fail` writes the messages anew.

#[test]
fn programs() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/fail/**/*.rs");
    tests.pass("tests/pass/**/*.rs");
}
