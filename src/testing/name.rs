//! Names of databases: unique, and saying which process made them.

use std::fs;
use std::hash::{BuildHasher, RandomState};

use super::find::hash;

const PREFIX: &str = "piton_test_";

/// Differs for every call in every process.
pub(super) fn unique() -> String {
    // A `RandomState` has other keys every time.
    let random = RandomState::new().hash_one(std::process::id());
    format!("{}-{random:016x}", std::process::id())
}

/// `piton_test_<process id>_<random>`; the random part begins with a tag of the machine.
pub(super) fn database() -> String {
    let random = RandomState::new().hash_one(std::process::id());
    format!("{PREFIX}{}_{:08x}{random:016x}", std::process::id(), machine().unwrap_or_default())
}

/// The pattern of LIKE that the databases of this machine match, where the machine can be told from others.
pub(super) fn databases_of_this_machine() -> Option<String> {
    // Underscores match any character, which `is_left_over` makes good for.
    machine().map(|tag| format!("{PREFIX}%_{tag:08x}%"))
}

/// Was this database made here, by a process that has ended?
pub(super) fn is_left_over(name: &str) -> bool {
    let parts = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_'));
    let Some((process, random)) = parts else { return false };
    let is_ours =
        machine().is_some_and(|tag| random.strip_prefix(&format!("{tag:08x}")).is_some_and(is_random));
    let Some(process) = process.parse().ok().and_then(rustix::process::Pid::from_raw) else { return false };
    is_ours && rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
}

fn is_random(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// This boot of this machine and this table of processes: elsewhere the same process id means another process.
fn machine() -> Option<u32> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let processes = fs::read_link("/proc/self/ns/pid").ok()?;
    let tag = hash(format!("{boot}{}", processes.display()).as_bytes());
    u32::try_from(tag >> 32).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_fit_an_identifier() {
        let (one, other) = (database(), database());
        assert_ne!(one, other);
        assert!(one.len() <= 63 && one.starts_with(&format!("piton_test_{}_", std::process::id())));
    }

    #[test]
    fn only_what_a_dead_process_of_this_machine_made_is_left_over() {
        let living = database();
        assert!(!is_left_over(&living));
        let dead = living.replacen(&format!("_{}_", std::process::id()), "_2147483647_", 1);
        assert_eq!(is_left_over(&dead), machine().is_some());
        for name in
            ["postgres", "piton_test_", "piton_test_2147483647_", "piton_test_2147483647_0123456789abcdef"]
        {
            assert!(!is_left_over(name), "{name}");
        }
        assert!(!is_left_over(&format!("{dead}0")));
        assert!(!is_left_over(&format!("{dead}_mine")));
    }
}
