//! Every program of `pass/` compiles: each is a module of this one.

#![allow(dead_code, unused, clippy::all, reason = "the programs show a rule each, and are not run")]

include!(concat!(env!("OUT_DIR"), "/twins.rs"));
