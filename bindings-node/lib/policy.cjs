'use strict'

const arguments_ = require('./arguments.cjs')
const { Decision } = require('./decision.cjs')
const { attempt } = require('./error.cjs')
const { read } = require('./files.cjs')
const { Guards } = require('./guards.cjs')
const { decideMany } = require('./many.cjs')
const { Inputs } = require('./inputs.cjs')
const { McpGuard } = require('./mcp.cjs')
const native = require('./native.cjs')

/** @import { Diagnostic, DocumentOptions, Rule, Session, Verdict } from '../types' */

/**
 * The verdicts by the numbers that the engine gives them.
 *
 * @type {readonly Verdict[]}
 */
const VERDICTS = Object.freeze(['allow', 'ask', 'deny'])

/** @param {number} number */
function word(number) {
  return VERDICTS[number] ?? 'deny'
}

/** Only this module makes policies from layers in JSON. */
const MADE_HERE = Symbol('made here')

/**
 * Rules and settings of all layers, ready to decide. What users see of it stands in `index.d.cts`.
 */
class Policy {
  #engine
  #guards
  #inputs
  #profile

  /**
   * @param {unknown} made
   * @param {string} layers
   * @param {string} profile
   */
  constructor(made, layers, profile) {
    if (made !== MADE_HERE) {
      throw new TypeError('use Policy.fromLayers, Policy.fromJson or Policy.fromFiles')
    }
    this.#engine = attempt(() => new native.Policy(layers, profile))
    this.#guards = new Guards(this.#engine)
    this.#inputs = new Inputs((tool, name) => this.#engine.member(tool, name))
    this.#profile = profile
  }

  /** @param {unknown} layers @param {unknown} [options] */
  static fromLayers(layers, options) {
    const profile = arguments_.profile(options)
    return new Policy(MADE_HERE, arguments_.layers(layers), profile)
  }

  /** @param {unknown} text @param {DocumentOptions} [options] */
  static fromJson(text, options) {
    const profile = arguments_.profile(options)
    const layer = { source: options?.source ?? 'user', text: arguments_.text(text, 'text') }
    return new Policy(MADE_HERE, arguments_.layers([layer]), profile)
  }

  /** @param {unknown} files @param {unknown} [options] */
  static fromFiles(files, options) {
    return Policy.fromLayers(read(files), options)
  }

  /** @param {unknown} call @param {Session} [session] */
  decide(call, session) {
    const { tool, input } = arguments_.call(call, 'call')
    const subject = input === undefined ? undefined : this.#inputs.subject(tool, input)
    const json = subject === null ? arguments_.json(input, 'the input of call') : undefined
    const place = this.#guards.in(session)
    if (typeof subject === 'string') {
      return new Decision(word(place.verdict(tool, subject)), place.explain, tool, subject)
    }
    const number = attempt(() => place.judge(tool, json))
    return new Decision(word(number), place.decide, tool, json)
  }

  /** @param {unknown} tool @param {unknown} subject @param {Session} [session] @returns {Verdict} */
  verdict(tool, subject, session) {
    const place = this.#guards.in(session)
    const number = place.verdict(arguments_.text(tool, 'tool'), arguments_.text(subject, 'subject'))
    return word(number)
  }

  /** @param {unknown} command @param {Session} [session] */
  check(command, session) {
    const place = this.#guards.in(session)
    const text = arguments_.text(command, 'command')
    return new Decision(word(place.verdict('Bash', text)), place.explain, 'Bash', text)
  }

  /** @param {unknown} calls @param {Session} [session] */
  async decideMany(calls, session) {
    return decideMany(this.#guards.in(session).guard, calls)
  }

  /** @param {unknown} name @param {unknown} entry @param {unknown} [options] */
  guardMcp(name, entry, options = {}) {
    const { variables = {} } = /** @type {{ variables?: unknown }} */ (
      arguments_.object(options, 'options')
    )
    const called = arguments_.text(name, 'name')
    const server = arguments_.json(entry, 'server')
    const given = arguments_.json(variables, 'variables')
    return new McpGuard(attempt(() => this.#engine.guardMcp(called, server, given)))
  }

  /** @returns {Rule[]} */
  get rules() {
    return JSON.parse(this.#engine.rules())
  }

  /** @returns {Diagnostic[]} */
  get diagnostics() {
    return JSON.parse(this.#engine.diagnostics())
  }

  get profile() {
    return this.#profile
  }
}

module.exports = { Policy, VERDICTS }
