//! Client and server on one CPU.
//!
//! A reply that finds its reader's CPU asleep waits for it to wake up. That wait is longer than a point query, and no
//! library can do anything about it; on one CPU the two take turns and it is gone.

use rustix::process::Pid;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::Result;

/// The CPU that the calling thread was pinned to.
pub struct Pin {
    one: CpuSet,
}

impl Pin {
    /// Pins this thread to the last CPU that it may use.
    pub fn this_thread() -> Result<Self> {
        let before = sched_getaffinity(None)?;
        let mut one = CpuSet::new();
        one.set((0..CpuSet::MAX_CPU).rev().find(|cpu| before.is_set(*cpu)).ok_or("no CPU to run on")?);
        sched_setaffinity(None, &one)?;
        Ok(Self { one })
    }

    /// Pins a process of the server to the same CPU.
    pub fn also(&self, process: i32) -> Result<()> {
        let pid = Pid::from_raw(process).ok_or("a process id is positive")?;
        sched_setaffinity(Some(pid), &self.one).map_err(|error| {
            format!("server process {process} cannot be pinned, is it on this machine? {error}").into()
        })
    }
}
