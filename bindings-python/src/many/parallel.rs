//! Work on the rows of a table by several threads.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
    thread,
};

/// Rows that a thread takes at a time: enough that taking them costs nothing beside the work.
const ROWS_AT_A_TIME: usize = 512;

/// Fills `answers` with what `work` puts into its part for the rows that begin at `first`. If rows
/// fail, the error is that of the first of them.
pub fn fill<T: Send, E: Send>(
    answers: &mut [T],
    first: usize,
    threads: usize,
    work: impl Fn(Range<usize>, &mut [T]) -> Result<(), (usize, E)> + Sync,
) -> Result<(), (usize, E)> {
    let threads = threads.min(answers.len().div_ceil(ROWS_AT_A_TIME));
    let blocks = Mutex::new(answers.chunks_mut(ROWS_AT_A_TIME).enumerate());
    let worker = || {
        loop {
            let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((number, block)) = next else { return Ok(()) };
            let start = first + number * ROWS_AT_A_TIME;
            work(start..start + block.len(), block)?;
        }
    };
    if threads <= 1 {
        return worker();
    }
    // Blocks are taken in order, so that a row before the first error is decided by somebody.
    let errors = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let ended = workers.into_iter().map(|worker| match worker.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.filter_map(Result::err).collect::<Vec<_>>()
    });
    match errors.into_iter().min_by_key(|(row, _)| *row) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}
