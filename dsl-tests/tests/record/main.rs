//! Objects and relations against a real server.

mod get_refresh_delete;
mod hostile_relations;
mod objects_in_transactions;
mod patches;
mod relations;
mod relations_across;
mod relations_beside;
mod relations_nested;
mod tracked_objects;
mod update_objects;
mod upserts;
mod versions;
