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
use serde_json::{Map, Value};

/// A policy as it holds in one session. Sessions change seldom, and each handle that a call hands
/// over costs a good part of what deciding costs: so this is one handle for both.
#[napi]
#[derive(Debug)]
pub struct Guard {
    pub(crate) engine: Engine,
    pub(crate) session: Session,
}

/// A function that decides with the verdict alone, from the weakest, 0, to the strictest, 2. As a
/// method it would take the handle of its object, which costs half of what crossing the border costs.
type Verdict<'e, Call> = Function<'e, FnArgs<Call>, u8>;

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
        let input = read_input(input)?;
        Ok(json(&self.engine.decide(&call(&tool, input.as_ref()), &self.session)))
    }

    /// The verdict of `decide`: a function of tool and input.
    #[napi(catch_unwind)]
    pub fn judge<'e>(&self, env: &'e Env) -> napi::Result<Verdict<'e, (String, Option<String>)>> {
        let (engine, session) = (self.engine.clone(), self.session.clone());
        env.create_function_from_closure("judge", move |arguments| {
            let (tool, input): (String, Option<String>) = (arguments.get(0)?, arguments.get(1)?);
            let input = read_input(input)?;
            Ok(engine.verdict(&call(&tool, input.as_ref()), &session) as u8)
        })
    }

    /// The verdict on calls of `tool` where only the main argument matters: a function of that.
    #[napi(catch_unwind)]
    pub fn verdict<'e>(&self, env: &'e Env, tool: String) -> napi::Result<Verdict<'e, (String,)>> {
        let (engine, session) = (self.engine.clone(), self.session.clone());
        env.create_function_from_closure("verdict", move |arguments| {
            let subject: String = arguments.get(0)?;
            Ok(engine.verdict(&Call::with_subject(&tool, &subject), &session) as u8)
        })
    }

    /// Decides and explains where only the main argument matters: a decision as JSON.
    #[napi(catch_unwind)]
    pub fn explain(&self, tool: String, subject: String) -> String {
        json(&self.engine.decide(&Call::with_subject(&tool, &subject), &self.session))
    }

    /// Decides a list of calls, given as JSON, on a thread of the pool.
    #[napi(catch_unwind, ts_return_type = "Promise<Rulings>")]
    pub fn decide_many(&self, calls: String) -> AsyncTask<Many> {
        AsyncTask::new(Many::new(self.engine.clone(), self.session.clone(), calls))
    }
}

/// Reads the JSON of a tool's input object.
fn read_input(input: Option<String>) -> Result<Option<Map<String, Value>>, Failure> {
    let input = input.map(|input| parse_object(&input)).transpose();
    input.map_err(|error| Failure::new("invalid-call", &error))
}

fn call<'a>(tool: &'a str, input: Option<&'a Map<String, Value>>) -> Call<'a> {
    input.map_or(Call::bare(tool), |input| Call::new(tool, input))
}
