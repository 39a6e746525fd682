'use strict'

// The engine as WebAssembly, with the functions of the native one: for platforms without a build.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const wasm = require('../wasm/pkg/callgate.js')

/** @import { Reason, Rule, Verdict } from '../types' */

const VERDICTS = ['allow', 'ask', 'deny']

wasm.initSync({ module: readFileSync(join(__dirname, '../wasm/pkg/callgate_bg.wasm')) })

/**
 * What the module broke down with. No later call is answered from a memory in disorder.
 *
 * @type {unknown}
 */
let trap

/**
 * Calls the module. Errors are strings there, and anything else means that it broke down.
 *
 * @template T
 * @param {() => T} work
 * @returns {T}
 */
function call(work) {
  if (trap !== undefined) throw trap
  try {
    return work()
  } catch (thrown) {
    if (typeof thrown === 'string') throw new Error(thrown)
    trap = thrown
    throw thrown
  }
}

class Policy {
  #policy

  /** @param {string} layers @param {string} profile */
  constructor(layers, profile) {
    this.#policy = call(() => new wasm.Policy(layers, profile))
  }

  /** @param {string} session */
  guard(session) {
    const place = call(() => new wasm.Session(session))
    return new Guard(this.#policy, place)
  }

  guardMcp() {
    const message = 'MCP servers are guarded by the native build of callgate only'
    throw new Error(JSON.stringify({ code: 'unsupported', message, file: '', diagnostics: [] }))
  }

  rules() {
    return call(() => this.#policy.rules())
  }

  diagnostics() {
    return call(() => this.#policy.diagnostics())
  }
}

class Guard {
  #policy
  #session

  /** @param {import('../wasm/pkg/callgate.js').Policy} policy @param {import('../wasm/pkg/callgate.js').Session} session */
  constructor(policy, session) {
    this.#policy = policy
    this.#session = session
  }

  /** @param {string} tool @param {string | undefined} input */
  decide(tool, input) {
    return call(() => this.#policy.decide(tool, input, this.#session))
  }

  verdict() {
    return (/** @type {string} */ tool, /** @type {string} */ subject) => {
      return call(() => this.#policy.verdict(tool, subject, this.#session))
    }
  }

  /** @param {string} command */
  check(command) {
    return call(() => this.#policy.check(command, this.#session))
  }

  /** @param {string} calls */
  async decideMany(calls) {
    /** @type {Map<string, number>} */
    const numbers = new Map()
    /** @type {Rule[]} */
    const rules = JSON.parse(call(() => this.#policy.rules()))
    for (const [number, rule] of rules.entries()) numbers.set(place(rule), number)
    /** @type {{ verdict: Verdict, reason: Reason }[]} */
    const decisions = JSON.parse(calls).map((/** @type {{ tool: string, input?: object }} */ { tool, input }) => {
      return JSON.parse(this.decide(tool, input && JSON.stringify(input)))
    })
    return {
      verdicts: Uint8Array.from(decisions, ({ verdict }) => VERDICTS.indexOf(verdict)),
      rules: Int32Array.from(decisions, ({ reason }) => {
        return reason.kind === 'rule' ? (numbers.get(place(reason)) ?? -1) : -1
      }),
    }
  }
}

/**
 * Where a rule stands, as a text.
 *
 * @param {Pick<Rule, 'source' | 'file' | 'list' | 'index'>} rule
 */
function place({ source, file, list, index }) {
  return JSON.stringify([source, file, list, index])
}

module.exports = {
  Policy,
  /** @param {string} layers */
  lint: (layers) => call(() => wasm.lint(layers)),
  /** @param {string} group @param {string} profile */
  batch: (group, profile) => call(() => wasm.batch(group, profile)),
}
