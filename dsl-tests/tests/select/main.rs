//! SELECT against a real server: every clause, the rows and their types.

mod alias;
mod choices;
mod clauses;
mod common_tables;
mod dynamic_queries;
mod filters;
mod grouping;
mod hostile_identifiers;
mod joins;
mod named_types;
mod numeric_values;
mod outer_join_nullability;
mod precedence;
mod random_expressions;
mod raw_sql;
mod raw_sql_text;
mod required_values;
mod select_types;
mod selected_rows;
mod set_operations;
mod subqueries;
mod terminals;
mod values_round_trip;
mod windows;
