'use strict'

// The engine as WebAssembly, with the functions of the native one: for platforms without a build.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const wasm = require('../wasm/pkg/callgate.js')

/** The bits of a ruling that hold the verdict. The others say which rule decided. */
const VERDICT = 3
const VERDICT_BITS = 2

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

  /** @param {string} tool @param {string} name */
  member(tool, name) {
    return call(() => this.#policy.member(tool, name))
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

  /** @param {string} tool @param {string} subject */
  explain(tool, subject) {
    return call(() => this.#policy.explain(tool, subject, this.#session))
  }

  judge() {
    return (/** @type {string} */ tool, /** @type {string | undefined} */ input) => {
      return this.#ruling(tool, input) & VERDICT
    }
  }

  verdict(/** @type {string} */ tool) {
    return (/** @type {string} */ subject) => {
      return call(() => this.#policy.verdict(tool, subject, this.#session))
    }
  }

  /** @param {string} calls */
  async decideMany(calls) {
    /** @type {number[]} */
    const rulings = JSON.parse(calls).map((/** @type {{ tool: string, input?: object }} */ { tool, input }) => {
      return this.#ruling(tool, input && JSON.stringify(input))
    })
    return {
      verdicts: Uint8Array.from(rulings, (ruling) => ruling & VERDICT),
      rules: Int32Array.from(rulings, (ruling) => (ruling >>> VERDICT_BITS) - 1),
    }
  }

  /** @param {string} tool @param {string | undefined} input */
  #ruling(tool, input) {
    return call(() => this.#policy.ruling(tool, input, this.#session))
  }
}

module.exports = {
  Policy,
  /** @param {string} layers */
  lint: (layers) => call(() => wasm.lint(layers)),
  /** @param {string} group @param {string} profile */
  batch: (group, profile) => call(() => wasm.batch(group, profile)),
}
