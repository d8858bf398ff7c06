//! No program of `fail/` compiles, and each gets the expected message.

#[test]
fn programs_that_must_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/fail/**/*.rs");
}
