//! What was decided of many calls, as the columns of a table.

use super::{Many, Rows, parallel};
use crate::{table::Table, value::Unfit};
use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, StringArray,
    builder::StringDictionaryBuilder,
    types::{Int8Type, Int32Type},
};
use arrow_schema::ArrowError;
use callgate::{Decision, Reason, Verdict, interop::Session};
use std::{ops::Range, sync::Arc};

/// Verdicts, with reasons if they are wanted.
pub struct Answers {
    verdicts: Vec<Verdict>,
    reasons: Option<Reasons>,
}

impl Answers {
    /// No answers yet.
    pub fn new(explain: bool) -> Answers {
        Answers { verdicts: Vec::new(), reasons: explain.then(Reasons::default) }
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.verdicts.len()
    }

    /// Decides some of `rows` and keeps the answers.
    pub(super) fn extend(
        &mut self,
        many: &Many<'_>,
        rows: &impl Rows,
        range: Range<usize>,
    ) -> Result<(), (usize, Unfit)> {
        match &mut self.reasons {
            None => {
                let before = self.verdicts.len();
                // Whatever happens, no row is left with a verdict that nobody gave.
                self.verdicts.resize(before + range.len(), Verdict::Deny);
                let verdicts = self.verdicts.get_mut(before..).unwrap_or_default();
                decide(many, rows, range.start, verdicts, |call, session| {
                    many.engine.verdict(call, session)
                })
            }
            Some(reasons) => {
                let mut decisions = vec![None; range.len()];
                decide(many, rows, range.start, &mut decisions, |call, session| {
                    Some(many.engine.decide(call, session))
                })?;
                for decision in decisions.iter().flatten() {
                    self.verdicts.push(decision.verdict);
                    reasons
                        .push(decision)
                        .map_err(|error| (range.start, Unfit::Because(error.to_string())))?;
                }
                Ok(())
            }
        }
    }

    /// The table of them.
    pub fn table(self) -> Result<Table, ArrowError> {
        let keys = Int8Array::from_iter_values(self.verdicts.iter().map(|verdict| *verdict as i8));
        let names = StringArray::from_iter_values(VERDICTS.map(Verdict::as_str));
        let verdicts = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(names))?;
        let mut columns: Vec<(&str, ArrayRef)> = vec![("verdict", Arc::new(verdicts))];
        if let Some(reasons) = self.reasons {
            columns.extend(reasons.columns());
        }
        Table::new(columns)
    }
}

/// In the order of their numbers.
const VERDICTS: [Verdict; 3] = [Verdict::Allow, Verdict::Ask, Verdict::Deny];

fn decide<T: Send>(
    many: &Many<'_>,
    rows: &impl Rows,
    first: usize,
    answers: &mut [T],
    decide: impl Fn(&callgate::Call<'_>, &Session) -> T + Sync,
) -> Result<(), (usize, Unfit)> {
    parallel::fill(answers, first, many.threads, |range, answers| {
        let mut walk = many.sessions.walk();
        for (row, answer) in range.zip(answers) {
            let decided = walk
                .session(rows, row)
                .and_then(|session| rows.with_call(row, |call| decide(call, session)));
            *answer = decided.map_err(|unfit| (row, unfit))?;
        }
        Ok(())
    })
}

/// Why, column by column. The same few texts come again and again, so the columns are dictionaries.
#[derive(Default)]
struct Reasons {
    rule: Words,
    list: Words,
    source: Words,
    file: Words,
    code: Words,
    message: Words,
}

type Words = StringDictionaryBuilder<Int32Type>;

impl Reasons {
    fn push(&mut self, decision: &Decision) -> Result<(), ArrowError> {
        let (mut rule, mut list, mut source, mut file, mut code) = (None, None, None, None, None);
        match &decision.reason {
            Reason::Rule { rule: text, list: of, source: from, file: name, .. } => {
                (rule, list) = (Some(text.as_str()), Some(of.as_str()));
                (source, file) = (Some(from.as_str()), Some(name.as_str()));
            }
            Reason::BuiltIn { code: built_in } => code = Some(built_in.code()),
            _ => {}
        }
        self.rule.append_option(rule);
        self.list.append_option(list);
        self.source.append_option(source);
        self.file.append_option(file);
        self.code.append_option(code);
        self.message.append(&decision.message)?;
        Ok(())
    }

    fn columns(mut self) -> [(&'static str, ArrayRef); 6] {
        [
            ("rule", Arc::new(self.rule.finish())),
            ("list", Arc::new(self.list.finish())),
            ("source", Arc::new(self.source.finish())),
            ("file", Arc::new(self.file.finish())),
            ("code", Arc::new(self.code.finish())),
            ("message", Arc::new(self.message.finish())),
        ]
    }
}
