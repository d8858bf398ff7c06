//! Equality of types, decided by the compiler.
//!
//! Rust can ask whether a type implements a trait, not whether two types differ. Each table and each column
//! therefore carries a number as a type, a list of hexadecimal digits, and two numbers can be compared: the
//! first digits that differ decide. A digit is a type around those after it, so that a comparison is one step a digit
//! for the compiler. Because the comparison is a function and not a search, a scope is looked
//! through without an index to infer, and a table that stands in it twice is noticed.

use std::marker::PhantomData;

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

/// Compares two numbers.
pub trait Same<Other> {
    /// Whether they are the same.
    type Answer: Answer;
}

/// A number, its first digit outermost: `D1<DF<()>>` is 31.
pub trait Number {
    /// The number.
    const NUMBER: usize;
    /// How many numbers have as many digits.
    const COUNT: usize;
}

impl Number for () {
    const NUMBER: usize = 0;
    const COUNT: usize = 1;
}

impl Same<()> for () {
    type Answer = True;
}

macro_rules! digits {
    ($($digit:ident $value:literal)+) => {
        $(
            #[doc = concat!("The digit ", stringify!($digit), " before the others.")]
            #[derive(Debug)]
            pub struct $digit<Rest>(PhantomData<Rest>);

            impl<Rest: Number> Number for $digit<Rest> {
                const NUMBER: usize = $value * Rest::COUNT + Rest::NUMBER;
                const COUNT: usize = 16 * Rest::COUNT;
            }

            impl<A: Same<B>, B> Same<$digit<B>> for $digit<A> {
                type Answer = A::Answer;
            }

            impl<A> Same<()> for $digit<A> {
                type Answer = False;
            }

            impl<B> Same<$digit<B>> for () {
                type Answer = False;
            }
        )+
    };
}

digits!(D0 0 D1 1 D2 2 D3 3 D4 4 D5 5 D6 6 D7 7 D8 8 D9 9 DA 10 DB 11 DC 12 DD 13 DE 14 DF 15 DX 16);

macro_rules! different {
    ($first:ident $($other:ident)+) => {
        $(
            impl<A, B> Same<$other<B>> for $first<A> {
                type Answer = False;
            }

            impl<A, B> Same<$first<B>> for $other<A> {
                type Answer = False;
            }
        )+
        different!($($other)+);
    };
    ($last:ident) => {};
}

// `DX` stands before the number of a table for what is made from that table.
different!(D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 DA DB DC DD DE DF DX);
