//! Runs every program of `fail/`, which must not compile, and of `pass/`, which must.

#[test]
fn programs() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/fail/**/*.rs");
    tests.pass("tests/pass/**/*.rs");
}
