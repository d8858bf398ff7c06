//! Functions on JSON: the manual's page "JSON Functions and Operators".

use std::marker::PhantomData;

use piton_derive::builtin_function;
use serde_json::Value as AnyJson;

use super::text::IntoArguments;
use crate::expr::{Call, CallName, Function, IfAny, IntoArgument, Never, Typed};
use crate::value::{JsonPath, class};

builtin_function! {
    /// `jsonb_typeof(json)`: `object`, `array`, `string`, `number`, `boolean` or `null`.
    pub fn jsonb_typeof(json: class::Jsonb) -> String = "jsonb_typeof";
    /// `jsonb_array_length(json)`: how many elements; an error of the server for what is no array.
    pub fn jsonb_array_length(json: class::Jsonb) -> i32 = "jsonb_array_length";
    /// `jsonb_set(json, path, new)`: with another value at a path, which is added where it is missing.
    pub fn jsonb_set(json: class::Jsonb, path: Vec<String>, new: class::Jsonb) -> AnyJson = "jsonb_set";
    /// `jsonb_set(json, path, new, create)`: with another value at a path, which is added where `create` is true.
    pub fn jsonb_set_existing(json: class::Jsonb, path: Vec<String>, new: class::Jsonb, create: bool) -> AnyJson = "jsonb_set";
    /// `jsonb_insert(json, path, new)`: with a value before the element at a path, or at a key that is missing.
    pub fn jsonb_insert(json: class::Jsonb, path: Vec<String>, new: class::Jsonb) -> AnyJson = "jsonb_insert";
    /// `jsonb_strip_nulls(json)`: without keys whose value is `null`.
    pub fn jsonb_strip_nulls(json: class::Jsonb) -> AnyJson = "jsonb_strip_nulls";
    /// `jsonb_pretty(json)`: as text with indentation.
    pub fn jsonb_pretty(json: class::Jsonb) -> String = "jsonb_pretty";
    /// `jsonb_path_exists(json, path)`: whether the path finds anything.
    pub fn jsonb_path_exists(json: class::Jsonb, path: JsonPath) -> Option<bool> = "jsonb_path_exists";
    /// `jsonb_path_match(json, path)`: the answer of the path's predicate; NULL where it is unknown.
    pub fn jsonb_path_match(json: class::Jsonb, path: JsonPath) -> Option<bool> = "jsonb_path_match";
    /// `jsonb_path_query_first(json, path)`: the first value that the path finds; NULL where there is none.
    pub fn jsonb_path_query_first(json: class::Jsonb, path: JsonPath) -> Option<AnyJson> = "jsonb_path_query_first";
    /// `jsonb_path_query_array(json, path)`: all values that the path finds, as a JSON array.
    pub fn jsonb_path_query_array(json: class::Jsonb, path: JsonPath) -> AnyJson = "jsonb_path_query_array";
    /// `jsonb_object(keys, values)`: an object of texts.
    pub fn jsonb_object(keys: Vec<String>, values: Vec<String>) -> AnyJson = "jsonb_object";
}

/// `to_jsonb(value)`: any value as JSON. NULL stays NULL.
pub fn to_jsonb<A: IntoArgument<Expr = E>, E: Typed>(value: A) -> Call<to_jsonb<()>, (E,)> {
    Call::new((value.into_argument(),))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct to_jsonb<T> {
    kind: PhantomData<T>,
}

impl Function for to_jsonb<()> {
    const NAME: CallName = CallName::Text("to_jsonb(");
    type Base = AnyJson;
    type Null = IfAny;
}

macro_rules! build {
    ($($(#[$doc:meta])+ $name:ident $sql:literal;)+) => {$(
        $(#[$doc])+
        pub fn $name<V: IntoArguments<Args = A>, A>(values: V) -> Call<$name<()>, A> {
            Call::new(values.into_arguments())
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub struct $name<T> {
            kind: PhantomData<T>,
        }

        impl Function for $name<()> {
            const NAME: CallName = CallName::Text($sql);
            type Base = AnyJson;
            type Null = Never;
        }
    )+};
}

build! {
    /// `jsonb_build_object(key, value, ..)` of a tuple: an object. A key that is NULL is an error of the server.
    ///
    /// ```
    /// # use piton::functions::jsonb_build_object;
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, email: Option<String> }
    /// assert_eq!(
    ///     select(jsonb_build_object(("id", Person::id, "email", Person::email))).to_sql(),
    ///     r#"SELECT jsonb_build_object($1, "person"."id", $2, "person"."email") FROM "person""#,
    /// );
    /// ```
    jsonb_build_object "jsonb_build_object(";
    /// `jsonb_build_array(a, b, ..)` of a tuple: an array.
    jsonb_build_array "jsonb_build_array(";
}
