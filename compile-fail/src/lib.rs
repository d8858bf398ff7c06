//! Programs that must not compile, and their twins that do; see `tests/`.
