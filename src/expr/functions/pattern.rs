//! Regular expressions: the manual's page "Pattern Matching".

use piton_derive::builtin_function;

builtin_function! {
    /// `regexp_replace(text, pattern, new)`: the first match replaced; `\1` in `new` stands for the first group.
    pub fn regexp_replace(text: String, pattern: String, new: String) -> String = "regexp_replace";
    /// `regexp_replace(text, pattern, new, flags)`: the flag `g` replaces every match, `i` ignores case.
    pub fn regexp_replace_with(text: String, pattern: String, new: String, flags: String) -> String = "regexp_replace";
    /// `regexp_match(text, pattern)`: the groups of the first match, or the whole match where the pattern has none; NULL
    /// where nothing matches. A group that took no part is NULL.
    pub fn regexp_match(text: String, pattern: String) -> Option<Vec<Option<String>>> = "regexp_match";
    /// `regexp_match(text, pattern, flags)`: the flag `i` ignores case.
    pub fn regexp_match_with(text: String, pattern: String, flags: String) -> Option<Vec<Option<String>>> = "regexp_match";
    /// `regexp_split_to_array(text, pattern)`: what is between the matches.
    pub fn regexp_split_to_array(text: String, pattern: String) -> Vec<String> = "regexp_split_to_array";
    /// `substring(text, pattern)`: the first match, or its first group; NULL where nothing matches.
    pub fn substring_match(text: String, pattern: String) -> Option<String> = "substring";
    /// `regexp_count(text, pattern)`: how many matches there are. Since PostgreSQL 15.
    pub fn regexp_count(text: String, pattern: String) -> i32 = "regexp_count";
    /// `regexp_instr(text, pattern)`: where the first match begins, counted from 1, or 0. Since PostgreSQL 15.
    pub fn regexp_instr(text: String, pattern: String) -> i32 = "regexp_instr";
    /// `regexp_substr(text, pattern)`: the first match, NULL where there is none. Since PostgreSQL 15.
    pub fn regexp_substr(text: String, pattern: String) -> Option<String> = "regexp_substr";
    /// `regexp_like(text, pattern, flags)`: whether anything matches; the flag `i` ignores case. Since PostgreSQL 15.
    pub fn regexp_like(text: String, pattern: String, flags: String) -> bool = "regexp_like";
}
