'use strict'

const { json, object } = require('./arguments.cjs')
const { attempt } = require('./error.cjs')
const { members } = require('./session.cjs')

/** @import { Policy } from './native.cjs' */
/** @import { Session } from '../types' */

/** One policy in its sessions: the engine's handles. Those for no session and the last one are kept. */
class Guards {
  #policy
  #standard
  #last
  /** The JSON of the last session. */
  #text = '{}'
  /**
   * A copy of the last session, if it can be told from another without writing its JSON.
   *
   * @type {Session | undefined}
   */
  #copy

  /** @param {Policy} policy */
  constructor(policy) {
    this.#policy = policy
    this.#standard = this.#last = place(policy, this.#text)
  }

  /**
   * The policy as it holds in a session.
   *
   * @param {Session | undefined} session
   */
  in(session) {
    if (session === undefined) return this.#standard
    if (this.#copy !== undefined && isSame(session, this.#copy)) return this.#last
    const copy = members(session)
    const text = json(copy, 'session')
    if (text !== this.#text) {
      this.#last = attempt(() => place(this.#policy, text))
      this.#text = text
    }
    this.#copy = copy.links === undefined ? copy : undefined
    return this.#last
  }
}

/**
 * A policy in a session: the handle, and the functions for verdicts alone.
 *
 * @param {Policy} policy
 * @param {string} session
 */
function place(policy, session) {
  const guard = policy.guard(session)
  return { guard, judge: guard.judge(), verdict: guard.verdict() }
}

/**
 * Does `session` say what `copy` says, and nothing else? Neither has links.
 *
 * @param {Session} session
 * @param {Session} copy
 */
function isSame(session, copy) {
  object(session, 'session')
  for (const key in session) if (key !== 'cwd' && key !== 'home' && key !== 'mode') return false
  const { cwd, home, mode, links } = session
  return cwd === copy.cwd && home === copy.home && mode === copy.mode && links === undefined
}

module.exports = { Guards }
