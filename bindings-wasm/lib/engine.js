// The module that decides: is it loaded, and is it sound?

import { CallgateError } from './error.js'

/** `idle` before it is loaded, `ready`, or `broken`. */
let state = 'idle'

/** Says that the module can be called. */
export function loaded() {
  state = 'ready'
}

/**
 * Calls the module: `work`, with what it takes, so that nobody has to make a function for each call.
 * What it throws is the JSON of an error. A trap means a defect in the module: it
 * is passed on as it is, and no later call is answered from a memory in disorder.
 */
export function call(work, ...given) {
  if (state === 'idle') throw new Error('callgate is not loaded: await init() first')
  if (state === 'broken') throw new Error('callgate broke down in an earlier call: load it again')
  try {
    return work(...given)
  } catch (thrown) {
    if (typeof thrown === 'string') throw new CallgateError(JSON.parse(thrown))
    state = 'broken'
    throw thrown
  }
}
