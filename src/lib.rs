//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

#[cfg(feature = "testing")]
pub mod testing;
