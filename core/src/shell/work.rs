//! The scanner's buffers, which serve one text after the other.

use super::{
    Command, Place,
    checkpoint::Checkpoint,
    frame::Frame,
    line::{Stored, StoredAssignment, StoredRedirection, StoredWord},
    variables::Variable,
};
use crate::span::Span;

/// Buffers that the scanner needs and nobody reads.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) frames: Vec<Frame>,
    pub(super) words: Vec<StoredWord>,
    pub(super) assignments: Vec<StoredAssignment>,
    pub(super) redirections: Vec<StoredRedirection>,
    pub(super) pieces: Vec<Stored>,
    pub(super) pending: Vec<Pending>,
    pub(super) variables: Vec<Variable>,
    pub(super) checkpoints: Vec<Checkpoint>,
    /// Pipelines and background lists of many commands: first, end, background.
    pub(super) marks: Vec<(u32, u32, bool)>,
    /// For each command, how many of those begin there and how many end, by kind.
    steps: Vec<[i32; 2]>,
    /// Texts of backquotes with escapes in them, read after everything else.
    pub(super) deferred: Vec<Deferred>,
    /// How many bytes were searched for the ends of here-documents.
    pub(super) searched: usize,
}

impl Work {
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.words.clear();
        self.assignments.clear();
        self.redirections.clear();
        self.pieces.clear();
        self.pending.clear();
        self.variables.clear();
        self.searched = 0;
        self.checkpoints.clear();
        self.marks.clear();
        self.deferred.clear();
    }

    /// Gives all marks to the commands that they are about, in one pass.
    pub(super) fn settle_marks(&mut self, commands: &mut [Command]) {
        if self.marks.is_empty() {
            return;
        }
        self.steps.clear();
        self.steps.resize(commands.len() + 1, [0; 2]);
        for &(first, end, background) in &self.marks {
            let kind = usize::from(background);
            for (place, step) in [(first, 1), (end, -1)] {
                if let Some(steps) = self.steps.get_mut(place as usize) {
                    steps[kind] += step;
                }
            }
        }
        let mut open = [0; 2];
        for (command, steps) in commands.iter_mut().zip(&self.steps) {
            open = [open[0] + steps[0], open[1] + steps[1]];
            command.place.piped |= open[0] > 0;
            command.place.background |= open[1] > 0;
        }
    }
}

/// The text of backquotes, one level of backslashes removed.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) place: Place,
}

/// A here-document whose body has not been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) command: u32,
    /// Which of its redirections.
    pub(super) redirection: u32,
    pub(super) delimiter: Stored,
    pub(super) literal: bool,
    pub(super) tabs: bool,
}
