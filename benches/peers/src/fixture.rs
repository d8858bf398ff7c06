//! The tables, and the SQL of those contestants that bring no query builder.

use crate::Result;

pub const NARROW: &str = "SELECT id, name, score FROM peers_narrow";
pub const WIDE: &str = "SELECT a, b, c, d, e, f, g, h, i, j FROM peers_wide";
pub const STRINGS: &str = "SELECT name FROM peers_narrow LIMIT $1";
pub const POINT: &str = "SELECT id, name, age FROM peers_person WHERE id = $1";
pub const JOIN: &str = "SELECT p.id, p.name, p.age, c.id, c.person_id, c.color \
    FROM peers_person p JOIN peers_favorite_color c ON p.id = c.person_id \
    WHERE p.age > $1 AND p.name = $2 ORDER BY p.age DESC LIMIT 100";

/// Keys of `peers_person` are `1..=PEOPLE`.
pub const PEOPLE: i32 = 10_000;

/// Has 200 people with the name of [`NAME`], each of another age, so that the join's order leaves no choice.
const CREATE: &str = "
    CREATE TABLE peers_narrow (id int4 PRIMARY KEY, name text NOT NULL, score int4 NOT NULL);
    INSERT INTO peers_narrow SELECT i, 'name ' || i, i * 7 % 1000 FROM generate_series(1, 500000) i;
    CREATE TABLE peers_wide (
        a int4 PRIMARY KEY, b int8 NOT NULL, c float8 NOT NULL, d bool NOT NULL, e text NOT NULL,
        f text, g int4, h int2 NOT NULL, i float4 NOT NULL, j text NOT NULL);
    INSERT INTO peers_wide SELECT i, i * 10000000000, i / 7.0, i % 2 = 0, 'text ' || i,
        CASE WHEN i % 3 > 0 THEN 'maybe ' || i END, CASE WHEN i % 5 > 0 THEN i END, i % 30000, i / 3.0,
        'a somewhat longer text, number ' || i FROM generate_series(1::int8, 200000) i;
    CREATE TABLE peers_person (id int4 PRIMARY KEY, name text NOT NULL, age int4 NOT NULL);
    INSERT INTO peers_person SELECT i, 'person ' || i % 50, i / 50 FROM generate_series(1, 10000) i;
    CREATE INDEX ON peers_person (name);
    CREATE TABLE peers_favorite_color (id int4 PRIMARY KEY, person_id int4 NOT NULL, color text NOT NULL);
    INSERT INTO peers_favorite_color SELECT i, i, 'color ' || i % 9 FROM generate_series(1, 10000) i;
    CREATE INDEX ON peers_favorite_color (person_id);";

const DROP: &str = "DROP TABLE IF EXISTS peers_narrow, peers_wide, peers_person, peers_favorite_color";

/// The name that the join looks for.
pub const NAME: &str = "person 7";

/// Tables named `peers_*`; dropped: they are removed again.
pub struct Tables<'u> {
    url: &'u str,
}

impl<'u> Tables<'u> {
    pub fn create(url: &'u str) -> Result<Self> {
        // Vacuumed and analyzed, so that no background worker does it in the middle of a case.
        execute(
            url,
            &[DROP, CREATE, "VACUUM (ANALYZE) peers_narrow, peers_wide, peers_person, peers_favorite_color"],
        )?;
        Ok(Self { url })
    }
}

impl Drop for Tables<'_> {
    fn drop(&mut self) {
        execute(self.url, &[DROP]).ok();
    }
}

fn execute(url: &str, statements: &[&str]) -> Result<()> {
    let runtime = crate::contestants::runtime()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        runtime.spawn(connection);
        for statement in statements {
            client.batch_execute(statement).await?;
        }
        Ok(())
    })
}

/// The server's version, for the head of a report.
pub fn server_version(url: &str) -> Result<String> {
    let runtime = crate::contestants::runtime()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        runtime.spawn(connection);
        Ok(client.query_one("SHOW server_version", &[]).await?.get(0))
    })
}
