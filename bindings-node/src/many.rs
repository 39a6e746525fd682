//! Many calls off the main thread.

use crate::failure::Failure;
use callgate::interop::{self, Engine};
use napi::{
    Env, Task,
    bindgen_prelude::{Int32Array, Uint8Array},
};
use napi_derive::napi;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is said of a list of calls, in its order.
#[napi(object, object_from_js = false)]
#[expect(missing_debug_implementations, reason = "typed arrays of napi have none")]
pub struct Rulings {
    /// From the weakest, 0, to the strictest, 2.
    pub verdicts: Uint8Array,
    /// The index of the deciding rule in the policy; -1 where no rule decided.
    pub rules: Int32Array,
}

/// A list of calls on its way through a thread of the pool.
#[derive(Debug)]
pub struct Many {
    engine: Engine,
    session: interop::Session,
    calls: String,
}

impl Many {
    pub(crate) const fn new(engine: Engine, session: interop::Session, calls: String) -> Many {
        Many { engine, session, calls }
    }

    fn decide(&self) -> Result<(Vec<u8>, Vec<i32>), Failure> {
        let calls = interop::calls(&self.calls);
        let calls = calls.map_err(|error| Failure::new("invalid-call", &error))?;
        let ruling = |call: &interop::OwnedCall| {
            let (verdict, rule) = self.engine.ruling(&call.call(), &self.session);
            (verdict as u8, rule.map_or(-1, |rule| rule.index() as i32))
        };
        Ok(calls.iter().map(ruling).unzip())
    }
}

impl Task for Many {
    type Output = (Vec<u8>, Vec<i32>);
    type JsValue = Rulings;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        // A panic would end the process here: nothing else stands between it and the thread.
        let decided = catch_unwind(AssertUnwindSafe(|| self.decide()));
        let failed = |_| Err(Failure::new("internal", &"the engine failed"));
        Ok(decided.unwrap_or_else(failed)?)
    }

    fn resolve(&mut self, _: Env, (verdicts, rules): Self::Output) -> napi::Result<Rulings> {
        Ok(Rulings { verdicts: verdicts.into(), rules: rules.into() })
    }
}
