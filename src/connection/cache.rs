//! The statements that a connection has prepared.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use foldhash::quality::RandomState;

use crate::sql::{Key, Statement};
use crate::value::Shape;
use crate::wire::Column;

/// How many statements are kept unless it is said otherwise.
pub(super) const USUAL: usize = 256;

/// How many ways to arrive at the same text are remembered.
const KEYS: usize = 8;

/// What every column of a result must be, as a row type says it. Its address stands for the row type.
pub(super) type Describe = fn(&mut Shape);

/// A prepared statement, or one that is being prepared.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) id: Id,
    /// Its name on the server; none, if it is prepared for one execution.
    pub(super) name: Box<[u8]>,
    pub(super) sql: Arc<str>,
    pub(super) oids: Box<[u32]>,
    pub(super) progress: Progress,
    /// The row types that its columns were found to fit.
    checked: Vec<Describe>,
    text_hash: u64,
    keys: Vec<u64>,
    used: u64,
}

impl Prepared {
    /// Whether its columns were found to fit a row type.
    pub(super) fn fits(&self, describe: Describe) -> bool {
        self.checked.iter().any(|checked| std::ptr::fn_addr_eq(*checked, describe))
    }

    /// Remembers that its columns fit a row type.
    pub(super) fn remember(&mut self, describe: Describe) {
        if !self.fits(describe) {
            self.checked.push(describe);
        }
    }
}

/// What the server has said about a statement.
#[derive(Debug)]
pub(super) enum Progress {
    /// Nothing yet.
    Sent,
    /// It is prepared.
    Parsed,
    /// It is prepared, and these are the columns of its result: `None` if it has no result.
    Described(Option<Arc<[Column]>>),
}

/// Which statement. A statement that takes the slot of another has another serial number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id {
    slot: usize,
    serial: u64,
}

/// Prepared statements, found by their pieces, or by their text if the pieces are new.
#[derive(Debug)]
pub(super) struct Cache {
    slots: Vec<Option<Prepared>>,
    by_pieces: HashMap<u64, (Key, Id), NoHash>,
    by_text: HashMap<u64, Id, NoHash>,
    hasher: RandomState,
    /// A part of all names, other than that of other connections.
    tag: u64,
    capacity: usize,
    serial: u64,
    clock: u64,
    len: usize,
}

impl Cache {
    pub(super) fn new() -> Self {
        let hasher = RandomState::default();
        Cache {
            slots: Vec::new(),
            by_pieces: HashMap::default(),
            by_text: HashMap::default(),
            // Behind a pooler another connection may have left its statements, and must not be taken for this one.
            tag: hasher.hash_one("the names of statements") >> 32,
            hasher,
            capacity: USUAL,
            serial: 0,
            clock: 0,
            len: 0,
        }
    }

    /// Limits how many statements are kept. If none is, each gets no name and is found by nobody.
    pub(super) fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity;
    }

    /// Whether a statement is known only until it was executed.
    pub(super) fn keeps_none(&self) -> bool {
        self.capacity == 0
    }

    pub(super) fn get(&self, id: Id) -> Option<&Prepared> {
        self.slots.get(id.slot)?.as_ref().filter(|prepared| prepared.id == id)
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut Prepared> {
        self.slots.get_mut(id.slot)?.as_mut().filter(|prepared| prepared.id == id)
    }

    /// The statement with these pieces.
    #[inline]
    pub(super) fn find(&mut self, statement: &Statement) -> Option<Id> {
        if self.keeps_none() {
            return None;
        }
        let fingerprint = statement.fingerprint(&self.hasher);
        let (_, id) = self.by_pieces.get(&fingerprint).filter(|(key, _)| statement.is(key))?;
        let id = *id;
        self.touch(id)
    }

    /// The statement with this text and these parameter types; from now on these pieces lead to it, too.
    pub(super) fn find_text(&mut self, statement: &Statement, sql: &str, oids: &[u32]) -> Option<Id> {
        if self.keeps_none() {
            return None;
        }
        let id = *self.by_text.get(&self.hasher.hash_one((sql, oids)))?;
        self.get(id).filter(|prepared| *prepared.sql == *sql && *prepared.oids == *oids)?;
        self.learn(statement, id);
        self.touch(id)
    }

    fn touch(&mut self, id: Id) -> Option<Id> {
        self.clock += 1;
        let now = self.clock;
        self.get_mut(id)?.used = now;
        Some(id)
    }

    /// Adds a statement that is about to be prepared.
    pub(super) fn insert(&mut self, statement: &Statement, sql: &str, oids: Vec<u32>) -> Id {
        self.serial += 1;
        self.clock += 1;
        let slot = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        let id = Id { slot, serial: self.serial };
        let text_hash = self.hasher.hash_one((sql, oids.as_slice()));
        let name = match self.keeps_none() {
            true => Vec::new(),
            false => format!("piton_{:08x}_{}", self.tag, self.serial).into_bytes(),
        };
        let prepared = Prepared {
            id,
            name: name.into(),
            sql: sql.into(),
            oids: oids.into(),
            progress: Progress::Sent,
            checked: Vec::new(),
            text_hash,
            keys: Vec::new(),
            used: self.clock,
        };
        match self.slots.get_mut(slot) {
            Some(free) => *free = Some(prepared),
            None => self.slots.push(Some(prepared)),
        }
        self.len += 1;
        if !self.keeps_none() {
            self.by_text.insert(text_hash, id);
            self.learn(statement, id);
        }
        id
    }

    fn learn(&mut self, statement: &Statement, id: Id) {
        let fingerprint = statement.fingerprint(&self.hasher);
        let Some(prepared) = self.slots.get_mut(id.slot).and_then(Option::as_mut) else { return };
        if prepared.keys.len() == KEYS {
            let oldest = prepared.keys.remove(0);
            forget(&mut self.by_pieces, oldest, id);
        }
        prepared.keys.push(fingerprint);
        self.by_pieces.insert(fingerprint, (statement.key(), id));
    }

    /// Removes a statement; whoever calls it closes it on the server.
    pub(super) fn remove(&mut self, id: Id) -> Option<Prepared> {
        self.get(id)?;
        let prepared = self.slots.get_mut(id.slot)?.take()?;
        self.len -= 1;
        for key in &prepared.keys {
            forget(&mut self.by_pieces, *key, id);
        }
        if self.by_text.get(&prepared.text_hash) == Some(&id) {
            self.by_text.remove(&prepared.text_hash);
        }
        Some(prepared)
    }

    /// A time: what is used from now on is used after it.
    pub(super) fn now(&self) -> u64 {
        self.clock
    }

    /// Removes the statement that was used the longest ago, if another one would be too many. What was used after
    /// a time stays, even if that is too many.
    pub(super) fn make_room(&mut self, before: u64) -> Option<Prepared> {
        if self.len < self.capacity || self.keeps_none() {
            return None;
        }
        let oldest = self.slots.iter().flatten().min_by_key(|prepared| prepared.used)?;
        if oldest.used > before {
            return None;
        }
        self.remove(oldest.id)
    }

    /// Removes all statements of which the server has said what they return. Those that it is still to prepare are kept.
    pub(super) fn take_known(&mut self) -> Vec<Prepared> {
        let known = |prepared: &&Prepared| matches!(prepared.progress, Progress::Described(_));
        let known: Vec<Id> = self.slots.iter().flatten().filter(known).map(|prepared| prepared.id).collect();
        known.into_iter().filter_map(|id| self.remove(id)).collect()
    }
}

fn forget(by_pieces: &mut HashMap<u64, (Key, Id), NoHash>, fingerprint: u64, id: Id) {
    if by_pieces.get(&fingerprint).is_some_and(|(_, other)| *other == id) {
        by_pieces.remove(&fingerprint);
    }
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct NoHash;

impl BuildHasher for NoHash {
    type Hasher = Same;

    fn build_hasher(&self) -> Same {
        Same(0)
    }
}

struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Row;

    #[test]
    fn a_row_type_is_remembered_once() {
        let mut cache = Cache::new();
        let id = cache.insert(&Statement::new(), "", Vec::new());
        for describe in [i32::describe as Describe, String::describe, i32::describe] {
            cache.get_mut(id).into_iter().for_each(|prepared| prepared.remember(describe));
        }
        assert_eq!(cache.get(id).map(|prepared| prepared.checked.len()), Some(2));
    }
}
