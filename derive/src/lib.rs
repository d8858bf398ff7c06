//! The derive macros of piton; use them through the `piton` crate.
