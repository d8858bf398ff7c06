//! Many rows into a table.

use super::{Case, Writes};
use crate::contestants::WRITING;
use crate::inputs::{AT_ONCE, CHANGED, Copied, DELETED, NEW, ROWS, UPSERTED};

/// An empty table whose keys start at one.
const EMPTY: &str = "TRUNCATE peers_member RESTART IDENTITY";

pub(super) const CASES: &[Case] = &[
    Case {
        name: "insert",
        title: "insert 10 000 rows of (text, int4), returning their ids",
        contestants: WRITING,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: Some(Writes {
            reset: EMPTY,
            holds: |_| members(ROWS, "name = 'name ' || id AND age = id % 100"),
            ready: |_| Ok(()),
        }),
        run: |contestant, _| contestant.insert(&NEW),
    },
    Case {
        name: "batches",
        title: "insert 100 rows of (text, int4), returning their ids, client and server on one CPU, each of 100",
        contestants: WRITING,
        pinned: true,
        rounds: usize::MAX,
        each: Some(|_| ROWS / AT_ONCE),
        writes: Some(Writes {
            reset: EMPTY,
            holds: |_| members(ROWS, "name = 'name ' || id AND age = id % 100"),
            ready: |_| Ok(()),
        }),
        run: |contestant, _| contestant.batches(&NEW, AT_ONCE),
    },
    Case {
        name: "load",
        title: "load 1 000 000 rows of (int4, text, int4) by COPY",
        contestants: WRITING,
        pinned: false,
        rounds: 5,
        each: None,
        writes: Some(Writes {
            reset: "TRUNCATE peers_loaded",
            holds: |scale| {
                let count = scale.copied;
                format!(
                    "SELECT count(*) = {count} AND sum(id::int8) = {count}::int8 * ({count}::int8 - 1) / 2 AND \
                     bool_and(name = 'name ' || (id % 1000 + 1) AND age = id % 100) FROM peers_loaded"
                )
            },
            ready: |_| Ok(()),
        }),
        run: |contestant, scale| contestant.load(Copied::rows(scale.copied)),
    },
    Case {
        name: "update",
        title: "update 10 000 rows with different values by key",
        contestants: WRITING,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: Some(Writes {
            reset: "TRUNCATE peers_member; \
                    INSERT INTO peers_member SELECT i, 'old ' || i, -1 FROM generate_series(1, 10000) i; \
                    ANALYZE peers_member",
            holds: |_| members(ROWS, "name = 'name ' || id AND age = id % 100"),
            ready: |contestant| contestant.objects(),
        }),
        run: |contestant, _| contestant.update(&CHANGED),
    },
    Case {
        name: "upsert",
        title: "upsert 10 000 rows, half of which are there",
        contestants: WRITING,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: Some(Writes {
            reset: "TRUNCATE peers_member; \
                    INSERT INTO peers_member SELECT i, 'old ' || i, -1 FROM generate_series(1, 5000) i; \
                    ANALYZE peers_member",
            holds: |_| members(ROWS, "name = 'name ' || id AND age = id % 100"),
            ready: |_| Ok(()),
        }),
        run: |contestant, _| contestant.upsert(&UPSERTED),
    },
    Case {
        name: "delete",
        title: "delete 10 000 of 20 000 rows by key",
        contestants: WRITING,
        pinned: false,
        rounds: usize::MAX,
        each: None,
        writes: Some(Writes {
            reset: "TRUNCATE peers_member; \
                    INSERT INTO peers_member SELECT i, 'old ' || i, -1 FROM generate_series(1, 20000) i; \
                    ANALYZE peers_member",
            holds: |_| members(ROWS, "id % 2 = 0"),
            ready: |_| Ok(()),
        }),
        run: |contestant, _| contestant.delete(&DELETED),
    },
];

/// Whether the table has so many rows, and something is true of each.
fn members(count: usize, each: &str) -> String {
    format!("SELECT count(*) = {count} AND bool_and({each}) FROM peers_member")
}
