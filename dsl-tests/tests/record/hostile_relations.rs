//! A server that sends related rows that cannot be gets an error: no panic, no hang, no wrong row.

use std::time::Duration;

use dsl_tests::fake::{description, frame, ready, row, serve, welcome};
use piton::prelude::*;
use tokio_postgres::Config;

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post)]
struct User {
    #[column(primary_key)]
    id: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Post {
    #[column(primary_key)]
    id: i32,
    #[column(references = User::id)]
    #[belongs_to(author)]
    author_id: i32,
}

const INT8: u32 = 20;
const INT4: u32 = 23;
const RECORDS: u32 = 2287;

/// A connection to a server that answers the first statement with these columns and rows.
async fn answering(columns: &[u32], rows: &[Vec<u8>]) -> Connection {
    let columns: Vec<(&str, u32)> = columns.iter().map(|oid| ("column", *oid)).collect();
    let answer = [
        frame(b'1', b""),
        frame(b't', &[0, 0]),
        description(&columns),
        frame(b'2', b""),
        rows.concat(),
        frame(b'C', b"SELECT 1\0"),
        ready(),
    ];
    let (client, server) = tokio::io::duplex(4096);
    tokio::spawn(serve(server, vec![welcome().concat(), answer.concat(), Vec::new()]));
    let mut config = Config::new();
    config.user("user");
    Connection::from_stream(client, &config).await.expect("the server says welcome")
}

fn error<T: std::fmt::Debug>(result: Result<Result<T, piton::Error>, tokio::time::error::Elapsed>) -> String {
    result.expect("the client hangs").expect_err("a wrong row was taken").to_string()
}

const WAIT: Duration = Duration::from_secs(5);

#[tokio::test]
async fn rows_of_nobody_are_refused() {
    let users = [User { id: 1 }, User { id: 2 }];
    for number in [0_i64, 3, -1, i64::MIN, i64::MAX] {
        let rows = [row(&[&number.to_be_bytes(), &[0, 0, 0, 7]])];
        let mut db = answering(&[INT8, INT4], &rows).await;
        let posts = [Post { id: 1, author_id: 7 }, Post { id: 2, author_id: 7 }];
        let error = error(tokio::time::timeout(WAIT, db.load(&posts, Post::author)).await);
        assert!(error.contains(&format!("belongs to number {number}, and 2 were asked for")), "{error}");

        let mut db = answering(&[INT8, INT8], &[row(&[&number.to_be_bytes(), &[0; 8]])]).await;
        let error = self::error(tokio::time::timeout(WAIT, db.load(&users, User::posts.count())).await);
        assert!(error.contains("were asked for"), "{error}");
    }

    let rows = [row(&[&[0, 0, 0, 7], &[0, 0, 0, 3]])];
    let mut db = answering(&[INT4, INT4], &rows).await;
    let error = error(tokio::time::timeout(WAIT, db.load(&users, User::posts)).await);
    assert!(error.contains("belongs to none of those that were asked for"), "{error}");
}

#[tokio::test]
async fn arrays_that_are_no_rows_are_refused() {
    let head = |count: u32, oid: u32| {
        [1_u32, 0, oid, count, 1].iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>()
    };
    for (array, message) in [
        (Vec::new(), "do not fit together"),
        (head(u32::MAX, 2249), "do not fit together"),
        (head(0x7fff_ffff, 2249), "do not fit together"),
        (head(1, 2249), "do not fit together"),
        (head(0, 23), "OID 23, expected record"),
        ([head(1, 2249), vec![0xff; 4], vec![0; 30]].concat(), "it is NULL"),
        ([head(1, 2249), vec![0, 0, 0, 20], vec![0; 20]].concat(), "the row has 0 fields, expected 2"),
    ] {
        let rows = [row(&[&[0, 0, 0, 1], &array])];
        let mut db = answering(&[INT4, RECORDS], &rows).await;
        let query = select((User, User::posts.nested())).all(&mut db);
        let error = error(tokio::time::timeout(WAIT, query).await);
        assert!(error.contains("column 2 of the result") && error.contains(message), "{error}");
    }
    let mut db = answering(&[INT4, 1007], &[]).await;
    let error = error(tokio::time::timeout(WAIT, select((User, User::posts.nested())).all(&mut db)).await);
    assert!(error.contains("`record[]`"), "{error}");
}
