//! What is claimed of a connection in production, proven under load: see RELIABILITY.md. `PITON_PROOFS=full` does all of it.

mod bank_transfers;
mod canary;
mod pgbouncer;
mod pool_storm;
mod restart;
mod write_skew;
