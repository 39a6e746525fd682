'use strict'

const { json, object } = require('./arguments.cjs')
const { attempt } = require('./error.cjs')
const { members } = require('./session.cjs')

/** @import { Guard, Policy } from './native.cjs' */
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
    this.#standard = this.#last = new Place(policy.guard(this.#text))
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
      this.#last = attempt(() => new Place(this.#policy.guard(text)))
      this.#text = text
    }
    this.#copy = copy.links === undefined ? copy : undefined
    return this.#last
  }
}

/** How many tools a place knows functions for, and how long their names are: agents can make up any. */
const MOST_TOOLS = 64
const LONGEST_NAME = 256

/** A policy in a session. */
class Place {
  /**
   * For each tool the function that takes a subject: a string costs as much to hand over as half a
   * verdict does, so the name of the tool is handed over once.
   *
   * @type {Map<string, (subject: string) => number>}
   */
  #verdicts = new Map()
  /** The tool of the last call, and the function for it: the next one is often of the same. */
  #tool = 'Bash'
  #verdict

  /** @param {Guard} guard */
  constructor(guard) {
    this.guard = guard
    this.judge = guard.judge()
    /** @param {string} tool @param {string | undefined} input */
    this.decide = (tool, input) => guard.decide(tool, input)
    /** @param {string} tool @param {string} subject */
    this.explain = (tool, subject) => guard.explain(tool, subject)
    this.#verdict = this.#about(this.#tool)
  }

  /**
   * The number of the verdict where only the main argument matters.
   *
   * @param {string} tool
   * @param {string} subject
   */
  verdict(tool, subject) {
    if (tool !== this.#tool) {
      this.#verdict = this.#verdicts.get(tool) ?? this.#about(tool)
      this.#tool = tool
    }
    return this.#verdict(subject)
  }

  /** @param {string} tool */
  #about(tool) {
    const verdict = this.guard.verdict(tool)
    if (this.#verdicts.size < MOST_TOOLS && tool.length <= LONGEST_NAME) {
      this.#verdicts.set(tool, verdict)
    }
    return verdict
  }
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
