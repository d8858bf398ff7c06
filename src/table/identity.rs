//! Equality of types, decided by the compiler.
//!
//! Rust can ask whether a type implements a trait, not whether two types differ. Each table and each column
//! therefore carries a number as a type, a list of hexadecimal digits, and two numbers can be compared: the
//! first digits that differ decide. Because the comparison is a function and not a search, a scope is looked
//! through without an index to infer, and a table that stands in it twice is noticed.

/// An answer at the type level: [`True`] or [`False`].
pub trait Answer {
    /// Whether it is yes.
    const YES: bool;
    /// True where either is.
    type Or<B: Answer>: Answer;
    /// True where both are.
    type And<B: Answer>: Answer;
    /// `Yes` if true, else `No`.
    type If<Yes, No>;
    /// True, whatever this is, and [windowed](Windowed) if this is.
    type WithTrue: Answer;
    /// The same and windowed, see [`Windowed`].
    type WithWindow: Answer;
}

/// Yes.
#[derive(Debug)]
pub enum True {}

/// No.
#[derive(Debug)]
pub enum False {}

/// No, and there is a window function: the answer to whether an expression contains an aggregate says both.
#[derive(Debug)]
pub enum Windowed {}

/// Yes, and there is a window function.
#[derive(Debug)]
pub enum WindowedTrue {}

/// Yes, of an expression that is the value of a group: it can be the argument of an aggregate over a window of groups.
#[derive(Debug)]
pub enum PerGroup {}

impl Answer for PerGroup {
    const YES: bool = true;
    type Or<B: Answer> = B::WithTrue;
    type And<B: Answer> = B;
    type If<Yes, No> = Yes;
    type WithTrue = True;
    type WithWindow = WindowedTrue;
}

impl Answer for True {
    const YES: bool = true;
    type Or<B: Answer> = B::WithTrue;
    type And<B: Answer> = B;
    type If<Yes, No> = Yes;
    type WithTrue = True;
    type WithWindow = WindowedTrue;
}

impl Answer for False {
    const YES: bool = false;
    type Or<B: Answer> = B;
    type And<B: Answer> = False;
    type If<Yes, No> = No;
    type WithTrue = True;
    type WithWindow = Windowed;
}

impl Answer for Windowed {
    const YES: bool = false;
    type Or<B: Answer> = B::WithWindow;
    type And<B: Answer> = False;
    type If<Yes, No> = No;
    type WithTrue = WindowedTrue;
    type WithWindow = Windowed;
}

impl Answer for WindowedTrue {
    const YES: bool = true;
    type Or<B: Answer> = WindowedTrue;
    type And<B: Answer> = B;
    type If<Yes, No> = Yes;
    type WithTrue = WindowedTrue;
    type WithWindow = WindowedTrue;
}

/// Compares two numbers, or two digits.
pub trait Same<Other> {
    /// Whether they are the same.
    type Answer: Answer;
}

/// Compares what is left of two numbers, if the digits before were the same.
pub trait Then<A, B> {
    /// Whether the numbers are the same.
    type Answer: Answer;
}

impl<A, B> Then<A, B> for False {
    type Answer = False;
}

impl<A: Same<B>, B> Then<A, B> for True {
    type Answer = A::Answer;
}

/// A number, its last digit first.
pub trait Number {
    /// The number.
    const NUMBER: usize;
}

impl Number for () {
    const NUMBER: usize = 0;
}

impl<D: Digit, Rest: Number> Number for (D, Rest) {
    const NUMBER: usize = D::DIGIT + 16 * Rest::NUMBER;
}

/// A hexadecimal digit, or [`DX`], which stands before the number of a table for what is made from that table.
pub trait Digit {
    /// Its value.
    const DIGIT: usize;
}

impl Same<()> for () {
    type Answer = True;
}

impl<A, As, B, Bs> Same<(B, Bs)> for (A, As)
where
    A: Same<B, Answer: Then<As, Bs>>,
{
    type Answer = <A::Answer as Then<As, Bs>>::Answer;
}

macro_rules! digits {
    ($($digit:ident $value:literal)+) => {
        $(
            #[doc = concat!("The digit ", stringify!($digit), ".")]
            #[derive(Debug)]
            pub enum $digit {}

            impl Digit for $digit {
                const DIGIT: usize = $value;
            }
        )+
        digits!(@rows [$($digit)+] $($digit)+);
    };
    (@rows $all:tt $($digit:ident)+) => { $(digits!(@row $digit $all);)+ };
    (@row $digit:ident [$($other:ident)+]) => { $(digits!(@pair $digit $other);)+ };
    (@pair $a:ident $b:ident) => {
        impl Same<$b> for $a {
            type Answer = digits!(@answer $a $b);
        }
    };
    (@answer D0 D0) => { True };
    (@answer D1 D1) => { True };
    (@answer D2 D2) => { True };
    (@answer D3 D3) => { True };
    (@answer D4 D4) => { True };
    (@answer D5 D5) => { True };
    (@answer D6 D6) => { True };
    (@answer D7 D7) => { True };
    (@answer D8 D8) => { True };
    (@answer D9 D9) => { True };
    (@answer DA DA) => { True };
    (@answer DB DB) => { True };
    (@answer DC DC) => { True };
    (@answer DD DD) => { True };
    (@answer DE DE) => { True };
    (@answer DF DF) => { True };
    (@answer DX DX) => { True };
    (@answer $a:ident $b:ident) => { False };
}

digits!(D0 0 D1 1 D2 2 D3 3 D4 4 D5 5 D6 6 D7 7 D8 8 D9 9 DA 10 DB 11 DC 12 DD 13 DE 14 DF 15 DX 16);
