//! Typed expressions, one file a kind.
//!
//! An expression is a small tree of types until it is added to a query; there it is checked against the query's
//! scope and flattened into text and parameters, and its type is gone.

#[macro_use]
mod node;

mod aggregate;
mod args;
mod arithmetic;
mod array;
mod assign;
mod bind;
mod bits;
mod call;
mod case;
mod cast;
mod collected;
mod column;
mod compare;
mod condition;
mod container;
mod cte;
mod distinct;
mod fields;
pub mod functions;
mod grouping;
mod grouping_sets;
#[cfg(feature = "serde_json-1")]
mod json;
mod keyset;
mod literal;
mod logic;
mod methods;
mod operator;
mod order;
mod outer;
mod output;
mod per_group;
mod projection;
mod quantified;
mod raw;
mod reads;
mod required;
mod row;
mod search;
mod state;
mod subquery;
mod temporal;
mod text;
mod whole;
mod window;

pub use aggregate::{
    Aggregate, AggregateFunction, All, Argument, Averageable, Bitwise, Distinct, Extreme, HasExtremes,
    HasValues, Hypothetical, HypotheticalRow, Interpolated, Modifiers, NoAggregate, NoWindow, OrderItems,
    SortKey, Star, Summable, Unordered, Varying, Whole, Within, WithoutAggregate, WithoutWindow,
};
pub use args::{Args, ArgsIn, Before};
pub(crate) use arithmetic::ops;
pub use arithmetic::{
    Add, AfterWhole, Divide, ExactNumber, ExactOperand, Multiply, Negate, Number, Operand, Remainder, Signed,
    Subtract,
};
pub use array::{
    AllElements, AnyElement, ArrayMethods, ArrayOf, Compared, Quantified, Slice, Subscript, WithElements,
};
pub use assign::{Assign, Assigned, NeverNull, OneRow, RowValue};
pub use bind::{Bind, BindOption, IntoNullableExpr, IntoValue, nullable, value};
pub use bits::{BitMethods, Bits, BitsAnd, BitsNot, BitsOr, BitsXor, ShiftLeft, ShiftRight};
pub use call::{
    AtTimes, ByResult, Call, CallName, Declared, DeclaredRule, Function, IfAll, IfAny, IfFirst, Never,
    NullRule, OrAny,
};
pub use case::{Branch, Branches, BranchesIn, Case, CaseOf, Else, NoElse, Searched, Simple, case, case_when};
pub(crate) use cast::write_type;
pub use cast::{Cast, CastTo};
pub use collected::{AllOf, AnyOf, Collected, Conditions, GroupsOf, Junction, OrderList, all, any};
pub use compare::{
    Between, Equal, Greater, GreaterOrEqual, In, IsDistinctFrom, IsFalse, IsNotDistinctFrom, IsNotFalse,
    IsNotNull, IsNotTrue, IsNotUnknown, IsNull, IsTrue, IsUnknown, Less, LessOrEqual, NotEqual, NotIn,
};
pub use condition::{Condition, RowCondition, Windowless};
pub use container::{
    Adjacent, Container, ContainerMethods, IncludedIn, Includes, NotLeft, NotRight, Overlapping, Overlaps,
    RangeBase, RangeMethods, StrictlyLeft, StrictlyRight,
};
pub use cte::{IsCycle, SearchOrder, is_cycle, search_order};
pub use distinct::{CoveredBy, DistinctBy, DistinctByExpression, DistinctOrder, Remove};
pub use fields::{BaseOf, FieldOf, FitsField, IsSet, UnsetField};
pub use grouping::{
    AllowedBy, Bare, BareTable, Contains, ContainsAll, Determines, DeterminesTable, GroupKeys, Groupable,
    LocksGroups, Permits,
};
pub use grouping_sets::{
    Cube, GroupingBit, GroupingSet, GroupingSets, ListOfSets, NullTable, Rolled, RolledScope, Rollup, cube,
    grouping, grouping_sets, rollup,
};
#[cfg(feature = "serde_json-1")]
pub use json::{
    Get, GetPath, GetPathText, GetText, HasAllKeys, HasAnyKey, HasKey, Json, JsonMethods, Merge, PathExists,
    PathMatches, Without, WithoutPath,
};
pub use keyset::{After, KeysIn, Keyset, KeysetKeys, KeysetOrder, Place, keyset};
pub use literal::{Constant, Literal, constant};
pub use logic::{And, Boolean, Not, Or};
pub use methods::{Element, ExpressionMethods};
pub(crate) use node::node;
pub use operator::{Binary, BinaryOperator, Unary, UnaryOperator};
pub use order::{Direction, OrderBy, Orderable, Ordered};
pub use outer::{OuterExpr, outer};
pub use output::{
    Computed, FindOutput, FunctionColumn, Output, OutputOrder, OutputOrderBy, Position, Selects, output,
};
pub use per_group::{NoGroupValue, OverGroups, PerGroup, per_group};
pub use projection::{Item, Project, Projection, Selectable, TableItem};
pub use quantified::{
    EqualAll, EqualAny, GreaterAll, GreaterAny, GreaterOrEqualAll, GreaterOrEqualAny, LessAll, LessAny,
    LessOrEqualAll, LessOrEqualAny, NotEqualAll, NotEqualAny, QuantifiedMethods,
};
pub use raw::{Fragment, IntoArgument, fragment};
pub use reads::{
    AroundQuery, Binds, ChangesNothing, DoesNotHide, GroupValue, HasOwnColumn, InAggregate, Modifies,
    NoOuter, Nothing, ReachesRelations, ReadIn, Reads, ReadsNoCte, Standalone, TopLevel, Uses, VisibleIn,
    Yes,
};
pub use required::Required;
pub use row::{List, RowComparison, RowExpr, RowItems, RowOperand, row};
pub use search::{
    Append, BothQueries, Collated, Document, EitherQuery, MatchesQuery, SearchMethods, SearchQuery,
};
pub use state::{
    DistinctOn, DistinctRows, EveryRow, GroupState, GroupedBy, Grouping, Groups, Locked, NoLocks, NoRows,
    NotGrouped, Orders, RowLocks, Selected, SelfContained, Ungrouped,
};
pub use subquery::{Exists, Members, QueryOf, Rows, Scalar};
pub use temporal::{AtTimeZone, Calculate, Giving, InTimeZone, TimeMethods};
pub use text::{
    Concat, ILike, IMatches, Like, Matches, NotILike, NotIMatches, NotLike, NotMatches, NotSimilarTo,
    PatternMethods, SimilarTo, Text,
};

pub use whole::NoClass;
pub use window::{
    Counted, CurrentRow, Edge, EndsAfter, Excluding, Following, Frame, FrameClause, FrameState, Inherited,
    MaybeEmpty, NeverEmpty, Over, PartitionItems, Preceding, Sorted, Starts, UnboundedFollowing,
    UnboundedPreceding, Window, WindowFunction, WindowFunctionCall, WindowIn, Windowable, WindowableIn,
    current_row, following, named, preceding, unbounded_following, unbounded_preceding, window,
};

use crate::error::ValueError;
use crate::sql::Statement;
use crate::table::identity::Answer;
use crate::table::{Nullness, Scope};
use crate::value::{Bindable, Encoder, Row, Shape, SqlType, Value};

/// A piece of SQL that has a value, whatever its type.
pub trait Expression {
    /// The scope of a query whose SELECT list begins with it: its first table, if it reads one.
    type From: Scope;
    /// Whether it contains an aggregate.
    type Aggregates: Answer;
    /// The columns that it reads outside of aggregates.
    type Bare;
    /// How tightly its outermost operator binds.
    const PRECEDENCE: u8;

    /// Appends the text and the parameters.
    fn render(&self, out: &mut Statement);

    /// Appends the text and the parameters of the other side of an operator: a value that is bound takes the type
    /// of this side, where the attributes of its column name one.
    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        let _ = named;
        self.render(out);
    }

    /// Appends the value with its length before it, if the expression is a value that is bound; `named` is as in
    /// [`render_beside`](Expression::render_beside).
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put_value(&self, named: Option<Named>, out: &mut Encoder) -> Option<Result<(), ValueError>> {
        let _ = (named, out);
        None
    }

    /// The struct and field of a column, for messages, and the type that its attributes name.
    #[must_use]
    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        None
    }

    /// The type that the attributes of a column name.
    const NAMED: Option<Named> = None;
}

/// The type that the attributes of a column name.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The type.
    pub(crate) ty: &'static SqlType,
    /// The type of its arrays.
    pub(crate) array: &'static SqlType,
    /// If it is an array, the type of its elements.
    pub(crate) element: Option<&'static SqlType>,
}

/// An expression whose type is known.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a SQL expression with a type of its own",
    label = "neither a column nor an expression",
    note = "bind a Rust value with `value(..)`"
)]
pub trait Typed: Expression {
    /// The type of its values, apart from NULL.
    type Base: Value;
}

/// An expression all of whose tables are in the scope `S`.
pub trait ValidIn<S>: Expression {
    /// Whether its value can be NULL there.
    type Null: Nullness;
}

/// What can stand where SQL expects a value of the class `C`: a Rust value, which is bound, or an expression.
#[diagnostic::on_unimplemented(
    message = "expected a SQL value of type `{C}`, found `{Self}`",
    label = "not a SQL `{C}`"
)]
pub trait IntoExpr<C> {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_expr(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<C, V: Bindable<C>> IntoExpr<C> for V {
    type Expr = Bind<V>;

    fn into_expr(self) -> Bind<V> {
        Bind(self)
    }
}

/// The class of an expression's values.
pub type Class<E> = <<E as Typed>::Base as Value>::Class;

/// How tightly operators bind, as the page "Lexical Structure" of PostgreSQL's manual orders them.
#[doc(hidden)]
#[allow(missing_docs, reason = "the names are the operators'")]
pub mod precedence {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const IS: u8 = 4;
    pub const COMPARISON: u8 = 5;
    pub const LIKE: u8 = 6;
    pub const OTHER: u8 = 7;
    pub const SUM: u8 = 8;
    pub const PRODUCT: u8 = 9;
    pub const POWER: u8 = 10;
    pub const SIGN: u8 = 11;
    pub const ATOM: u8 = 20;
}

/// Adds what the column of an expression must be, with the struct and the field if it is a column of a table.
pub(crate) fn describe<E: Expression, R: Row>(shape: &mut Shape) {
    let start = shape.columns.len();
    R::describe(shape);
    if let (Some(column), Some((field, ty))) = (shape.columns.get_mut(start), E::field()) {
        column.field = Some(field);
        column.ty = ty.unwrap_or(column.ty);
    }
}

/// Renders an operand, in parentheses if it binds less tightly than its place needs.
pub(crate) fn operand<E: Expression>(expr: &E, least: u8, out: &mut Statement) {
    operand_beside(expr, least, None, out);
}

/// As [`operand`], where the other side may give a value its type, see [`Expression::render_beside`].
pub(crate) fn operand_beside<E: Expression>(expr: &E, least: u8, named: Option<Named>, out: &mut Statement) {
    if E::PRECEDENCE < least {
        out.text("(");
        expr.render_beside(named, out);
        out.text(")");
    } else {
        expr.render_beside(named, out);
    }
}
