//! A statement: parts of clauses, each a run of pieces and parameters.

mod nest;

use std::hash::{BuildHasher, Hasher};

use super::{Clause, Params, Piece};
use crate::error::{Error, ValueError};
use crate::value::{Encode, Encoder, SqlType};

/// A statement as plain data.
///
/// Pieces and parameters lie in the order in which they were added; the parts, which say what belongs to
/// which clause, lie in the order in which SQL writes them.
#[derive(Clone, Debug)]
pub struct Statement {
    pieces: Vec<Piece>,
    params: Params,
    parts: Vec<Part>,
    /// Whether more is in it than reading: see [`keep_apart`](Statement::keep_apart).
    apart: bool,
}

/// Where a part of a clause lies in the statement's buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    clause: Clause,
    start: Mark,
    end: Mark,
}

/// The lengths of a statement's buffers at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    pieces: usize,
    params: usize,
    bytes: usize,
}

impl Default for Statement {
    fn default() -> Self {
        Self::new()
    }
}

impl Statement {
    /// An empty statement.
    #[must_use]
    pub fn new() -> Self {
        // Room for a usual query, so that building it allocates once a buffer.
        Statement {
            pieces: Vec::with_capacity(32),
            params: Params::with_capacity(4),
            parts: Vec::with_capacity(12),
            apart: false,
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            pieces: self.pieces.len(),
            params: self.params.len(),
            bytes: self.params.values.as_bytes().len(),
        }
    }

    /// Adds a part to a clause: whatever `write` pushes and binds.
    #[inline]
    pub fn part(&mut self, clause: Clause, write: impl FnOnce(&mut Self)) {
        let start = self.mark();
        write(self);
        self.close(clause, start);
    }

    fn close(&mut self, clause: Clause, start: Mark) {
        self.apart |= clause.may_wait();
        let part = Part { clause, start, end: self.mark() };
        let at = self.parts.iter().rposition(|earlier| earlier.clause <= clause).map_or(0, |last| last + 1);
        self.parts.insert(at, part);
    }

    /// As [`part`](Statement::part), before the parts that the clause has.
    pub(crate) fn part_before(&mut self, clause: Clause, write: impl FnOnce(&mut Self)) {
        let start = self.mark();
        write(self);
        let part = Part { clause, start, end: self.mark() };
        let at = self.parts.iter().position(|later| later.clause >= clause).unwrap_or(self.parts.len());
        self.parts.insert(at, part);
    }

    /// Says that the statement holds SQL whose effects are not known, so that it is not executed among statements of
    /// others.
    pub(crate) fn keep_apart(&mut self) {
        self.apart = true;
    }

    /// Whether it only reads, as far as piton can know: a SELECT that takes no locks of rows, with nothing in it that was
    /// not written by piton.
    pub(crate) fn only_reads(&self) -> bool {
        let is_query = |part: &Part| matches!(part.clause, Clause::Select | Clause::SetOperation);
        !self.apart
            && self.parts.iter().any(is_query)
            && !self.parts.iter().any(|part| matches!(part.clause, Clause::Raw | Clause::Explain))
    }

    /// Adds a part without text to a clause, unless it has one.
    pub(crate) fn mark_clause(&mut self, clause: Clause) {
        if !self.has(clause) {
            self.part(clause, |_| ());
        }
    }

    /// Removes what a clause holds. Its pieces stay in the buffers, unused.
    pub fn clear(&mut self, clause: Clause) {
        self.parts.retain(|part| part.clause != clause);
    }

    /// Whether a clause has a part.
    pub(crate) fn has(&self, clause: Clause) -> bool {
        self.parts.iter().any(|part| part.clause == clause)
    }

    /// Whether it is a SELECT that can stand beside UNION without parentheses: one without WITH, ORDER BY, LIMIT and the
    /// like.
    pub(crate) fn is_plain_select(&self) -> bool {
        let mut clauses = self.parts.iter().map(|part| part.clause);
        clauses.all(|clause| (Clause::Select..=Clause::Having).contains(&clause))
    }

    /// Whether all its parts are of these clauses.
    pub(crate) fn has_only(&self, clauses: &[Clause]) -> bool {
        self.parts.iter().all(|part| clauses.contains(&part.clause))
    }

    /// The pieces of the first part of a clause.
    pub(crate) fn pieces(&self, clause: Clause) -> &[Piece] {
        let part = self.parts.iter().find(|part| part.clause == clause);
        part.and_then(|part| self.pieces.get(part.start.pieces..part.end.pieces)).unwrap_or_default()
    }

    /// Whether it has no part.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The first piece of a clause.
    pub(crate) fn first(&self, clause: Clause) -> Option<&Piece> {
        let part = self.parts.iter().find(|part| part.clause == clause)?;
        self.pieces.get(part.start.pieces)
    }

    /// Appends a piece of text.
    #[inline]
    pub fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// Appends SQL text.
    #[inline]
    pub fn text(&mut self, text: &'static str) {
        self.pieces.push(Piece::Text(text));
    }

    /// Appends a placeholder and binds its value.
    #[inline]
    pub fn bind<V: Encode + ?Sized>(&mut self, value: &V) {
        self.pieces.push(Piece::Param);
        self.params.bind(value);
    }

    /// Appends a placeholder and binds a value that may be NULL.
    pub fn bind_option<V: Encode + ?Sized>(&mut self, value: Option<&V>) {
        self.pieces.push(Piece::Param);
        self.params.bind_option(value);
    }

    /// Appends a placeholder and binds a value as another type that has the same binary format; of an array also
    /// the elements' type.
    pub(crate) fn bind_as<V: Encode + ?Sized>(
        &mut self,
        value: Option<&V>,
        ty: &'static SqlType,
        element: Option<&'static SqlType>,
    ) {
        self.pieces.push(Piece::Param);
        self.params.bind_as(value, ty, element);
    }

    /// Appends a placeholder and binds a long value: what `begin` appends, and `end` behind it, which is kept as it is. If
    /// `begin` fails, it leaves nothing.
    pub(crate) fn bind_long(
        &mut self,
        ty: &'static SqlType,
        begin: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
        end: Encoder,
    ) {
        self.pieces.push(Piece::Param);
        self.params.bind_long(ty, begin, end);
    }

    /// Appends a placeholder and binds what `put` appends: a value of the type `ty` with its length before it, or NULL.
    /// Of a value that fails it leaves nothing.
    pub(crate) fn bind_with(
        &mut self,
        ty: &'static SqlType,
        put: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
    ) {
        self.pieces.push(Piece::Param);
        self.params.bind_with(ty, put);
    }

    fn param_ranges(&self) -> impl Iterator<Item = (usize, usize)> {
        self.parts.iter().map(|part| (part.start.bytes, part.end.bytes))
    }

    /// Visits every piece in the order of the text, keywords and separators included.
    #[inline]
    pub(crate) fn for_each_piece<'s>(&'s self, visit: impl FnMut(&'s Piece)) {
        visit_pieces(&self.pieces, self.parts.iter(), visit);
    }

    /// A number that is the same for statements with the same text and parameter types.
    pub(crate) fn fingerprint(&self, hasher: &impl BuildHasher) -> u64 {
        let mut state = hasher.build_hasher();
        self.for_each_piece(|piece| piece.hash(&mut state));
        for ty in self.param_types() {
            state.write_usize(std::ptr::from_ref(ty).addr());
        }
        state.finish()
    }

    /// All pieces in order, to compare other statements with.
    pub(crate) fn key(&self) -> Key {
        let mut pieces = Vec::new();
        self.for_each_piece(|piece| pieces.push(piece.clone()));
        Key { pieces: pieces.into(), types: self.param_types().collect() }
    }

    /// Whether the statement has the text and the parameter types that the key was taken from.
    pub(crate) fn is(&self, key: &Key) -> bool {
        let mut rest = key.pieces.iter();
        let mut same = true;
        self.for_each_piece(|piece| same = same && rest.next().is_some_and(|other| piece.same(other)));
        same && rest.next().is_none()
            && self
                .param_types()
                .map(std::ptr::from_ref)
                .eq(key.types.iter().map(|ty| std::ptr::from_ref(*ty)))
    }

    /// Whether both have the same text, parameter types and parameters. What cannot be sent is like nothing else.
    pub(crate) fn same(&self, other: &Statement) -> bool {
        !self.params.has_failed()
            && !other.params.has_failed()
            && self.is_written_like(other)
            && self.param_runs().map(|run| run.bytes).eq(other.param_runs().map(|run| run.bytes))
    }

    fn is_written_like(&self, other: &Statement) -> bool {
        let same_pieces = || self.pieces.iter().zip(&other.pieces).all(|(piece, other)| piece.same(other));
        let same_types =
            || self.params.types.iter().zip(&other.params.types).all(|(a, b)| std::ptr::eq(*a, *b));
        // Mostly one was made as the other was.
        (self.parts == other.parts
            && self.pieces.len() == other.pieces.len()
            && same_pieces()
            && same_types())
            || self.is(&other.key())
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        let mut out = String::with_capacity(256);
        let mut param = 0;
        self.for_each_piece(|piece| piece.render(&mut out, &mut param));
        out
    }

    /// The types of the parameters, in the order of their placeholders.
    pub(crate) fn param_types(&self) -> impl Iterator<Item = &'static SqlType> {
        self.parts
            .iter()
            .flat_map(|part| self.params.types.get(part.start.params..part.end.params).unwrap_or_default())
            .copied()
    }

    /// How many parameters are bound.
    pub(crate) fn param_count(&self) -> usize {
        self.parts.iter().map(|part| part.end.params - part.start.params).sum()
    }

    /// Runs of parameters with their lengths before them, in the order of their placeholders: each run is its
    /// bytes, and the OIDs still to be filled in with their places in that run.
    pub(crate) fn param_runs(&self) -> impl Iterator<Item = ParamRun<'_>> {
        self.param_ranges()
            .filter(|(start, end)| start < end)
            .flat_map(move |(start, end)| self.runs_in(start, end))
    }

    /// The runs of a part, which end where the end of a long value lies elsewhere.
    fn runs_in(&self, start: usize, end: usize) -> impl Iterator<Item = ParamRun<'_>> {
        let all = &self.params.values;
        let run = move |start, end| ParamRun {
            bytes: all.as_bytes().get(start..end).unwrap_or_default(),
            start,
            values: all,
        };
        let mut from = start;
        let long = self.params.ends_in(start..end).flat_map(move |long| {
            let beginning = run(std::mem::replace(&mut from, long.at), long.at);
            [beginning, ParamRun { bytes: long.values.as_bytes(), start: 0, values: &long.values }]
        });
        let last = self.params.ends_in(start..end).last().map_or(start, |long| long.at);
        long.chain((last < end).then(|| run(last, end)))
    }

    /// The error of the first parameter that could not be encoded.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.params.check(|index| self.placeholder(index))
    }

    /// The number of the placeholder of a parameter, of which `index` were bound before.
    fn placeholder(&self, index: usize) -> usize {
        let mut number = 1;
        for part in &self.parts {
            if (part.start.params..part.end.params).contains(&index) {
                return number + index - part.start.params;
            }
            number += part.end.params - part.start.params;
        }
        number
    }
}

#[inline]
fn visit_pieces<'s>(
    pieces: &'s [Piece],
    parts: impl Iterator<Item = &'s Part>,
    mut visit: impl FnMut(&'s Piece),
) {
    let mut before = None;
    for part in parts {
        visit(if before == Some(part.clause) { part.clause.separator() } else { part.clause.keyword() });
        before = Some(part.clause);
        for piece in pieces.get(part.start.pieces..part.end.pieces).unwrap_or_default() {
            visit(piece);
        }
    }
}

/// What a connection keeps of a statement to know it again.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pieces: Box<[Piece]>,
    types: Box<[&'static SqlType]>,
}

/// A run of encoded parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParamRun<'s> {
    pub(crate) bytes: &'s [u8],
    start: usize,
    values: &'s Encoder,
}

impl<'s> ParamRun<'s> {
    /// OIDs to fill in, each with its place in `bytes`.
    pub(crate) fn gaps(self) -> impl Iterator<Item = (usize, &'static SqlType)> + 's {
        let end = self.start + self.bytes.len();
        self.values
            .gaps()
            .iter()
            .filter(move |gap| (self.start..end).contains(&gap.at))
            .map(move |gap| (gap.at - self.start, gap.ty))
    }
}
