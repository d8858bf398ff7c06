//! Functions on text: the manual's page "String Functions and Operators".

use piton_derive::builtin_function;

use crate::expr::{Args, Before, Call, CallName, Function, IfFirst, IntoArgument, IntoExpr, Never};

builtin_function! {
    /// `lower(text)`: all letters in lower case, by the database's locale.
    pub fn lower(text: String) -> String = "lower";
    /// `upper(text)`: all letters in upper case, by the database's locale.
    pub fn upper(text: String) -> String = "upper";
    /// `initcap(text)`: the first letter of each word in upper case, the others in lower case.
    pub fn initcap(text: String) -> String = "initcap";
    /// `length(text)`: how many characters.
    pub fn length(text: String) -> i32 = "length";
    /// `char_length(text)`: how many characters, by the name of the SQL standard.
    pub fn char_length(text: String) -> i32 = "char_length";
    /// `octet_length(text)`: how many bytes.
    pub fn octet_length(text: String) -> i32 = "octet_length";
    /// `bit_length(text)`: how many bits.
    pub fn bit_length(text: String) -> i32 = "bit_length";
    /// `btrim(text)`: without spaces at both ends, what the SQL standard calls `trim`.
    pub fn trim(text: String) -> String = "btrim";
    /// `btrim(text, characters)`: without any of these characters at both ends.
    pub fn trim_of(text: String, characters: String) -> String = "btrim";
    /// `ltrim(text)`: without spaces at the start.
    pub fn ltrim(text: String) -> String = "ltrim";
    /// `ltrim(text, characters)`: without any of these characters at the start.
    pub fn ltrim_of(text: String, characters: String) -> String = "ltrim";
    /// `rtrim(text)`: without spaces at the end.
    pub fn rtrim(text: String) -> String = "rtrim";
    /// `rtrim(text, characters)`: without any of these characters at the end.
    pub fn rtrim_of(text: String, characters: String) -> String = "rtrim";
    /// `substr(text, start)`: from the `start`-th character on, counted from 1.
    pub fn substr_from(text: String, start: i32) -> String = "substr";
    /// `substr(text, start, count)`: so many characters from the `start`-th on, counted from 1; what the SQL standard
    /// writes as `substring(text FROM start FOR count)`. A negative count is an error of the server.
    pub fn substr(text: String, start: i32, count: i32) -> String = "substr";
    /// `strpos(text, part)`: where the part begins, counted from 1, or 0; what the SQL standard writes as
    /// `position(part IN text)`.
    pub fn strpos(text: String, part: String) -> i32 = "strpos";
    /// `overlay(text PLACING new FROM start FOR count)`: the text with the new part in place of so many characters.
    pub fn overlay(text: String, new: String, start: i32, count: i32) -> String = "overlay";
    /// `replace(text, from, to)`: each `from` replaced.
    pub fn replace(text: String, from: String, to: String) -> String = "replace";
    /// `translate(text, from, to)`: each character of `from` replaced by that in the same place of `to`.
    pub fn translate(text: String, from: String, to: String) -> String = "translate";
    /// `left(text, count)`: the first characters; all but the last ones where the count is negative.
    pub fn left(text: String, count: i32) -> String = "left";
    /// `right(text, count)`: the last characters; all but the first ones where the count is negative.
    pub fn right(text: String, count: i32) -> String = "right";
    /// `lpad(text, length)`: filled up with spaces at the start, or cut at the end.
    pub fn lpad(text: String, length: i32) -> String = "lpad";
    /// `lpad(text, length, fill)`: filled up with `fill` at the start, or cut at the end.
    pub fn lpad_with(text: String, length: i32, fill: String) -> String = "lpad";
    /// `rpad(text, length)`: filled up with spaces at the end, or cut.
    pub fn rpad(text: String, length: i32) -> String = "rpad";
    /// `rpad(text, length, fill)`: filled up with `fill` at the end, or cut.
    pub fn rpad_with(text: String, length: i32, fill: String) -> String = "rpad";
    /// `repeat(text, count)`: the text so many times.
    pub fn repeat(text: String, count: i32) -> String = "repeat";
    /// `reverse(text)`: the characters in the reverse order.
    pub fn reverse(text: String) -> String = "reverse";
    /// `split_part(text, delimiter, n)`: the n-th part, counted from 1, from the end where it is negative; empty where
    /// there is none.
    pub fn split_part(text: String, delimiter: String, n: i32) -> String = "split_part";
    /// `string_to_array(text, delimiter)`: the parts.
    ///
    /// A part is never NULL: use [`string_to_array_null`] where a text stands for it.
    pub fn string_to_array(text: String, delimiter: String) -> Vec<String> = "string_to_array";
    /// `string_to_array(text, delimiter, null)`: the parts, NULL for those that are the text `null`.
    pub fn string_to_array_null(text: String, delimiter: String, null: String) -> Vec<Option<String>> = "string_to_array";
    /// `starts_with(text, prefix)`, which uses no index; see
    /// [`ExpressionMethods::starts_with`](crate::expr::ExpressionMethods::starts_with) for one that can.
    pub fn starts_with(text: String, prefix: String) -> bool = "starts_with";
    /// `ascii(text)`: the code of the first character, 0 for an empty text.
    pub fn ascii(text: String) -> i32 = "ascii";
    /// `chr(code)`: the character of this code.
    pub fn chr(code: i32) -> String = "chr";
    /// `md5(text)`: the MD5 hash in hexadecimal digits.
    pub fn md5(text: String) -> String = "md5";
    /// `encode(bytes, format)`: bytes as text; the format is `base64`, `escape` or `hex`.
    pub fn encode(bytes: Vec<u8>, format: String) -> String = "encode";
    /// `decode(text, format)`: the reverse of [`encode`].
    pub fn decode(text: String, format: String) -> Vec<u8> = "decode";
    /// `convert_to(text, encoding)`: the text's bytes in an encoding.
    pub fn convert_to(text: String, encoding: String) -> Vec<u8> = "convert_to";
    /// `convert_from(bytes, encoding)`: the text that the bytes are in an encoding.
    pub fn convert_from(bytes: Vec<u8>, encoding: String) -> String = "convert_from";
    /// `length(bytes)`: how many bytes.
    pub fn bytes_length(bytes: Vec<u8>) -> i32 = "length";
    /// `sha256(bytes)`: the SHA-256 hash.
    pub fn sha256(bytes: Vec<u8>) -> Vec<u8> = "sha256";
    /// `sha512(bytes)`: the SHA-512 hash.
    pub fn sha512(bytes: Vec<u8>) -> Vec<u8> = "sha512";
    /// `get_byte(bytes, n)`: the n-th byte, counted from 0; an error of the server where there is none.
    pub fn get_byte(bytes: Vec<u8>, n: i32) -> i32 = "get_byte";
    /// `quote_ident(text)`: the text as an identifier, in double quotes where it needs them.
    pub fn quote_ident(text: String) -> String = "quote_ident";
    /// `quote_literal(text)`: the text as a string constant.
    pub fn quote_literal(text: String) -> String = "quote_literal";
    /// `quote_nullable(text)`: the text as a string constant, the word NULL for NULL.
    pub fn quote_nullable(text: String) -> String = "quote_nullable", never null;
    /// `normalize(text)`: in the normal form C of Unicode.
    pub fn normalize(text: String) -> String = "normalize";
}

/// What [`concat`](fn@concat) and its like join: a tuple of expressions and values, of any types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of SQL values",
    label = "write a tuple: `(a, b)`"
)]
pub trait IntoArguments {
    /// The expressions.
    type Args: Args;

    /// Makes the expressions.
    fn into_arguments(self) -> Self::Args;
}

macro_rules! tuples {
    // One value is nothing to join, and a tuple of one would be suggested for what is no tuple.
    ($only:ident) => {};
    ($($name:ident)+) => {
        impl<$($name: IntoArgument),+> IntoArguments for ($($name,)+) {
            type Args = ($($name::Expr,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_arguments(self) -> Self::Args {
                let ($($name,)+) = self;
                ($($name.into_argument(),)+)
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// `concat(..)`
#[doc(hidden)]
#[derive(Debug)]
pub enum Concatenated {}

impl Function for Concatenated {
    const NAME: CallName = CallName::Text("concat(");
    type Base = String;
    type Null = Never;
}

/// `concat(a, b, ..)` of a tuple: the values as text, one after another. NULLs are left out, so that it is never NULL.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::functions;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, email: Option<String> }
/// let line = functions::concat((Person::id, ": ", Person::email));
/// assert_eq!(select(line).to_sql(), r#"SELECT concat("person"."id", $1, "person"."email") FROM "person""#);
/// ```
pub fn concat<V: IntoArguments<Args = A>, A>(values: V) -> Call<Concatenated, A> {
    Call::new(values.into_arguments())
}

/// `concat_ws(..)`
#[doc(hidden)]
#[derive(Debug)]
pub enum Joined {}

impl Function for Joined {
    const NAME: CallName = CallName::Text("concat_ws(");
    type Base = String;
    type Null = IfFirst;
}

/// `concat_ws(separator, a, b, ..)` of a tuple: the values as text with the separator between them. NULLs are left out, so
/// that it is NULL only where the separator is.
pub fn concat_ws<R, E, V, A>(separator: R, values: V) -> Call<Joined, Before<E, A>>
where
    R: IntoExpr<String, Expr = E>,
    V: IntoArguments<Args = A>,
{
    Call::new(Before(separator.into_expr(), values.into_arguments()))
}

/// `format(..)`
#[doc(hidden)]
#[derive(Debug)]
pub enum Formatted {}

impl Function for Formatted {
    const NAME: CallName = CallName::Text("format(");
    type Base = String;
    type Null = IfFirst;
}

/// `format(format, a, b, ..)` of a tuple: `%s` in the format takes the next value as text, `%I` as an identifier, `%L` as a
/// constant. A value that is NULL is an empty text, so that the result is NULL only where the format is; for `%I` it is
/// an error of the server.
pub fn format<R, E, V, A>(format: R, values: V) -> Call<Formatted, Before<E, A>>
where
    R: IntoExpr<String, Expr = E>,
    V: IntoArguments<Args = A>,
{
    Call::new(Before(format.into_expr(), values.into_arguments()))
}
