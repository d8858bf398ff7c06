//! Random expressions of all kinds: no NULL stands where the type is no `Option`, and leaving out parentheses changes
//! nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use std::any::TypeId;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;

use chrono::NaiveDateTime;
use dsl_tests::language::{Random, empty};
use frunk_core::hlist::{HCons, HNil};
use piton::expr::{
    Add, Binary, Divide, ExactOperand, Expression, IntoArgument, IntoExpr, IntoNullableExpr, Multiply,
    Negate, Not, Operand, Remainder, Signed, Subtract, Typed, Unary, ValidIn,
};
use piton::functions as f;
use piton::prelude::*;
use piton::sql::Statement;
use piton::table::identity::False;
use piton::table::{Inner, NotNull, Nullable, Nullness};
use piton::value::{Interval, Value as AnyValue};

#[derive(Table, Debug, Clone)]
struct Cell {
    #[column(primary_key)]
    id: i32,
    a: Option<i32>,
    b: i32,
    p: Option<bool>,
    q: bool,
    s: Option<String>,
    t: String,
    x: Option<f64>,
    y: f64,
    i: Option<Interval>,
    j: Interval,
    d: Option<NaiveDateTime>,
    e: NaiveDateTime,
    m: Option<Vec<Option<i32>>>,
    n: Vec<Option<i32>>,
}

type Ints = Vec<Option<i32>>;
type Render = Rc<dyn Fn(&mut Statement)>;

/// An expression whose type is forgotten, but for that of its values, how tightly it binds, and whether it can be NULL.
struct Dyn<T, const P: u8, N>(Render, PhantomData<(T, N)>);

impl<T, const P: u8, N> Clone for Dyn<T, P, N> {
    fn clone(&self) -> Self {
        Dyn(self.0.clone(), PhantomData)
    }
}

impl<T, const P: u8, N> Expression for Dyn<T, P, N> {
    type From = HCons<Inner<Cell>, HNil>;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = P;

    fn render(&self, out: &mut Statement) {
        (self.0)(out);
    }
}

impl<T: AnyValue, const P: u8, N> Typed for Dyn<T, P, N> {
    type Base = T;
}

impl<S, T, const P: u8, N: Nullness> ValidIn<S> for Dyn<T, P, N> {
    type Null = N;
}

impl<T, const P: u8, N> IntoArgument for Dyn<T, P, N> {
    type Expr = Self;

    fn into_argument(self) -> Self {
        self
    }
}

impl<C, T: AnyValue<Class = C>, const P: u8, N> IntoExpr<C> for Dyn<T, P, N> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

impl<C, T: AnyValue<Class = C>, const P: u8, N> IntoNullableExpr<C> for Dyn<T, P, N> {
    type Expr = Self;

    fn into_nullable_expr(self) -> Self {
        self
    }
}

macro_rules! operators {
    ($($rust:ident $method:ident $operand:ident $operator:ident;)+) => {$(
        impl<T: AnyValue, const P: u8, N, R: $operand<T, $operator>> std::ops::$rust<R> for Dyn<T, P, N> {
            type Output = Binary<R::Operator, Self, R::Expr>;

            fn $method(self, right: R) -> Self::Output {
                Binary::new(self, right.into_operand())
            }
        }
    )+};
}

operators! {
    Add add Operand Add;
    Sub sub Operand Subtract;
    Mul mul Operand Multiply;
    Div div Operand Divide;
    Rem rem ExactOperand Remainder;
}

impl<T: Signed, const P: u8, N> std::ops::Neg for Dyn<T, P, N> {
    type Output = Unary<Negate, Self>;

    fn neg(self) -> Self::Output {
        Unary::new(self)
    }
}

impl<const P: u8, N> std::ops::Not for Dyn<bool, P, N> {
    type Output = Unary<Not, Self>;

    fn not(self) -> Self::Output {
        Unary::new(self)
    }
}

/// The same expression twice: as it is written, and with parentheses wherever they can be.
struct Node<T> {
    plain: Render,
    full: Render,
    level: u8,
    null: bool,
    value: PhantomData<T>,
}

impl<T> Clone for Node<T> {
    fn clone(&self) -> Self {
        Node { plain: self.plain.clone(), full: self.full.clone(), ..*self }
    }
}

type Scope = HCons<Inner<Cell>, HNil>;

impl<T: AnyValue> Node<T> {
    /// One that has no parts.
    fn leaf<E: Typed<Base = T> + ValidIn<Scope> + 'static>(expr: E) -> Self {
        let plain: Render = Rc::new(move |out| expr.render(out));
        Node {
            full: plain.clone(),
            plain,
            level: E::PRECEDENCE,
            null: TypeId::of::<E::Null>() == TypeId::of::<Nullable>(),
            value: PhantomData,
        }
    }

    /// One made twice.
    fn of(plain: Self, full: &Self) -> Self {
        assert_eq!(plain.null, full.null);
        Node { full: full.plain.clone(), ..plain }
    }

    fn typed<const P: u8, N>(&self) -> Dyn<T, P, N> {
        Dyn(self.plain.clone(), PhantomData)
    }

    fn loose<N>(&self, full: bool) -> Dyn<T, 0, N> {
        Dyn(if full { self.full.clone() } else { self.plain.clone() }, PhantomData)
    }
}

/// An expression whose parts need no parentheses of their own, such as a call: of each nullness.
macro_rules! call {
    ($($x:ident)+ => $e:expr) => {{
        let make = |full: bool| call!(@next full [$($x)+] $e);
        Node::of(make(false), &make(true))
    }};
    (@next $full:ident [] $e:expr) => { Node::leaf($e) };
    (@next $full:ident [$x:ident $($rest:ident)*] $e:expr) => {
        if $x.null {
            let $x = $x.loose::<Nullable>($full);
            call!(@next $full [$($rest)*] $e)
        } else {
            let $x = $x.loose::<NotNull>($full);
            call!(@next $full [$($rest)*] $e)
        }
    };
}

/// The code for a part that binds as tightly as it does.
macro_rules! as_it_binds {
    ($x:ident [$($level:literal)+] $e:expr) => {
        match ($x.level, $x.null) {
            $(
                ($level, true) => { let $x = $x.typed::<$level, Nullable>(); $e }
                ($level, false) => { let $x = $x.typed::<$level, NotNull>(); $e }
            )+
            (level, _) => panic!("no expression of this type binds like {level}"),
        }
    };
}

/// An operator with two operands, of which one stands as it binds, and the other in parentheses.
macro_rules! binary {
    ($random:ident $x:ident $xs:tt $y:ident $ys:tt => $e:expr) => {{
        let (no, yes) = (false, true);
        let plain = if $random.below(2) == 0 {
            as_it_binds!($x $xs call!(@next no [$y] $e))
        } else {
            as_it_binds!($y $ys call!(@next no [$x] $e))
        };
        Node::of(plain, &call!(@next yes [$x $y] $e))
    }};
}

/// An operator before or after its operand.
macro_rules! unary {
    ($x:ident $levels:tt => $e:expr) => {{
        let yes = true;
        let plain = as_it_binds!($x $levels Node::leaf($e));
        Node::of(plain, &call!(@next yes [$x] $e))
    }};
}

/// What random expressions are made of.
struct Maker<'r>(&'r mut Random);

impl Maker<'_> {
    fn below(&mut self, end: u64) -> u64 {
        self.0.below(end)
    }

    fn small(&mut self) -> i32 {
        i32::try_from(self.below(9)).unwrap() - 3
    }

    fn word(&mut self) -> String {
        (*self.0.pick(&["", "a", "b", "ab", "%", "_", "a,b", "Ba", "ä", "a b"])).to_owned()
    }

    fn int(&mut self, depth: u32) -> Node<i32> {
        let small = self.small();
        if depth == 0 {
            return match self.below(6) {
                0 => Node::leaf(Cell::a),
                1 => Node::leaf(Cell::b),
                2 => Node::leaf(value(small)),
                3 => Node::leaf(constant(small)),
                4 => Node::leaf(sql_expr!(Option<i32>, "1 - {}", Cell::a)),
                _ => Node::leaf(nullable(Some(small).filter(|small| *small > 0))),
            };
        }
        let d = depth - 1;
        let (x, y) = (self.int(d), self.int(d));
        match self.below(34) {
            0 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x + y),
            1 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x - y),
            2 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x * y),
            3 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x / y),
            4 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x % y),
            5 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.bits_and(y)),
            6 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.bits_or(y)),
            7 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.bits_xor(y)),
            8 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.shift_left(y)),
            9 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.shift_right(y)),
            10 => unary!(x [0 7 8 9 11 20] => -x),
            11 => unary!(x [0 7 8 9 11 20] => x.bits_not()),
            12 => call!(x => f::abs(x)),
            13 => call!(x y => coalesce((x, y))),
            14 => call!(x y => greatest((x, y, 2))),
            15 => call!(x y => least((x, y))),
            16 => call!(x y => nullif(x, y)),
            17 => {
                let c = self.bool(d);
                call!(c x y => case_when(c, x).otherwise(y))
            }
            18 => {
                let c = self.bool(d);
                call!(c x => case_when(c, x))
            }
            19 => call!(x y => case(x).when(1, y.clone()).when(y, 5).otherwise(small)),
            20 => {
                let t = self.text(d);
                call!(t => f::length(t))
            }
            21 => {
                let (s, t) = (self.text(d), self.text(d));
                call!(s t => f::strpos(s, t))
            }
            22 => {
                let m = self.ints(d);
                call!(m => f::cardinality(m))
            }
            23 => {
                let m = self.ints(d);
                call!(m x => m.at(x))
            }
            24 => {
                let m = self.ints(d);
                call!(m x => f::array_position(m, x))
            }
            25 => {
                let c = self.bool(d);
                call!(c => c.cast::<i32>())
            }
            26 => {
                let d = self.stamp(d);
                call!(d => f::extract(f::field::Year, d).cast::<i32>())
            }
            27 => {
                let i = self.span(d);
                call!(i => f::extract(f::field::Day, i).cast::<i32>())
            }
            28 => {
                let t = self.text(d);
                call!(t => f::ascii(t))
            }
            29 => call!(x y => f::gcd(x, y)),
            30 => call!(x => f::modulo(x, 3)),
            31 => {
                let m = self.ints(d);
                call!(m => f::array_length(m, 1))
            }
            32 => {
                let z = self.double(d);
                call!(z => z.cast::<i32>())
            }
            _ => call!(x => f::width_bucket(x.cast::<f64>(), 0.0, 5.0, 3)),
        }
    }

    fn text(&mut self, depth: u32) -> Node<String> {
        let word = self.word();
        if depth == 0 {
            return match self.below(6) {
                0 => Node::leaf(Cell::s),
                1 => Node::leaf(Cell::t),
                2 => Node::leaf(value(word)),
                3 => Node::leaf(constant(word)),
                4 => Node::leaf(sql_expr!(String, "{} || 'a'", Cell::t)),
                _ => Node::leaf(nullable(Some(word).filter(|word| word.len() > 1))),
            };
        }
        let d = depth - 1;
        let (s, t) = (self.text(d), self.text(d));
        match self.below(31) {
            0..4 => binary!(self s [0 7 10 20] t [0 7 10 20] => s.concat(t)),
            4 => unary!(s [0 7 10 20] => s.collate("C")),
            5 => call!(s => f::lower(s)),
            6 => call!(s => f::upper(s)),
            7 => call!(s => f::initcap(s)),
            8 => call!(s t => f::replace(s, t, "x")),
            9 => {
                let x = self.int(d);
                call!(s x => f::left(s, x))
            }
            10 => {
                let x = self.int(d);
                call!(s x => f::right(s, x))
            }
            11 => call!(s => f::reverse(s)),
            12 => call!(s t => f::trim_of(s, t)),
            13 => call!(s t => f::concat((s, t, 1))),
            14 => call!(s t => f::concat_ws(s, (t, Cell::s))),
            15 => call!(s => f::format("<%s>", (s, 1))),
            16 => call!(s t => coalesce((s, t))),
            17 => call!(s t => nullif(s, t)),
            18 => call!(s t => greatest((s, t))),
            19 => {
                let c = self.bool(d);
                call!(c s t => case_when(c, s).otherwise(t))
            }
            20 => {
                let x = self.int(d);
                call!(x => x.cast::<String>())
            }
            21 => call!(s => f::substring_match(s, "[ab]+")),
            22 => call!(s t => f::regexp_replace(s, "a", t)),
            23 => call!(s => f::split_part(s, ",", 1)),
            24 => {
                let m = self.ints(d);
                call!(m => f::array_to_string(m, "-"))
            }
            25 => call!(s => f::md5(s)),
            26 => {
                let x = self.int(d);
                call!(x => f::to_char(x, "999"))
            }
            27 => {
                let e = self.stamp(d);
                call!(e t => f::to_char(e, t))
            }
            28 => call!(s => f::quote_nullable(s)),
            29 => {
                let x = self.int(d);
                call!(s x => f::lpad_with(s, least((x, 9)), "*"))
            }
            _ => {
                let x = self.int(d);
                call!(s x => f::substr_from(s, x))
            }
        }
    }

    fn double(&mut self, depth: u32) -> Node<f64> {
        let small = f64::from(self.small()) / 2.0;
        if depth == 0 {
            return match self.below(4) {
                0 => Node::leaf(Cell::x),
                1 => Node::leaf(Cell::y),
                2 => Node::leaf(value(small)),
                _ => Node::leaf(constant(small)),
            };
        }
        let d = depth - 1;
        let (x, y) = (self.double(d), self.double(d));
        match self.below(14) {
            0 => binary!(self x [0 8 9 11 20] y [0 8 9 11 20] => x + y),
            1 => binary!(self x [0 8 9 11 20] y [0 8 9 11 20] => x - y),
            2 => binary!(self x [0 8 9 11 20] y [0 8 9 11 20] => x * y),
            3 => binary!(self x [0 8 9 11 20] y [0 8 9 11 20] => x / y),
            4 => unary!(x [0 8 9 11 20] => -x),
            5 => call!(x => f::sqrt(f::abs(x))),
            6 => call!(x => f::floor(x)),
            7 => call!(x => f::round(x)),
            8 => call!(x => f::sign(x)),
            9 => call!(x y => coalesce((x, y))),
            10 => call!(x y => least((x, y))),
            11 => {
                let n = self.int(d);
                call!(n => n.cast::<f64>())
            }
            12 => {
                let e = self.stamp(d);
                call!(e => f::date_part("day", e))
            }
            _ => {
                let n = self.int(d);
                call!(n => f::ceil(n))
            }
        }
    }

    fn span(&mut self, depth: u32) -> Node<Interval> {
        let small =
            Interval { months: self.small(), days: self.small(), microseconds: i64::from(self.small()) };
        if depth == 0 {
            return match self.below(3) {
                0 => Node::leaf(Cell::i),
                1 => Node::leaf(Cell::j),
                _ => Node::leaf(value(small)),
            };
        }
        let d = depth - 1;
        let (i, j) = (self.span(d), self.span(d));
        let (a, b) = (self.stamp(d), self.stamp(d));
        match self.below(10) {
            0 => binary!(self i [0 8 9 11 20] j [0 8 9 11 20] => i + j),
            1 => binary!(self i [0 8 9 11 20] j [0 8 9 11 20] => i - j),
            2 => {
                let x = self.double(0);
                binary!(self i [0 8 9 11 20] x [0 8 9 11 20] => i * x)
            }
            3 => unary!(i [0 8 9 11 20] => -i),
            4 => binary!(self a [0 8 10 20] b [0 8 10 20] => a - b),
            5 => call!(a b => f::age(a, b)),
            6 => call!(i => f::justify_interval(i)),
            7 => call!(i j => coalesce((i, j))),
            8 => call!(i => f::date_trunc("day", i)),
            _ => call!(i j => greatest((i, j))),
        }
    }

    fn stamp(&mut self, depth: u32) -> Node<NaiveDateTime> {
        if depth == 0 {
            return match self.below(2) {
                0 => Node::leaf(Cell::d),
                _ => Node::leaf(Cell::e),
            };
        }
        let d = depth - 1;
        let (a, b) = (self.stamp(d), self.stamp(d));
        let i = self.span(d);
        match self.below(8) {
            0 => binary!(self a [0 8 10 20] i [0 8 9 11 20] => a + i),
            1 => binary!(self a [0 8 10 20] i [0 8 9 11 20] => a - i),
            2 => binary!(self i [0 8 9 11 20] a [0 8 10 20] => i + a),
            3 => unary!(a [0 8 10 20] => a.at_time_zone("UTC").at_time_zone("UTC")),
            4 => call!(a => f::date_trunc("month", a)),
            5 => call!(a b => coalesce((a, b))),
            6 => call!(a b => least((a, b))),
            _ => {
                let c = self.bool(d);
                call!(c a b => case_when(c, a).otherwise(b))
            }
        }
    }

    fn ints(&mut self, depth: u32) -> Node<Ints> {
        let small = self.small();
        if depth == 0 {
            return match self.below(3) {
                0 => Node::leaf(Cell::m),
                1 => Node::leaf(Cell::n),
                _ => Node::leaf(value(vec![Some(small), None])),
            };
        }
        let d = depth - 1;
        let (m, n, x) = (self.ints(d), self.ints(d), self.int(d));
        match self.below(9) {
            0 => call!(m x => f::array_append(m, x)),
            1 => call!(m x => f::array_prepend(x, m)),
            2 => call!(m n => f::array_cat(m, n)),
            3 => call!(m x => f::array_remove(m, x)),
            4 => call!(m x => f::array_replace(m, 1, x)),
            5 => call!(m n => coalesce((m, n))),
            6 => call!(m x => m.slice(x, 3)),
            7 => call!(m => nullif(m, vec![Some(1)])),
            _ => {
                let y = self.int(d);
                call!(x y => f::array((x, y, 1)))
            }
        }
    }

    fn bool(&mut self, depth: u32) -> Node<bool> {
        if depth == 0 {
            return match self.below(5) {
                0 => Node::leaf(Cell::p),
                1 => Node::leaf(Cell::q),
                2 => Node::leaf(value(true)),
                3 => Node::leaf(constant(false)),
                _ => Node::leaf(sql_expr!(Option<bool>, "{} OR {}", Cell::p, Cell::q)),
            };
        }
        let d = depth - 1;
        let (p, q) = (self.bool(d), self.bool(d));
        match self.below(41) {
            0 | 1 => binary!(self p [0 1 2 3 4 5 6 7 20] q [0 1 2 3 4 5 6 7 20] => p.and(q)),
            2 | 3 => binary!(self p [0 1 2 3 4 5 6 7 20] q [0 1 2 3 4 5 6 7 20] => p.or(q)),
            4 => unary!(p [0 1 2 3 4 5 6 7 20] => !p),
            5 => binary!(self p [0 1 2 3 4 5 6 7 20] q [0 1 2 3 4 5 6 7 20] => p.eq(q)),
            6 => binary!(self p [0 1 2 3 4 5 6 7 20] q [0 1 2 3 4 5 6 7 20] => p.is_distinct_from(q)),
            7 => unary!(p [0 1 2 3 4 5 6 7 20] => p.is_true()),
            8 => unary!(p [0 1 2 3 4 5 6 7 20] => p.is_not_false()),
            9 => unary!(p [0 1 2 3 4 5 6 7 20] => p.is_unknown()),
            10 => unary!(p [0 1 2 3 4 5 6 7 20] => p.is_null()),
            11 => call!(p q => coalesce((p, q))),
            12 => {
                let (x, y) = (self.bool(d), self.bool(d));
                call!(x y p => case_when(x, p).otherwise(y))
            }
            13..20 => {
                let (x, y) = (self.int(d), self.int(d));
                match self.below(6) {
                    0 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.lt(y)),
                    1 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.eq(y)),
                    2 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.is_not_distinct_from(y)),
                    3 => binary!(self x [0 7 8 9 11 20] y [0 7 8 9 11 20] => x.between(y, 3)),
                    4 => unary!(x [0 7 8 9 11 20] => x.in_([1, 2])),
                    _ => unary!(x [0 7 8 9 11 20] => x.is_not_null()),
                }
            }
            20..28 => {
                let (s, t) = (self.text(d), self.text(d));
                match self.below(8) {
                    0 => binary!(self s [0 7 10 20] t [0 7 10 20] => s.like(t)),
                    1 => binary!(self s [0 7 10 20] t [0 7 10 20] => s.not_ilike(t)),
                    2 => binary!(self s [0 7 10 20] t [0 7 10 20] => s.ge(t)),
                    3 => unary!(s [0 7 10 20] => s.matches("^a")),
                    4 => unary!(s [0 7 10 20] => s.not_imatches("b$")),
                    5 => unary!(s [0 7 10 20] => s.similar_to("(a|b)%")),
                    6 => unary!(s [0 7 10 20] => s.contains("a")),
                    _ => call!(s t => f::starts_with(s, t)),
                }
            }
            28..33 => {
                let (m, n) = (self.ints(d), self.ints(d));
                match self.below(5) {
                    0 => binary!(self m [20] n [20] => m.includes(n)),
                    1 => binary!(self m [20] n [20] => m.included_in(n)),
                    2 => binary!(self m [20] n [20] => m.overlaps(n)),
                    3 => {
                        let x = self.int(d);
                        binary!(self x [0 7 8 9 11 20] m [20] => x.eq_any_of(m))
                    }
                    _ => {
                        let x = self.int(d);
                        binary!(self x [0 7 8 9 11 20] m [20] => x.lt_all_of(m))
                    }
                }
            }
            33..36 => {
                let (x, y) = (self.double(d), self.double(d));
                binary!(self x [0 8 9 11 20] y [0 8 9 11 20] => x.ne(y))
            }
            36..38 => {
                let (a, b) = (self.stamp(d), self.stamp(d));
                binary!(self a [0 8 10 20] b [0 8 10 20] => a.gt(b))
            }
            38 => {
                let a = self.stamp(d);
                call!(a => f::isfinite(a))
            }
            _ => {
                let (i, j) = (self.span(d), self.span(d));
                binary!(self i [0 8 9 11 20] j [0 8 9 11 20] => i.le(j))
            }
        }
    }
}

const EXPRESSIONS: u32 = 10_000;

#[tokio::test]
async fn no_value_is_null_without_an_option_and_no_parentheses_are_missing() {
    let seed = match std::env::var("PITON_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => 1,
    };
    println!("PITON_SEED={seed}");
    let mut random = Random::new(seed);
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Cell]).await.unwrap();
    db.batch("SET intervalstyle = 'iso_8601'; SET statement_timeout = '20s'").await.unwrap();
    fill(&mut db, &mut random).await;

    let (mut sound, mut undefined, mut nullable) = (0, 0, 0);
    while sound < EXPRESSIONS {
        let depth = 1 + u32::try_from(random.below(4)).unwrap();
        /// Both forms side by side, decoded as what the type says.
        macro_rules! check {
            ($make:ident $base:ty) => {{
                let node = Maker(&mut random).$make(depth);
                nullable += u32::from(node.null);
                let both = (node.loose::<Nullable>(false), node.loose::<Nullable>(true));
                let failed = if node.null {
                    let query = select((
                        sql_expr!(Option<$base>, "{}", both.0),
                        sql_expr!(Option<$base>, "{}", both.1),
                    ));
                    compare(query.to_sql(), query.all(&mut db).await, seed)
                } else {
                    let query = select((sql_expr!($base, "{}", both.0), sql_expr!($base, "{}", both.1)));
                    compare(query.to_sql(), query.all(&mut db).await, seed)
                };
                if failed { undefined += 1 } else { sound += 1 }
            }};
        }
        match random.below(7) {
            0 => check!(int i32),
            1 => check!(text String),
            2 => check!(bool bool),
            3 => check!(double f64),
            4 => check!(span Interval),
            5 => check!(stamp NaiveDateTime),
            _ => check!(ints Ints),
        }
    }
    println!("{sound} expressions, {nullable} of them nullable; {undefined} more are errors of the server");
    // Both kinds were there, and most had values.
    assert!(nullable > sound / 10 && nullable < sound / 10 * 9, "{nullable}");
    assert!(undefined < sound, "{undefined}");
}

/// Whether the server had no value for some row; else both forms are the same.
fn compare<T: Debug>(sql: String, rows: Result<Vec<(T, T)>, piton::Error>, seed: u64) -> bool {
    match rows {
        Ok(rows) => {
            assert_eq!(rows.len(), ROWS, "{sql}");
            for (plain, full) in rows {
                // NaN is the same as itself here.
                assert_eq!(format!("{plain:?}"), format!("{full:?}"), "seed {seed}\n{sql}");
            }
            false
        }
        Err(error) => {
            // Overflow, division by zero, a negative length, an invalid pattern; and a row that is not in Rust's range.
            let class = error.sqlstate().map(|state| state.code().to_owned());
            let of_data = class.as_deref().is_some_and(|code| code.starts_with("22") || code == "54000");
            assert!(of_data, "seed {seed}: {error}\n{sql}");
            true
        }
    }
}

const ROWS: usize = 24;

async fn fill(db: &mut Connection, random: &mut Random) {
    let words = ["", "a", "A", "b", "ab", "Ba", "a%", "_", "a,b"];
    let base = chrono::NaiveDate::from_ymd_opt(2024, 1, 31).unwrap().and_hms_opt(12, 0, 0).unwrap();
    for id in 1..=i32::try_from(ROWS).unwrap() {
        let mut number = || i32::try_from(random.below(9)).unwrap() - 3;
        let (a, b, c, d) = (number(), number(), number(), number());
        let some = |n: i32| (n > -1).then_some(n);
        let (p, q) = (some(a).map(|a| a > 1), b > 1);
        let (s, t) = (some(b).map(|_| *random.pick(&words)), *random.pick(&words));
        let (x, y) = (some(c).map(|c| f64::from(c) / 2.0), f64::from(d));
        let span = |n: i32| Interval { months: n, days: -n, microseconds: i64::from(n) * 1_000_000 };
        let (i, j) = (some(d).map(span), span(a));
        let stamp = |n: i32| base + chrono::TimeDelta::hours(i64::from(n) * 37);
        let (when, e) = (some(b).map(stamp), stamp(c));
        let (m, n) = (some(c).map(|c| vec![Some(c), None]), vec![Some(a), some(b), Some(1)]);
        let a = some(a);
        let insert = sql!(
            "INSERT INTO cell VALUES ({id}, {a}, {b}, {p}, {q}, {s}, {t}, {x}, {y}, {i}, {j}, {when}, {e}, {m}, {n})"
        );
        assert_eq!(insert.execute(&mut *db).await.unwrap(), 1);
    }
}
