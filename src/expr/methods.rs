//! What every expression can do.

use super::text::escape_like;
use super::*;

/// The methods of expressions, by the names that SQL has for them.
///
/// An operand's expression is a type parameter, and not `R::Expr`, so that a wrong operand is reported once and at the
/// operand: the compiler then knows no type of the result that could be wrong, too.
#[allow(
    clippy::wrong_self_convention,
    reason = "`is_null` and its like are SQL's names, and expressions are consumed"
)]
pub trait ExpressionMethods: Typed + Sized {
    /// `self = right`
    ///
    /// NULL equals nothing, so that an `Option` is not taken: use [`is_null`](Self::is_null) or
    /// [`is_not_distinct_from`](Self::is_not_distinct_from).
    fn eq<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Equal, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self <> right`
    fn ne<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<NotEqual, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self < right`
    fn lt<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Less, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self <= right`
    fn le<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<LessOrEqual, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self > right`
    fn gt<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Greater, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self >= right`
    fn ge<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<GreaterOrEqual, Self, E> {
        Binary::new(self, right.into_expr())
    }

    /// `self BETWEEN low AND high`: both ends are included.
    fn between<L, H, A, B>(self, low: L, high: H) -> Between<Self, A, B>
    where
        L: IntoExpr<Class<Self>, Expr = A>,
        H: IntoExpr<Class<Self>, Expr = B>,
    {
        Between::new(self, low.into_expr(), high.into_expr())
    }

    /// `self IS NULL`
    fn is_null(self) -> Unary<IsNull, Self> {
        Unary::new(self)
    }

    /// `self IS NOT NULL`
    fn is_not_null(self) -> Unary<IsNotNull, Self> {
        Unary::new(self)
    }

    /// `self IS DISTINCT FROM right`: two NULLs are the same, and the result is never NULL.
    fn is_distinct_from<R, E>(self, right: R) -> Binary<IsDistinctFrom, Self, E>
    where
        R: IntoNullableExpr<Class<Self>, Expr = E>,
    {
        Binary::new(self, right.into_nullable_expr())
    }

    /// `self IS NOT DISTINCT FROM right`: two NULLs are the same, and the result is never NULL.
    fn is_not_distinct_from<R, E>(self, right: R) -> Binary<IsNotDistinctFrom, Self, E>
    where
        R: IntoNullableExpr<Class<Self>, Expr = E>,
    {
        Binary::new(self, right.into_nullable_expr())
    }

    /// `self = ANY(values)`: the values are one array parameter, so that the statement's text does not depend
    /// on how many there are. False for no values.
    ///
    /// A query with one column is taken, too: `self = ANY(SELECT ..)`, which is what SQL also calls `IN`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32 }
    /// assert_eq!(
    ///     select(Person::name).filter(Person::id.in_(select(FavoriteColor::person_id))).to_sql(),
    ///     r#"SELECT "person"."name" FROM "person" WHERE "person"."id" = ANY(SELECT "favorite_color"."person_id" FROM "favorite_color")"#,
    /// );
    /// ```
    fn in_<I: Members<Class<Self>, Expr = E>, E>(self, values: I) -> Binary<In, Self, E> {
        Binary::new(self, values.into_members())
    }

    /// `self <> ALL(values)`: true for no values. A query is taken as by [`in_`](Self::in_).
    ///
    /// Where the query returns a NULL, it is never true: SQL's `NOT IN` says so, too. Leave NULLs out, or use
    /// `!exists(..)`.
    fn not_in<I: Members<Class<Self>, Expr = E>, E>(self, values: I) -> Binary<NotIn, Self, E> {
        Binary::new(self, values.into_members())
    }

    /// `self LIKE pattern`, where `%` stands for any text and `_` for any character.
    fn like<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<Like, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self NOT LIKE pattern`
    fn not_like<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<NotLike, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self ILIKE pattern`: as [`like`](Self::like), whatever the case.
    fn ilike<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<ILike, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self NOT ILIKE pattern`
    fn not_ilike<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<NotILike, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// Whether the text contains another: `self LIKE '%text%'`, in which `%`, `_` and `\` stand for themselves.
    fn contains(self, text: impl AsRef<str>) -> Binary<Like, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("%", text.as_ref(), "%")))
    }

    /// Whether the text starts with another: `self LIKE 'text%'`, escaped as in [`contains`](Self::contains).
    fn starts_with(self, text: impl AsRef<str>) -> Binary<Like, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("", text.as_ref(), "%")))
    }

    /// Whether the text ends with another: `self LIKE '%text'`, escaped as in [`contains`](Self::contains).
    fn ends_with(self, text: impl AsRef<str>) -> Binary<Like, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("%", text.as_ref(), "")))
    }

    /// As [`contains`](Self::contains), whatever the case.
    fn icontains(self, text: impl AsRef<str>) -> Binary<ILike, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("%", text.as_ref(), "%")))
    }

    /// As [`starts_with`](Self::starts_with), whatever the case.
    fn istarts_with(self, text: impl AsRef<str>) -> Binary<ILike, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("", text.as_ref(), "%")))
    }

    /// As [`ends_with`](Self::ends_with), whatever the case.
    fn iends_with(self, text: impl AsRef<str>) -> Binary<ILike, Self, Bind<String>>
    where
        Class<Self>: Text,
    {
        Binary::new(self, Bind(escape_like("%", text.as_ref(), "")))
    }

    /// `self || right`
    fn concat<R: IntoExpr<String, Expr = E>, E>(self, right: R) -> Binary<Concat, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self AND right`, also written `self & right`.
    fn and<R: IntoExpr<bool, Expr = E>, E>(self, right: R) -> Binary<And, Self, E>
    where
        Class<Self>: Boolean,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self OR right`, also written `self | right`.
    fn or<R: IntoExpr<bool, Expr = E>, E>(self, right: R) -> Binary<Or, Self, E>
    where
        Class<Self>: Boolean,
    {
        Binary::new(self, right.into_expr())
    }

    /// `NOT self`, also written `!self`.
    fn not(self) -> Unary<Not, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS TRUE`: false where it is NULL.
    fn is_true(self) -> Unary<IsTrue, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS NOT TRUE`: true where it is NULL.
    fn is_not_true(self) -> Unary<IsNotTrue, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS FALSE`: false where it is NULL.
    fn is_false(self) -> Unary<IsFalse, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS NOT FALSE`: true where it is NULL.
    fn is_not_false(self) -> Unary<IsNotFalse, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS UNKNOWN`: whether a condition is NULL.
    fn is_unknown(self) -> Unary<IsUnknown, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `self IS NOT UNKNOWN`: whether a condition is true or false.
    fn is_not_unknown(self) -> Unary<IsNotUnknown, Self>
    where
        Class<Self>: Boolean,
    {
        Unary::new(self)
    }

    /// `CAST(self AS type)`: the value as another type.
    ///
    /// It is checked that PostgreSQL has the cast. Whether a value survives it is not: `'x'` as a number is an error of
    /// the server.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32 }
    /// assert_eq!(select(Person::id.cast::<i64>()).to_sql(), r#"SELECT CAST("person"."id" AS int8) FROM "person""#);
    /// ```
    fn cast<T: Value>(self) -> Cast<Self, T>
    where
        Class<Self>: CastTo<T::Class>,
    {
        Cast::new(self)
    }

    /// The same value, taken to be never NULL: for what [`is_not_null`](Self::is_not_null) has filtered, or what only the
    /// database knows.
    ///
    /// A row in which it is NULL all the same is an error, which says the column's number, when it is decoded.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, email: Option<String> }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let emails: Vec<String> =
    ///     select(Person::email.required()).filter(Person::email.is_not_null()).all(db).await?;
    /// # Ok(()) }
    /// ```
    fn required(self) -> Required<Self> {
        Required::new(self)
    }

    /// `self ASC`
    fn asc(self) -> Ordered<Self> {
        Ordered::new(self, " ASC")
    }

    /// `self DESC`
    fn desc(self) -> Ordered<Self> {
        Ordered::new(self, " DESC")
    }
}

impl<E: Typed> ExpressionMethods for E {}

/// A value that can be in a list of values of the class `C`.
#[diagnostic::on_unimplemented(
    message = "expected SQL values of type `{C}`, found `{Self}`",
    label = "not values of type `{C}`"
)]
pub trait Element<C> {}

#[diagnostic::do_not_recommend]
impl<C, V: Bindable<C>> Element<C> for V {}
