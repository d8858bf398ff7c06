//! Random expressions mean on the server what they mean in Rust: no parentheses are missing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step is a failed test")]

use std::marker::PhantomData;
use std::rc::Rc;

use dsl_tests::language::{Random, empty};
use frunk_core::hlist::{HCons, HNil};
use piton::expr::{Expression, IntoExpr, IntoNullableExpr, Project, Projection, Typed, ValidIn};
use piton::prelude::*;
use piton::sql::{Clause, Statement};
use piton::table::identity::False;
use piton::table::{Inner, Nullable};
use piton::value::{Row as _, Shape, Value};

#[derive(Table, Debug, Clone)]
struct Cell {
    #[column(primary_key)]
    id: i32,
    a: Option<i32>,
    b: Option<i32>,
    c: Option<i32>,
    p: Option<bool>,
    q: Option<bool>,
    s: Option<String>,
    t: Option<String>,
}

/// An expression whose type is forgotten, but for how tightly it binds.
struct Dyn<T, const P: u8>(Rc<dyn Fn(&mut Statement)>, PhantomData<T>);

impl<T, const P: u8> Dyn<T, P> {
    fn new<E: Expression + 'static>(expr: E) -> Self {
        Dyn(Rc::new(move |out| expr.render(out)), PhantomData)
    }
}

impl<T, const P: u8> Clone for Dyn<T, P> {
    fn clone(&self) -> Self {
        Dyn(self.0.clone(), PhantomData)
    }
}

impl<T, const P: u8> Expression for Dyn<T, P> {
    type From = HCons<Inner<Cell>, HNil>;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = P;

    fn render(&self, out: &mut Statement) {
        (self.0)(out);
    }
}

impl<T: Value, const P: u8> Typed for Dyn<T, P> {
    type Base = T;
}

impl<S, T, const P: u8> ValidIn<S> for Dyn<T, P> {
    type Null = Nullable;
}

impl<T: Value<Class = T>, const P: u8> IntoExpr<T> for Dyn<T, P> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

impl<T: Value<Class = T>, const P: u8> IntoNullableExpr<T> for Dyn<T, P> {
    type Expr = Self;

    fn into_nullable_expr(self) -> Self {
        self
    }
}

impl<T: Value, const P: u8> Projection for Dyn<T, P> {
    type From = <Self as Expression>::From;
    type Aggregates = False;
    type Bare = ();
    type Outputs<Rest> = piton::table::HCons<piton::expr::Computed, Rest>;

    fn write(self, out: &mut Statement) {
        out.part(Clause::Projection, |out| self.render(out));
    }
}

impl<S, T: Value, const P: u8> Project<S> for Dyn<T, P> {
    type Row = Option<T>;
    type Items = piton::expr::Item<T, Nullable>;

    fn describe(shape: &mut Shape) {
        T::describe(shape);
    }
}

/// An enum over the precedences that expressions of one type have, and a macro that runs code for whichever it is.
macro_rules! any {
    ($name:ident $each:ident $type:ty: $dollar:tt $($variant:ident $level:literal)+) => {
        #[derive(Clone)]
        enum $name { $($variant(Dyn<$type, $level>)),+ }

        impl $name {
            fn new<E: Typed<Base = $type> + 'static>(expr: E) -> Self {
                match E::PRECEDENCE {
                    $($level => $name::$variant(Dyn::new(expr)),)+
                    level => panic!("no expression of this type binds like {level}"),
                }
            }
        }

        macro_rules! $each {
            ($any:expr, $dollar e:ident => $dollar body:expr) => {
                match $any { $($name::$variant($dollar e) => $dollar body),+ }
            };
        }
    };
}

any!(AnyBool each_bool bool: $ P0 0 P1 1 P2 2 P3 3 P4 4 P5 5 P6 6 P20 20);
any!(AnyInt each_int i32: $ P0 0 P8 8 P9 9 P11 11 P20 20);
any!(AnyText each_text String: $ P0 0 P7 7 P20 20);

/// The expression has no value for some row: it overflows or divides by zero.
#[derive(Debug)]
struct Undefined;

type Result<T> = std::result::Result<Option<T>, Undefined>;

/// What an expression means, in Rust; no operand is skipped.
type Meaning<T> = Rc<dyn Fn(&Cell) -> Result<T>>;

fn just<T: Clone + 'static>(value: T) -> Meaning<T> {
    Rc::new(move |_| Ok(Some(value.clone())))
}

/// NULL where either is.
fn strict<A: 'static, B: 'static, C: 'static>(
    a: &Meaning<A>,
    b: &Meaning<B>,
    f: impl Fn(A, B) -> Option<C> + 'static,
) -> Meaning<C> {
    let (a, b) = (a.clone(), b.clone());
    Rc::new(move |cell| match (a(cell)?, b(cell)?) {
        (Some(a), Some(b)) => f(a, b).map(Some).ok_or(Undefined),
        _ => Ok(None),
    })
}

fn known<A: 'static, C: 'static>(a: &Meaning<A>, f: impl Fn(Option<A>) -> Option<C> + 'static) -> Meaning<C> {
    let a = a.clone();
    Rc::new(move |cell| a(cell).map(&f))
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|a| !a), b.map(|b| !b)).map(|both| !both)
}

fn both<T: 'static, C: 'static>(
    a: &Meaning<T>,
    b: &Meaning<T>,
    f: impl Fn(Option<T>, Option<T>) -> Option<C> + 'static,
) -> Meaning<C> {
    let (a, b) = (a.clone(), b.clone());
    Rc::new(move |cell| Ok(f(a(cell)?, b(cell)?)))
}

/// `LIKE` for patterns without escapes.
fn like(text: &[u8], pattern: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, text) => text.is_none(),
        (Some((b'%', rest)), _) => (0..=text.len()).any(|skip| like(&text[skip..], rest)),
        (Some((b'_', rest)), Some((_, text))) => like(text, rest),
        (Some((c, rest)), Some((d, text))) => c == d && like(text, rest),
        (Some(_), None) => false,
    }
}

type Int = (AnyInt, Meaning<i32>);
type Text = (AnyText, Meaning<String>);
type Bool = (AnyBool, Meaning<bool>);

fn small(random: &mut Random) -> i32 {
    i32::try_from(random.below(12)).unwrap() - 3
}

fn int_leaf(random: &mut Random) -> Int {
    let n = small(random);
    match random.below(7) {
        0 => (AnyInt::new(Cell::a), Rc::new(|cell| Ok(cell.a))),
        1 => (AnyInt::new(Cell::b), Rc::new(|cell| Ok(cell.b))),
        2 => (AnyInt::new(Cell::c), Rc::new(|cell| Ok(cell.c))),
        3 => (AnyInt::new(Cell::id), Rc::new(|cell| Ok(Some(cell.id)))),
        4 => (AnyInt::new(value(n)), just(n)),
        5 => (AnyInt::new(constant(n)), just(n)),
        _ => (
            AnyInt::new(sql_expr!(i32, "1 - {} - {}", Cell::a, n)),
            Rc::new(move |cell| Ok(cell.a.map(|a| 1 - a - n))),
        ),
    }
}

fn calculate(operator: u64, a: i32, b: i32) -> Option<i32> {
    match operator {
        0 => a.checked_add(b),
        1 => a.checked_sub(b),
        2 => a.checked_mul(b),
        3 => a.checked_div(b),
        _ => a.checked_rem(b),
    }
}

/// The left operand has one of the shapes here, the right one any.
fn int(random: &mut Random, depth: u32) -> Int {
    if depth == 0 || random.below(8) == 0 {
        return int_leaf(random);
    }
    let (right, right_means) = int(random, depth - 1);
    let operator = random.below(6);
    let n = small(random);
    let (a, b): (Meaning<i32>, Meaning<i32>) = (Rc::new(|cell| Ok(cell.a)), Rc::new(|cell| Ok(cell.b)));
    let c: Meaning<i32> = Rc::new(|cell| Ok(cell.c));
    let n_means = just(n);
    /// The meaning of an expression in which names stand for themselves.
    macro_rules! means {
        ((- $x:tt)) => {
            strict(&just(0), &means!($x), |zero, x| calculate(1, zero, x))
        };
        (($x:tt + $y:tt)) => {
            strict(&means!($x), &means!($y), |x, y| calculate(0, x, y))
        };
        (($x:tt - $y:tt)) => {
            strict(&means!($x), &means!($y), |x, y| calculate(1, x, y))
        };
        (($x:tt * $y:tt)) => {
            strict(&means!($x), &means!($y), |x, y| calculate(2, x, y))
        };
        (($x:tt / $y:tt)) => {
            strict(&means!($x), &means!($y), |x, y| calculate(3, x, y))
        };
        (($x:tt % $y:tt)) => {
            strict(&means!($x), &means!($y), |x, y| calculate(4, x, y))
        };
        (n) => {
            n_means.clone()
        };
        ($name:ident) => {
            $name.clone()
        };
    }
    macro_rules! typed {
        ((- $x:tt)) => {
            -typed!($x)
        };
        (($x:tt + $y:tt)) => {
            (typed!($x) + typed!($y))
        };
        (($x:tt - $y:tt)) => {
            (typed!($x) - typed!($y))
        };
        (($x:tt * $y:tt)) => {
            (typed!($x) * typed!($y))
        };
        (($x:tt / $y:tt)) => {
            (typed!($x) / typed!($y))
        };
        (($x:tt % $y:tt)) => {
            (typed!($x) % typed!($y))
        };
        (n) => {
            value(n)
        };
        ($name:ident) => {
            Cell::$name
        };
    }
    macro_rules! shapes {
        ($($number:literal $shape:tt)+) => {
            match random.below(0 $(+ { let _ = $number; 1 })+) {
                $($number => {
                    let means: Meaning<i32> = means!($shape);
                    let all = strict(&means, &right_means, move |x, y| calculate(operator, x, y));
                    let typed = typed!($shape);
                    match operator {
                        0 => (each_int!(right, right => AnyInt::new(typed + right)), all),
                        1 => (each_int!(right, right => AnyInt::new(typed - right)), all),
                        2 => (each_int!(right, right => AnyInt::new(typed * right)), all),
                        3 => (each_int!(right, right => AnyInt::new(typed / right)), all),
                        4 => (each_int!(right, right => AnyInt::new(typed % right)), all),
                        _ => (AnyInt::new(-typed), strict(&just(0), &means, |zero, x| calculate(1, zero, x))),
                    }
                })+
                _ => int_leaf(random),
            }
        };
    }
    shapes! {
        0 a 1 n 2 (-a) 3 (-(-b)) 4 (a + b) 5 (a - n) 6 (a * b) 7 (n / a) 8 (b % n)
        9 ((a + b) * c) 10 ((a * n) + b) 11 ((a - b) - c) 12 ((a / n) * b) 13 ((a % b) / n)
        14 (-(a + b)) 15 (-(a * b)) 16 (a - (b - c)) 17 (a * (b / n)) 18 (n % (a * b)) 19 (a - (-b))
    }
}

fn text(random: &mut Random, depth: u32) -> Text {
    if depth == 0 || random.below(2) == 0 {
        let word = (*random.pick(&["", "a", "b", "ab", "%", "_", "a%", "%B", "_b"])).to_owned();
        return match random.below(5) {
            0 => (AnyText::new(Cell::s), Rc::new(|cell| Ok(cell.s.clone()))),
            1 => (AnyText::new(Cell::t), Rc::new(|cell| Ok(cell.t.clone()))),
            2 => (AnyText::new(value(word.clone())), just(word)),
            3 => (AnyText::new(constant(word.clone())), just(word)),
            _ => (
                AnyText::new(sql_expr!(String, "{} || 'a'", Cell::s)),
                Rc::new(|cell| Ok(cell.s.as_ref().map(|s| format!("{s}a")))),
            ),
        };
    }
    let ((x, x_means), (y, y_means)) = (text(random, depth - 1), text(random, depth - 1));
    let all = strict(&x_means, &y_means, |x, y| Some(x + &y));
    (each_text!(x, x => each_text!(y, y => AnyText::new(x.concat(y)))), all)
}

/// A binary method on every pair of precedences.
macro_rules! pair {
    ($each:ident $x:ident $method:ident $y:ident) => {
        $each!($x, x => $each!($y, y => AnyBool::new(x.$method(y))))
    };
}

fn of_ints(random: &mut Random, depth: u32) -> Bool {
    let ((x, xm), (y, ym)) = (int(random, depth), int(random, depth));
    match random.below(12) {
        0 => (pair!(each_int x eq y), strict(&xm, &ym, |x, y| Some(x == y))),
        1 => (pair!(each_int x ne y), strict(&xm, &ym, |x, y| Some(x != y))),
        2 => (pair!(each_int x lt y), strict(&xm, &ym, |x, y| Some(x < y))),
        3 => (pair!(each_int x le y), strict(&xm, &ym, |x, y| Some(x <= y))),
        4 => (pair!(each_int x gt y), strict(&xm, &ym, |x, y| Some(x > y))),
        5 => (pair!(each_int x ge y), strict(&xm, &ym, |x, y| Some(x >= y))),
        6 => (pair!(each_int x is_distinct_from y), both(&xm, &ym, |x, y| Some(x != y))),
        7 => (pair!(each_int x is_not_distinct_from y), both(&xm, &ym, |x, y| Some(x == y))),
        8 => (each_int!(x, x => AnyBool::new(x.is_null())), known(&xm, |x| Some(x.is_none()))),
        9 => (each_int!(x, x => AnyBool::new(x.is_not_null())), known(&xm, |x| Some(x.is_some()))),
        10 => {
            let list: Vec<i32> = (0..random.below(4)).map(|_| small(random)).collect();
            let not = random.below(2) == 0;
            let found = {
                let list = list.clone();
                move |x: Option<i32>| {
                    if list.is_empty() { Some(not) } else { x.map(|x| list.contains(&x) != not) }
                }
            };
            let any =
                each_int!(x, x => if not { AnyBool::new(x.not_in(list)) } else { AnyBool::new(x.in_(list)) });
            (any, known(&xm, found))
        }
        _ => {
            let (z, zm) = int(random, depth);
            let low = both(&xm, &ym, |x, y| Some(x? >= y?));
            let high = both(&xm, &zm, |x, z| Some(x? <= z?));
            let any = each_int!(x, x => each_int!(y, y => each_int!(z, z => AnyBool::new(x.between(y, z)))));
            (any, both(&low, &high, and))
        }
    }
}

fn of_texts(random: &mut Random, depth: u32) -> Bool {
    let ((x, xm), (y, ym)) = (text(random, depth), text(random, depth));
    let matches = |not: bool, fold: bool| {
        strict(&xm, &ym, move |x: String, y: String| {
            let [x, y] = if fold { [x.to_lowercase(), y.to_lowercase()] } else { [x, y] };
            Some(like(x.as_bytes(), y.as_bytes()) != not)
        })
    };
    match random.below(7) {
        0 => (pair!(each_text x like y), matches(false, false)),
        1 => (pair!(each_text x not_like y), matches(true, false)),
        2 => (pair!(each_text x ilike y), matches(false, true)),
        3 => (pair!(each_text x not_ilike y), matches(true, true)),
        4 => (pair!(each_text x eq y), strict(&xm, &ym, |x, y| Some(x == y))),
        5 => (pair!(each_text x is_distinct_from y), both(&xm, &ym, |x, y| Some(x != y))),
        _ => {
            let part = (*random.pick(&["", "a", "%", "_", "ab"])).to_owned();
            let found = part.clone();
            let any = each_text!(x, x => AnyBool::new(x.contains(&part)));
            (any, known(&xm, move |x| x.map(|x| x.contains(&found))))
        }
    }
}

fn boolean(random: &mut Random, depth: u32) -> Bool {
    if depth == 0 {
        let known = random.below(2) == 0;
        return match random.below(6) {
            0 => (AnyBool::new(Cell::p), Rc::new(|cell| Ok(cell.p))),
            1 => (AnyBool::new(Cell::q), Rc::new(|cell| Ok(cell.q))),
            2 => (AnyBool::new(value(known)), just(known)),
            3 => (AnyBool::new(constant(known)), just(known)),
            4 => (
                AnyBool::new(sql_expr!(bool, "{} OR {}", Cell::p, Cell::q)),
                Rc::new(|cell| Ok(or(cell.p, cell.q))),
            ),
            _ => of_ints(random, 1),
        };
    }
    match random.below(16) {
        0..3 => return of_ints(random, depth),
        3..5 => return of_texts(random, depth),
        _ => {}
    }
    let ((x, xm), (y, ym)) = (boolean(random, depth - 1), boolean(random, depth - 1));
    match random.below(14) {
        0..2 => (pair!(each_bool x and y), both(&xm, &ym, and)),
        2..4 => (pair!(each_bool x or y), both(&xm, &ym, or)),
        4 => (pair!(each_bool x eq y), strict(&xm, &ym, |x, y| Some(x == y))),
        5 => (pair!(each_bool x ne y), strict(&xm, &ym, |x, y| Some(x != y))),
        6 => (pair!(each_bool x lt y), strict(&xm, &ym, |x, y| Some(!x & y))),
        7 => (pair!(each_bool x is_distinct_from y), both(&xm, &ym, |x, y| Some(x != y))),
        8 => (pair!(each_bool x is_not_distinct_from y), both(&xm, &ym, |x, y| Some(x == y))),
        9 => (each_bool!(x, x => AnyBool::new(x.is_null())), known(&xm, |x| Some(x.is_none()))),
        10 => (each_bool!(x, x => AnyBool::new(x.is_not_null())), known(&xm, |x| Some(x.is_some()))),
        11 => (each_bool!(x, x => AnyBool::new(x.in_([true]))), xm),
        12 => {
            let known_high = random.below(2) == 0;
            let low = both(&xm, &ym, |x, y| Some(x? >= y?));
            let high = known(&xm, move |x| x.map(|x| x <= known_high));
            let any = each_bool!(x, x => each_bool!(y, y => AnyBool::new(x.between(y, known_high))));
            (any, both(&low, &high, and))
        }
        _ => (each_bool!(x, x => AnyBool::new(x.not())), known(&xm, |x| x.map(|x| !x))),
    }
}

/// One that has a value for each of these rows.
fn defined<A, T>(cells: &[Cell], mut next: impl FnMut() -> (A, Meaning<T>)) -> (A, Vec<Option<T>>) {
    loop {
        let (any, means) = next();
        if let Ok(values) = cells.iter().map(|cell| means(cell)).collect() {
            return (any, values);
        }
    }
}

fn cells(random: &mut Random) -> Vec<Cell> {
    let words = ["", "a", "A", "b", "ab", "Ba", "a%", "_"];
    (1..=24)
        .map(|id| Cell {
            id,
            a: (random.below(4) > 0).then(|| small(random)),
            b: (random.below(4) > 0).then(|| small(random)),
            c: (random.below(4) > 0).then(|| small(random)),
            p: *random.pick(&[Some(true), Some(false), None]),
            q: *random.pick(&[Some(true), Some(false), None]),
            s: (random.below(4) > 0).then(|| (*random.pick(&words)).to_owned()),
            t: (random.below(4) > 0).then(|| (*random.pick(&words)).to_owned()),
        })
        .collect()
}

const BATCHES: u64 = 300;

#[tokio::test]
async fn random_expressions_mean_on_the_server_what_they_mean_in_rust() {
    let seed = match std::env::var("PITON_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => 1,
    };
    println!("PITON_SEED={seed}");
    let mut random = Random::new(seed);
    let random = &mut random;
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Cell]).await.unwrap();
    let cells = cells(random);
    for cell in &cells {
        let Cell { id, a, b, c, p, q, s, t } = cell;
        let insert = sql!("INSERT INTO cell VALUES ({id}, {a}, {b}, {c}, {p}, {q}, {s}, {t})");
        assert_eq!(insert.execute(&mut db).await.unwrap(), 1);
    }

    let mut expressions = 0;
    for batch in 0..BATCHES {
        let depth = 1 + u32::try_from(batch % 5).unwrap();
        let (bools, means): (Vec<_>, Vec<_>) =
            (0..5).map(|_| defined(&cells, || boolean(random, depth))).unzip();
        let (ints, int_means): (Vec<_>, Vec<_>) =
            (0..2).map(|_| defined(&cells, || int(random, depth))).unzip();
        let (text, text_means) = defined(&cells, || text(random, depth));
        expressions += 8;

        let mut bool_exprs = bools.iter().map(|any| each_bool!(any.clone(), e => Dyn::<bool, 0>::new(e)));
        let mut next = || bool_exprs.next().unwrap();
        let five = (next(), next(), next(), next(), next());
        let [x, y] = [0, 1].map(|i: usize| each_int!(ints[i].clone(), e => Dyn::<i32, 0>::new(e)));
        let text = each_text!(text, e => Dyn::<String, 0>::new(e));
        let query = select((five, x, y, text)).order_by(Cell::id);
        let sql = query.to_sql();
        let rows = query.all(&mut db).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        assert_eq!(rows.len(), cells.len());
        for (i, (five, x, y, text)) in rows.into_iter().enumerate() {
            let row = (<[Option<bool>; 5]>::from(five), [x, y], text);
            let expected = (
                [0, 1, 2, 3, 4].map(|n: usize| means[n][i]),
                [0, 1].map(|n: usize| int_means[n][i]),
                text_means[i].clone(),
            );
            assert_eq!(row, expected, "seed {seed}\n{sql}\n{:?}", cells[i]);
        }

        let query = select(Cell::id).order_by(Cell::id);
        let query = each_bool!(bools[0].clone(), e => query.filter(e));
        let query = each_bool!(bools[1].clone(), e => query.filter(e));
        let sql = query.to_sql();
        let found = query.all(&mut db).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let expected: Vec<i32> = cells
            .iter()
            .enumerate()
            .filter(|(i, _)| means[0][*i] == Some(true) && means[1][*i] == Some(true))
            .map(|(_, cell)| cell.id)
            .collect();
        assert_eq!(found, expected, "seed {seed}\n{sql}");
    }
    assert!(expressions >= 2_000);
}
