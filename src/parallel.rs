//! Work on all cores whose result does not show how many there were.

use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads run at once. Asked once: on Linux the answer is read from several files.
static THREADS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));

/// Maps the numbers below `count`, in chunks of `chunk`, and returns the results in their order.
pub(crate) fn map<T: Send>(
    count: usize,
    chunk: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let chunks = count.div_ceil(chunk);
    let part = |index: usize| work(index * chunk..count.min((index + 1) * chunk));
    let threads = chunks.min(*THREADS);
    if threads < 2 {
        return (0..chunks).map(part).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= chunks {
                return done;
            }
            done.push((index, part(index)));
        }
    };
    let mut parts = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut parts = take();
        for other in others {
            parts.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        parts
    });
    parts.sort_unstable_by_key(|(index, _)| *index);
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Does two things at once, and returns what both come to.
pub(crate) fn both<A, B: Send>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if *THREADS < 2 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        (one, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_things_come_to_what_they_come_to_by_themselves() {
        let text = String::from("one");
        assert_eq!(super::both(|| text.len(), || text.to_uppercase()), (3, "ONE".to_owned()));
    }

    #[test]
    fn the_results_stand_in_the_order_of_the_numbers() {
        let ranges = super::map(10, 3, |range| range);
        assert_eq!(ranges, [0..3, 3..6, 6..9, 9..10]);
        assert!(super::map(0, 3, |range| range).is_empty());
    }
}
