//! The floor: what a program costs that speaks the protocol by hand for one query, prepared and binary, with no library
//! between the socket and the structs. Everybody else is measured against it.

pub mod decode;
pub mod encode;
pub mod nested;
pub mod startup;
pub mod wire;
