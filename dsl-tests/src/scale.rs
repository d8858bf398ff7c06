//! How much a proof is to do: what every run of the tests can wait for, or all of it.

/// The number for every run, or the other one where `PITON_PROOFS=full` asks for it.
#[must_use]
pub fn scaled(usual: u64, full: u64) -> u64 {
    if std::env::var("PITON_PROOFS").is_ok_and(|wanted| wanted == "full") { full } else { usual }
}
