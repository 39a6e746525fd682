// The engine, off the page's own thread: keystrokes never wait for a decision.

import { CallgateError, Policy, init, lint } from 'callgate-wasm'
import { toCall } from './tools.js'

const ready = init()

/** The policy of the last request, and what it was made from. Typing in a call needs no new one. */
let kept = { key: undefined, policy: undefined, rules: 0 }

self.onmessage = async ({ data }) => {
  try {
    await ready
    self.postMessage({ id: data.id, ...(data.lint ? { findings: lint(data.layers) } : decide(data)) })
  } catch (error) {
    // Thrown where the page hears of it.
    setTimeout(() => {
      throw error
    })
  }
}

function decide({ layers, profile, session, calls }) {
  const start = performance.now()
  let policy
  try {
    policy = compiled(layers, profile)
  } catch (error) {
    if (!(error instanceof CallgateError)) throw error
    const { message, file, line, column } = error
    return { refusal: { message, file, line, column } }
  }
  const compiledAt = performance.now()
  const decisions = calls.map((call) => answer(policy, call, session))
  const times = { compile: compiledAt - start, decide: performance.now() - compiledAt }
  return { decisions, times, rules: kept.rules }
}

function compiled(layers, profile) {
  const key = JSON.stringify([profile, layers])
  if (key !== kept.key) {
    const policy = Policy.fromLayers(layers, { profile })
    kept.policy?.free()
    kept = { key, policy, rules: policy.rules.length }
  }
  return kept.policy
}

/** A decision, or why there is none. */
function answer(policy, call, session) {
  try {
    // What a decision knows of itself does not cross to the page: its data does.
    return policy.decide(toCall(call), session).toJSON()
  } catch (error) {
    return { error: error.message }
  }
}
