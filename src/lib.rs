//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

#[cfg(all(feature = "testing", unix))]
pub mod testing;
