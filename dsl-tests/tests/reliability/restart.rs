//! A server that stops and starts again while many work on it.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use dsl_tests::language::run;
use dsl_tests::sessions::{becomes, eventually};
use piton::connection::TransactionStatus;
use piton::prelude::*;
use piton::testing::Server;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WORKERS: i64 = 64;
const SIZE: usize = 8;

/// A server that was started again by this test, and ends with this value.
struct Again(Child);

impl Drop for Again {
    fn drop(&mut self) {
        // Quickly, and without what it would leave behind if it was killed.
        drop(Command::new("kill").args(["-QUIT", &self.0.id().to_string()]).status());
        drop(self.0.wait());
    }
}

/// The file with the number of the server's process, its state and more.
fn pid_file(folder: &Path) -> PathBuf {
    folder.join("data/postmaster.pid")
}

/// Stops a server as `pg_ctl stop` does: by this signal, and by waiting.
fn stop(folder: &Path, signal: &str) -> Result {
    let file = pid_file(folder);
    let text = std::fs::read_to_string(&file)?;
    let process = text.lines().next().ok_or("no process")?;
    if !Command::new("kill").args([signal, process]).status()?.success() {
        return Err("the server cannot be stopped".into());
    }
    let start = Instant::now();
    while file.exists() {
        if start.elapsed() > Duration::from_secs(20) {
            return Err("the server does not stop".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// Starts it as it was started before, which it has written down itself.
fn start(folder: &Path) -> Result<Again> {
    let line = std::fs::read_to_string(folder.join("data/postmaster.opts"))?;
    let mut words = line.trim().split(" \"").map(|word| word.trim_end_matches('"'));
    let program = words.next().ok_or("no program")?.trim_matches('"').to_owned();
    let owner = std::fs::metadata(folder.join("data"))?;
    let log = std::fs::OpenOptions::new().append(true).create(true).open(folder.join("log"))?;
    let mut command = Command::new(program);
    command.args(words).current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    if owner.uid() != std::fs::metadata("/proc/self")?.uid() {
        command.uid(owner.uid()).gid(owner.gid());
    }
    let server = Again(command.spawn()?);
    let start = Instant::now();
    // The eighth line of the file is the state of the server.
    while std::fs::read_to_string(pid_file(folder))
        .map_or(true, |text| text.lines().nth(7).is_none_or(|state| state.trim() != "ready"))
    {
        if start.elapsed() > Duration::from_secs(30) {
            return Err(std::fs::read_to_string(folder.join("log"))?.into());
        }
        tokio::task::block_in_place(|| std::thread::sleep(Duration::from_millis(1)));
    }
    Ok(server)
}

/// What all workers share.
#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    done: AtomicU64,
    failed: AtomicU64,
    /// The number of the last row that somebody has written.
    last: AtomicI64,
}

/// Writes rows with numbers of its own, and reads each of them.
async fn worker(pool: Pool, shared: Arc<Shared>) -> Result<Vec<i64>> {
    let mut written = Vec::new();
    while !shared.stop.load(Relaxed) {
        let n = shared.last.fetch_add(1, Relaxed) + 1;
        let work = async {
            let mut tx = pool.begin().await?;
            sql!("INSERT INTO t VALUES ({n})").execute(&mut tx).await?;
            assert_eq!(sql!("SELECT n FROM t WHERE n = {n}").one::<i64, _>(&mut tx).await?, n, "a wrong row");
            tx.commit().await
        };
        match work.await {
            Ok(()) => {
                written.push(n);
                shared.done.fetch_add(1, Relaxed);
            }
            Err(error) => {
                assert!(is_the_end(&error), "{error}");
                shared.failed.fetch_add(1, Relaxed);
                // As a program does that meets an error. The pool itself does not wait.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
    Ok(written)
}

/// The session has ended, or there is no server.
fn is_the_end(error: &piton::Error) -> bool {
    let code = error.sqlstate().map(|state| state.code().to_owned());
    let connects = error.to_string().starts_with("cannot connect to the server");
    error.is_closed() || connects || error.is_timeout() || code.as_deref() == Some("57P03")
}

async fn restarted(signal: &str) -> Result {
    // What was committed is to be there after a crash.
    let server = Server::private()
        .setting("fsync", "on")
        .setting("synchronous_commit", "on")
        .setting("full_page_writes", "on");
    let server = server.start()?;
    let folder = server.folder().ok_or("no folder")?.to_owned();
    let database = server.create_database()?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    run(&mut admin, "CREATE TABLE t (n int8 PRIMARY KEY)").await;
    let pool = Pool::builder().max_size(SIZE).connect(database.url()).await?;
    let shared = Arc::new(Shared::default());
    let workers: Vec<_> = (0..WORKERS).map(|_| tokio::spawn(worker(pool.clone(), shared.clone()))).collect();
    tokio::time::sleep(Duration::from_millis(500)).await;

    let (stopped, before) = (Instant::now(), shared.done.load(Relaxed));
    tokio::task::block_in_place(|| stop(&folder, signal))?;
    let again = tokio::task::block_in_place(|| start(&folder))?;
    let (ready, down) = (Instant::now(), stopped.elapsed());
    // Every worker is at work again when there are many more rows than workers.
    let after = shared.done.load(Relaxed);
    eventually(|| shared.done.load(Relaxed) > after).await;
    let first = ready.elapsed();
    eventually(|| shared.done.load(Relaxed) > after + WORKERS.cast_unsigned()).await;
    let all = ready.elapsed();
    shared.stop.store(true, Relaxed);
    let mut written = Vec::new();
    for worker in workers {
        written.extend(worker.await??);
    }
    println!(
        "kill {signal}: {before} transactions before, down for {down:.1?}, the first {first:.1?} after it was ready, {WORKERS} \
         after {all:.1?}, {} failed, {:?}",
        shared.failed.load(Relaxed),
        pool.status()
    );
    assert!(shared.failed.load(Relaxed) > 0);

    // No permit is lost, and no session.
    eventually(|| pool.status().idle == pool.status().size && pool.status().waiting == 0).await;
    let mut lent = Vec::new();
    for _ in 0..SIZE {
        let connection = tokio::time::timeout(Duration::from_secs(10), pool.acquire()).await??;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        lent.push(connection);
    }
    drop(lent);
    assert_eq!(pool.status().opened, pool.status().closed + SIZE as u64);
    let mut admin = Connection::connect_with(&database.config()).await?;
    becomes(&mut admin, "true", SIZE as i64).await;
    // What was committed is there.
    let there: Vec<i64> = sql!("SELECT n FROM t ORDER BY n").all(&mut admin).await?;
    written.sort_unstable();
    assert!(written.iter().all(|n| there.binary_search(n).is_ok()), "a committed row is lost");
    drop((pool, admin));
    drop(database);
    drop(again);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_workers_go_on_after_a_fast_stop() -> Result {
    restarted("-INT").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_workers_go_on_after_a_crash() -> Result {
    restarted("-QUIT").await
}
