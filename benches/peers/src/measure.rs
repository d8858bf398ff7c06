//! The two clocks.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What one run took.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub wall: Duration,
    /// User and system time of this process, all threads: what `getrusage` reports, with the clock's resolution.
    pub cpu: Duration,
}

/// Runs `work` once.
pub fn sample<T>(work: impl FnOnce() -> T) -> (T, Sample) {
    let (cpu, wall) = (cpu_time(), Instant::now());
    let result = work();
    let (wall, cpu) = (wall.elapsed(), cpu_time() - cpu);
    (result, Sample { wall, cpu })
}

/// The middle one, or the later of the two in the middle.
#[must_use]
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
