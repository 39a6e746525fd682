//! `((` may begin arithmetic or two subshells: the scanner tries the one and goes back for the other.

use super::{
    ConstructSet,
    frame::{Level, Open},
    scanner::Scanner,
};

/// A state to which the scanner returns if what looked like arithmetic turns out to be a subshell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checkpoint {
    /// Where the `$` or the first parenthesis stands.
    pub(super) opening: usize,
    level: Level,
    word: Option<Open>,
    frames: usize,
    commands: usize,
    words: usize,
    assignments: usize,
    redirections: usize,
    constructs: usize,
    found: ConstructSet,
    values: usize,
    work: [usize; 8],
}

impl Scanner<'_, '_> {
    /// Remembers the state before something that looks like arithmetic. Returns `false` if that may
    /// not be tried any more.
    pub(super) fn try_arithmetic(&mut self, opening: usize) -> bool {
        if self.patience == 0 {
            return false;
        }
        let work = &self.work;
        let checkpoint = Checkpoint {
            opening,
            level: self.level,
            word: self.word,
            frames: work.frames.len(),
            commands: self.out.commands.len(),
            words: self.out.words.len(),
            assignments: self.out.assignments.len(),
            redirections: self.out.redirections.len(),
            constructs: self.out.constructs.len(),
            found: self.out.found,
            values: self.out.values.len(),
            work: [
                work.words.len(),
                work.assignments.len(),
                work.redirections.len(),
                work.pieces.len(),
                work.pending.len(),
                work.variables.len(),
                work.deferred.len(),
                work.marks.len(),
            ],
        };
        self.work.checkpoints.push(checkpoint);
        true
    }

    /// Forgets the last remembered state: it was arithmetic.
    pub(super) fn keep_arithmetic(&mut self) {
        self.work.checkpoints.pop();
    }

    /// Returns to the last remembered state: it was no arithmetic.
    pub(super) fn undo_arithmetic(&mut self) {
        let Some(back) = self.work.checkpoints.pop() else {
            return;
        };
        self.patience = self.patience.saturating_sub(self.pos - back.opening);
        self.pos = back.opening;
        self.level = back.level;
        self.word = back.word;
        self.out.commands.truncate(back.commands);
        self.out.words.truncate(back.words);
        self.out.assignments.truncate(back.assignments);
        self.out.redirections.truncate(back.redirections);
        self.out.constructs.truncate(back.constructs);
        self.out.found = back.found;
        self.out.values.truncate(back.values);
        let [words, assignments, redirections, pieces, pending, variables, deferred, marks] =
            back.work;
        let work = &mut *self.work;
        work.frames.truncate(back.frames);
        work.words.truncate(words);
        work.assignments.truncate(assignments);
        work.redirections.truncate(redirections);
        work.pieces.truncate(pieces);
        work.pending.truncate(pending);
        work.variables.truncate(variables);
        work.deferred.truncate(deferred);
        work.marks.truncate(marks);
    }
}
