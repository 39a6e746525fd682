//! A policy in a session: what decides.

use crate::{failure::Failure, json, many::Many};
use callgate::{
    Call,
    interop::{Engine, Session},
    parse_object,
};
use napi::{
    Env,
    bindgen_prelude::{AsyncTask, FnArgs, Function},
};
use napi_derive::napi;

/// A policy as it holds in one session. Sessions change seldom, and each handle that a call hands
/// over costs a good part of what deciding costs: so this is one handle for both.
#[napi]
#[derive(Debug)]
pub struct Guard {
    pub(crate) engine: Engine,
    pub(crate) session: Session,
}

/// A function of tool and subject.
type Verdict<'e> = Function<'e, FnArgs<(String, String)>, u8>;

impl Guard {
    pub(crate) const fn new(engine: Engine, session: Session) -> Guard {
        Guard { engine, session }
    }
}

#[napi]
impl Guard {
    /// Decides and explains: a decision as JSON. `input` is the input object of the tool as JSON.
    #[napi(catch_unwind)]
    pub fn decide(&self, tool: String, input: Option<String>) -> napi::Result<String> {
        let input = input
            .map(|input| parse_object(&input))
            .transpose()
            .map_err(|error| Failure::new("invalid-call", &error))?;
        let call = input.as_ref().map_or(Call::bare(&tool), |input| Call::new(&tool, input));
        Ok(json(&self.engine.decide(&call, &self.session)))
    }

    /// What decides with the verdict alone, from the weakest, 0, to the strictest, 2: a function of
    /// tool and subject. As a method it would take the handle of its object, which costs half of
    /// what crossing the border costs.
    #[napi(catch_unwind)]
    pub fn verdict<'e>(&self, env: &'e Env) -> napi::Result<Verdict<'e>> {
        let (engine, session) = (self.engine.clone(), self.session.clone());
        env.create_function_from_closure("verdict", move |call| {
            let (tool, subject): (String, String) = (call.get(0)?, call.get(1)?);
            Ok(engine.verdict(&Call::with_subject(&tool, &subject), &session) as u8)
        })
    }

    /// Decides a command and explains: a decision as JSON.
    #[napi(catch_unwind)]
    pub fn check(&self, command: String) -> String {
        json(&self.engine.decide(&Call::bash(&command), &self.session))
    }

    /// Decides a list of calls, given as JSON, on a thread of the pool.
    #[napi(catch_unwind, ts_return_type = "Promise<Rulings>")]
    pub fn decide_many(&self, calls: String) -> AsyncTask<Many> {
        AsyncTask::new(Many::new(self.engine.clone(), self.session.clone(), calls))
    }
}
