//! INSERT, UPDATE, DELETE, MERGE and TRUNCATE against a real server.

mod data_modifying_ctes;
mod delete;
mod insert;
mod insert_conflict;
mod insert_from;
mod insert_stream;
mod insert_types;
mod merge;
mod new_rows;
mod truncate;
mod update;
mod write_errors;
